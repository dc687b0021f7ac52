"""Slots and interviews to look up; booking is done on the desk, by the services."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Job
from company.adminbase import ReadOnlyAdmin, yes_or_no
from company.moments import day_hour_words
from scheduling.models import Interview, Slot


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin[Slot]):
    list_display = ("starts_at", "location", "interviewer", "mode", "capacity", "offered")
    list_filter = ("location", "mode", "is_open")
    date_hierarchy = "starts_at"
    list_select_related = ("location", "interviewer")
    ordering = ("-starts_at", "-pk")
    fields = ("location", "interviewer", "mode", "online_url", "starts_at", "ends_at", "capacity", "offered")

    def named(self, obj: Slot) -> str:
        return f"{day_hour_words(obj.starts_at)} {obj.location}"

    @admin.display(description=_("offered"), ordering="is_open")
    def offered(self, slot: Slot) -> str:
        return yes_or_no(slot.is_open)


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin[Interview]):
    list_display = ("starts_at", "candidate", "job", "state", "confirmed_at", "moves", "outcome_at")
    list_display_links = ("starts_at", "candidate")
    list_filter = ("state", "application__job__location")
    search_fields = ("application__candidate__family_name", "application__candidate__given_name")
    search_help_text = _("Name of the candidate.")
    date_hierarchy = "starts_at"
    list_select_related = ("application__candidate", "application__job__location")
    ordering = ("-starts_at", "-pk")
    fieldsets = (
        (None, {"fields": ("candidate", "job", "state", "starts_at", "ends_at")}),
        (
            _("In order of time"),
            {
                "fields": (
                    "invited_at",
                    "answer_by",
                    "booked_at",
                    "moves",
                    "own_moves",
                    "confirmed_at",
                    "late_minutes",
                    "cancelled_at",
                    "outcome_at",
                    "updated_at",
                )
            },
        ),
    )

    def named(self, obj: Interview) -> str:
        return str(obj.application)

    @admin.display(description=_("candidate"), ordering="application__candidate__family_kana")
    def candidate(self, interview: Interview) -> Candidate:
        return interview.application.candidate

    @admin.display(description=_("job"), ordering="application__job")
    def job(self, interview: Interview) -> Job:
        return interview.application.job
