"""The administration as one place: who may come in, and its pages in the order an administrator thinks in."""

from collections.abc import Iterable
from typing import Any, NamedTuple  # Django's context is untyped

from django.contrib import admin, auth
from django.contrib.admin.models import LogEntry
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrPromise

from company.adminbase import SingleAdmin
from reminders.models import StalePlan

RECENT = 8


class Section(NamedTuple):
    """Pages that belong together; each with what it is for, by the model's label."""

    name: StrPromise
    pages: dict[str, StrPromise]


SECTIONS = (
    Section(
        _("Company and people"),
        {
            "company.Company": _("Name, number we call from, hours for SMS, deadlines and limits."),
            "company.Location": _("Stores and offices: address, way there, phone, opening hours."),
            "company.Staff": _("Who signs in, what they may do, and which locations they see."),
        },
    ),
    Section(
        _("What applicants read"),
        {
            "candidates.Job": _("What stands on the page of each open job."),
            "messaging.Template": _(
                "Your own words for the messages. Without them the built-in words go out."
            ),
        },
    ),
    Section(
        _("Rules"),
        {
            "reminders.CadenceStep": _("What we say, when, on which channel and under which condition."),
            "noshow.ClosingRule": _("When the search for somebody who could not come may end."),
            "messaging.Suppression": _("Numbers and addresses that are not written to any more."),
        },
    ),
    Section(
        _("Records to look up"),
        {
            "candidates.Application": _("Every application with its state."),
            "candidates.Candidate": _("The people and how to reach them."),
            "scheduling.Interview": _("Invitations, bookings, moves and outcomes."),
            "scheduling.Slot": _("Times that are or were offered."),
            "scheduling.AvailabilityRule": _(
                "Weekly rules that times come from. They are edited on the desk."
            ),
            "scheduling.Closure": _("Days and hours in which nobody is met."),
            "scheduling.BusyFeed": _("Interviewers' own calendars, and when they were read."),
            "messaging.Message": _("Everything said, planned and heard, with every try and receipt."),
            "company.StaffMail": _("Invitations sent to interviewers, and why one did not leave."),
            "noshow.Case": _("What was tried when somebody could not come, and how it ended."),
            "candidates.Import": _("CSV files and what became of them."),
            "company.AuditEvent": _("Who did what, and when. It can only be read."),
        },
    ),
)


class Administration(admin.AdminSite):
    """For owners. Signing in and out is the desk's."""

    site_title = pgettext_lazy("the administration", "Settings")
    site_header = pgettext_lazy("the administration", "Settings")
    index_title = _("Settings and records")
    site_url = None
    index_template = "admin/index.html"

    def register(self, model_or_iterable: Any, *args: Any, **options: Any) -> None:
        """Devices of the second step are their owners' alone: nobody looks at them here."""
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else [model_or_iterable]
        shown = [one for one in models if not one._meta.app_label.startswith("otp_")]
        if shown:
            super().register(shown, *args, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Who is not signed in goes to the desk's own page and comes back; who may not come in is told so."""
        wanted = request.GET.get("next", "")
        if not request.user.is_authenticated:
            return redirect_to_login(wanted or request.get_full_path(), login_url="dashboard:sign_in")
        if self.has_permission(request):
            return redirect("admin:index")
        return render(request, "admin/owners_only.html", status=403)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]  # Django answers with a template
        auth.logout(request)
        return redirect("dashboard:sign_in")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The sections, with the pages this person may open."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        pages = {page["model"]._meta.label: page for app in apps for page in app["models"]}
        for single in pages.values():
            if isinstance(self._registry[single["model"]], SingleAdmin):
                single["add_url"] = None  # its list leads to the one row, or to making it
        return [
            {
                "name": section.name,
                "app_label": f"section-{number}",
                "app_url": "",
                "has_module_perms": True,
                "models": [
                    pages[name] | {"about": about} for name, about in section.pages.items() if name in pages
                ],
            }
            for number, section in enumerate(SECTIONS, start=1)
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """``stale_plans``: how many applications an edited rule has yet to reach."""
        return super().each_context(request) | {"stale_plans": StalePlan.objects.count()}

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        recent = LogEntry.objects.select_related("content_type", "user").order_by("-action_time")[:RECENT]
        return super().index(request, {"recent": recent, **(extra_context or {})})
