"""Slots and interviews to look up; booking is done on the desk, by the services."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Job
from company.adminbase import ReadOnlyAdmin, yes_or_no
from company.moments import day_hour_words, weekday_words
from scheduling.models import AvailabilityRule, BusyFeed, Closure, Interview, Slot


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


@admin.register(AvailabilityRule)
class AvailabilityRuleAdmin(ReadOnlyAdmin[AvailabilityRule]):
    list_display = ("location", "interviewer", "opens", "closes", "mode", "used", "computed_at")
    list_filter = ("location", "mode", "is_active")
    list_select_related = ("location", "interviewer")
    fieldsets = (
        (None, {"fields": ("location", "interviewer", "mode", "online_url", "used")}),
        (
            _("When"),
            {"fields": ("days", "opens", "closes", "from_on", "until_on", "holidays", "horizon_days")},
        ),
        (
            _("How"),
            {"fields": ("minutes", "buffer_minutes", "capacity", "daily_cap", "notice_minutes")},
        ),
        (_("In order of time"), {"fields": ("created_at", "computed_at")}),
    )

    def named(self, obj: AvailabilityRule) -> str:
        return str(obj.location)

    @admin.display(description=_("in use"), ordering="is_active")
    def used(self, rule: AvailabilityRule) -> str:
        return yes_or_no(rule.is_active)

    @admin.display(description=_("weekdays"))
    def days(self, rule: AvailabilityRule) -> str:
        return weekday_words(rule.weekdays)


@admin.register(Closure)
class ClosureAdmin(ReadOnlyAdmin[Closure]):
    list_display = ("starts_at", "ends_at", "location", "interviewer", "label")
    list_filter = ("location",)
    date_hierarchy = "starts_at"
    list_select_related = ("location", "interviewer")
    fields = ("starts_at", "ends_at", "location", "interviewer", "label")

    def named(self, obj: Closure) -> str:
        return obj.label or day_hour_words(obj.starts_at)


@admin.register(BusyFeed)
class BusyFeedAdmin(ReadOnlyAdmin[BusyFeed]):
    """The address itself is a secret of the interviewer's and stays unseen."""

    list_display = ("staff", "name", "read_at", "error")
    list_select_related = ("staff",)
    fields = ("staff", "name", "added_at", "read_at", "next_read_at", "error")

    def named(self, obj: BusyFeed) -> str:
        return f"{obj.staff} {obj.name}"
