"""Jobs to edit; people, applications and imports to look up."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar  # Django's admin hooks are untyped

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django_stubs_ext import StrOrPromise

from candidates.forms import JobForm
from candidates.models import Application, Candidate, Import, Job
from candidates.policy import BadPhone, clean_phone, local_phone
from candidates.services.posting import PostingIncomplete, fact_words, keep_job, publish, take_down
from company import clock
from company.adminbase import ReadOnlyAdmin, SettingsAdmin, staff_of, yes, yes_or_no


@admin.register(Job)
class JobAdmin(SettingsAdmin[Job]):
    form = JobForm
    list_display = ("title", "location", "contract", "owner", yes("is_published", _("published")))
    list_filter = ("location", "is_published", "contract")
    search_fields = ("title", "slug", "summary")
    list_select_related = ("location", "owner")
    actions = ("publish_chosen", "take_chosen_down")
    fieldsets = (
        (None, {"fields": ("title", "slug", "location", "owner", "is_published")}),
        (
            _("The posting"),
            {
                "fields": (
                    "summary",
                    ("duties", "duties_change"),
                    ("employment_type", "contract"),
                    ("contract_term", "trial_period"),
                    ("workplace", "workplace_change"),
                    ("pay", "pay_unit"),
                    ("pay_lowest", "pay_highest"),
                    ("hours", "breaks"),
                    ("overtime", "days_off"),
                    ("insurance", "smoking"),
                    "people",
                    "welcome",
                    "closes_on",
                )
            },
        ),
        (_("The interview"), {"fields": ("interview_minutes", "arrive_minutes", "bring", "dress", "talk")}),
        (_("Moving the interview"), {"fields": (("reschedules_allowed", "reschedule_cutoff_minutes"),)}),
        (_("What the form asks"), {"fields": ("asks_birth_date", "has_night_hours")}),
    )
    labels: ClassVar[dict[str, StrOrPromise]] = {"title": pgettext_lazy("of a job", "What the job is called")}
    words: ClassVar[dict[str, StrOrPromise]] = {
        "slug": _("Small letters, figures and hyphens. Left empty, it is made for you."),
        "owner": _("Speaks to applicants, and is asked first when something is to be done."),
        "is_published": _("Without it nobody new can apply; whoever has applied goes on as before."),
        "summary": _("Stands under the name on the list of open jobs."),
        "duties": _("One thing a line reads best on a phone."),
        "welcome": _("Who feels at home with you. It also stands beside the invitation."),
        "bring": _("Goes into the reminders. “Nothing needed” helps people most."),
        "dress": _("Goes into the reminders."),
        "talk": _("Goes into the reminders, so that nobody comes with a knot in the stomach."),
        "asks_birth_date": _("Only where the law or the work needs it."),
        "has_night_hours": _("People under 18 are told that this job is not open to them."),
    }

    def save_model(self, request: HttpRequest, obj: Job, form: ModelForm[Job], change: bool) -> None:
        keep_job(obj, by=staff_of(request), now=clock.now())

    @admin.action(description=_("Publish the chosen jobs"))
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._show(request, queryset.filter(is_published=False), publish)

    @admin.action(description=_("Take the chosen jobs down"))
    def take_chosen_down(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._show(request, queryset.filter(is_published=True), take_down)

    def _show(self, request: HttpRequest, jobs: QuerySet[Job], verb: Callable[..., None]) -> None:
        changed = 0
        for job in jobs.select_related("location"):
            try:
                verb(job, by=staff_of(request), now=clock.now())
                changed += 1
            except PostingIncomplete as refusal:
                facts = str(_(", ")).join(fact_words(name) for name in refusal.missing)
                words = _("“%(job)s” is not shown yet. Still to be said: %(facts)s")
                self.message_user(request, words % {"job": job.title, "facts": facts}, messages.ERROR)
        if changed:
            words_done = ngettext("%(count)d job changed.", "%(count)d jobs changed.", changed)
            self.message_user(request, words_done % {"count": changed})


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin[Candidate]):
    list_display = ("__str__", "kana", "number", "email", "preferred_channel", "language", "created_at")
    list_filter = ("language", "preferred_channel", "phone_kind")
    search_fields: ClassVar[tuple[str, ...]] = (
        "family_name",
        "given_name",
        "family_kana",
        "given_kana",
        "phone",
        "email",
    )
    search_help_text = _("Name, kana, phone or e-mail.")
    ordering = ("-created_at", "-pk")
    fieldsets = (
        (None, {"fields": ("family_name", "given_name", "family_kana", "given_kana", "birth_on")}),
        (
            _("How to reach them"),
            {"fields": ("number", "phone_kind", "email", "preferred_channel", "preferred_hours", "language")},
        ),
        (None, {"fields": ("created_at",)}),
    )

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """A phone number may be typed as people write it."""
        with suppress(BadPhone):
            search_term = clean_phone(search_term).e164
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description=_("phone"), ordering="phone")
    def number(self, candidate: Candidate) -> str:
        return local_phone(candidate.phone)

    @admin.display(description=_("kana"), ordering="family_kana")
    def kana(self, candidate: Candidate) -> str:
        return candidate.full_kana


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin[Application]):
    list_display = ("candidate", "job", "stage", "source", "applied_at", "owner")
    list_filter = ("stage", "source", "job__location")
    search_fields = ("candidate__family_name", "candidate__given_name", "candidate__family_kana", "=pk")
    search_help_text = _("Name, kana, or the number of the application.")
    list_select_related = ("candidate", "job__location", "owner")
    date_hierarchy = "applied_at"
    fieldsets = (
        (None, {"fields": ("candidate", "job", "stage", "owner", "source", "source_note")}),
        (_("In their words"), {"fields": ("motivation", "availability")}),
        (_("Consent"), {"fields": ("consented_at", "consent_text", "guardian")}),
        (
            _("In order of time"),
            {
                "fields": (
                    "applied_at",
                    "started",
                    "started_at",
                    "first_contact_due_at",
                    "contacted_at",
                    "last_word_at",
                    "closed_at",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("candidate", "job__location", "owner")

    @admin.display(description=_("guardian's consent"))
    def guardian(self, application: Application) -> str:
        return yes_or_no(application.guardian_consent)

    @admin.display(description=_("contact started"))
    def started(self, application: Application) -> str:
        return yes_or_no(application.is_started)


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin[Import]):
    list_display = ("file_name", "job", "state", "total", "uploaded_by", "uploaded_at")
    list_filter = ("state",)
    search_fields = ("file_name",)
    list_select_related = ("job__location", "uploaded_by")
    fields = ("file_name", "job", "state", "encoding", "total", "done", "uploaded_by", "uploaded_at")
