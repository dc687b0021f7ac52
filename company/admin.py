"""The administrator's window on the company: profile, locations, staff, and the trail to read."""

from typing import Any, ClassVar  # Django's admin hooks are untyped

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from company import admin_mail, clock  # noqa: F401  mails to staff register there
from company.adminbase import ReadOnlyAdmin, SettingsAdmin, SingleAdmin, staff_of, yes
from company.forms import CompanyForm, LocationForm, NewPasswordForm, NewStaffForm, StaffForm
from company.models import AuditEvent, Company, Location, Staff
from company.services.pictures import keep_picture, let_go
from company.services.staffing import keep_staff, note_new_password
from company.wording import about_words, action_words, detail_words

admin.site.unregister(Group)  # roles and locations say what a person may see and do


@admin.register(Company)
class CompanyAdmin(SingleAdmin[Company]):
    form = CompanyForm
    fieldsets = (
        (None, {"fields": ("name", "caller_number", "privacy_contact", "retention_months")}),
        (
            _("When we may write and call"),
            {
                "fields": (
                    ("speaking_opens", "speaking_closes"),
                    ("first_contact_minutes", "deputy_after_minutes"),
                )
            },
        ),
        (
            _("Who comes in, and what they may take along"),
            {"fields": ("owners_need_two_steps", "tablet_minutes", "may_export")},
        ),
        (
            _("Invitations, moves and answers"),
            {
                "fields": (
                    "invitation_days",
                    "fewest_slots",
                    "reschedules_allowed",
                    "reschedule_cutoff_minutes",
                    "reschedules_need_a_reason",
                    "decision_days",
                )
            },
        ),
        (
            _("Not to wait too long"),
            {"fields": ("longest_wait_days", "offers_earlier_times", "earlier_offer_minutes")},
        ),
        (_("On every job page"), {"fields": ("employer_name", "about", "values")}),
        (_("Online interviews"), {"fields": ("online_test_url", "online_help_phone")}),
        (
            _("Limits"),
            {
                "fields": (
                    "sms_monthly_ceiling",
                    "sms_part_yen",
                )
            },
        ),
    )
    words: ClassVar[dict[str, StrOrPromise]] = {
        "name": _("Stands in every message and on every page for applicants."),
        "caller_number": _("Shown to applicants before we call. Empty: the location's own phone."),
        "privacy_contact": _("Stands in the consent text, for questions about personal data."),
        "retention_months": _("Stands in the consent text. How long an earlier application is remembered."),
        "speaking_closes": _(
            "We start no SMS outside these hours; it waits for the morning. What somebody has just done "
            "themselves is answered at any hour."
        ),
        "first_contact_minutes": _("The desk counts down to it, within the location's opening hours."),
        "invitation_days": _(
            "After so many days without a chosen time the invitation ends; a reminder goes first."
        ),
        "fewest_slots": _("The desk warns when fewer times are open."),
        "reschedules_allowed": _("By themselves; staff may always move an interview."),
        "reschedule_cutoff_minutes": _("Later than this a person of ours has to do it."),
    }


@admin.register(Location)
class LocationAdmin(SettingsAdmin[Location]):
    form = LocationForm
    list_display = ("name", "phone", "postal_address", "opens", "closes", yes("is_active", _("in use")))
    list_filter = ("is_active",)
    search_fields = ("name", "postal_address", "phone")
    fieldsets = (
        (None, {"fields": ("name", "slug", "is_active")}),
        (
            _("How to get there"),
            {
                "fields": (
                    "postal_address",
                    ("station", "access"),
                    "entrance",
                    "directions",
                    "map_url",
                    "phone",
                    "caller_number",
                )
            },
        ),
        (_("Opening hours"), {"fields": (("opens", "closes"), "closed_weekdays", "zone")}),
        (_("Who sees to it"), {"fields": (("responsible", "deputy"),)}),
        (_("In every posting of this place"), {"fields": ("smoking",)}),
    )
    words: ClassVar[dict[str, StrOrPromise]] = {
        "slug": _(
            "Small letters, figures and hyphens, such as kichijoji. It stands in the addresses of jobs."
        ),
        "is_active": _("Without it the location's jobs are not shown. Nothing that was promised is lost."),
        "map_url": _("Copy the link from a map; it opens on the applicant's phone."),
        "phone": _("Applicants reach this location here on the day."),
        "closes": _("The clock for the first contact runs between these hours."),
        "zone": _("Times in messages and on pages are told in this zone."),
    }


@admin.register(Staff)
class StaffAdmin(SettingsAdmin[Staff], UserAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    form = StaffForm
    add_form = NewStaffForm
    change_password_form = NewPasswordForm
    list_display = (
        "username",
        "display_name",
        "role",
        "where",
        "email",
        yes("is_active", _("in use")),
        "last_login",
    )
    list_filter = ("role", "locations", "is_active")
    search_fields = ("username", "display_name", "email")
    filter_horizontal = ()
    change_user_password_template = "admin/company/staff/password.html"  # noqa: S105  a file
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("What they may see and do"), {"fields": ("role", "locations", "is_active")}),
        (
            _("Person"),
            {"fields": ("display_name", "title", "greeting", "photo_file", "email", "language")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "password1", "password2")}),
        (_("What they may see and do"), {"fields": ("role", "locations")}),
        (_("Person"), {"fields": ("display_name", "title", "email", "language")}),
    )
    readonly_fields = ("last_login", "date_joined")
    labels: ClassVar[dict[str, StrOrPromise]] = {"title": pgettext_lazy("of a person", "Title")}
    words: ClassVar[dict[str, StrOrPromise]] = {
        "role": _(
            "Owner: sees all locations and opens these settings. Recruiter: writes, books and decides. "
            "Interviewer: can be chosen for interviews, and looks. Read only: looks."
        ),
        "locations": _("They see applicants of these locations only. An owner sees all of them anyway."),
        "is_active": _(
            "Without it this person cannot sign in; what they did stays on record. Nobody is deleted."
        ),
        "display_name": _("Applicants read this name in messages and on their page."),
        "greeting": _("Stands beside the name on the applicant's page."),
    }

    @admin.display(description=pgettext_lazy("of a person", "Locations"))
    def where(self, staff: Staff) -> str:
        if staff.sees_everything:
            return str(_("All"))
        return str(_(", ")).join(location.name for location in staff.locations.all())

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("locations")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": CheckboxSelectMultiple(), "help_text": "", **kwargs}
        )

    def save_model(self, request: HttpRequest, obj: Staff, form: ModelForm[Staff], change: bool) -> None:
        now, before = clock.now(), obj.photo
        if photo := form.cleaned_data.get("photo_file"):
            obj.photo = keep_picture(photo, now=now)
        keep_staff(obj, by=staff_of(request), now=now, fields=form.changed_data)
        if before is not None and before != obj.photo:
            let_go(before)

    def log_change(self, request: HttpRequest, obj: Staff, message: Any) -> Any:
        if request.resolver_match and request.resolver_match.url_name == "auth_user_password_change":
            note_new_password(obj, by=staff_of(request), now=clock.now())
        return super().log_change(request, obj, message)


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin[AuditEvent]):
    list_display = ("at", "what", "who", "thing", "application_id", "more")
    list_display_links = ("at", "what")
    list_filter = ("actor_kind", ("actor", admin.RelatedOnlyFieldListFilter))
    search_fields = ("=application_id", "=entity_id", "action")
    search_help_text = _("The number of an application or of the thing itself.")
    date_hierarchy = "at"
    list_select_related = ("actor",)
    fields = ("at", "what", "who", "thing", "application_id", "more")

    def named(self, obj: AuditEvent) -> str:
        return action_words(obj.action)

    @admin.display(description=_("what"), ordering="action")
    def what(self, event: AuditEvent) -> str:
        return action_words(event.action)

    @admin.display(description=_("by whom"), ordering="actor_kind")
    def who(self, event: AuditEvent) -> str:
        return str(event.actor or event.get_actor_kind_display())

    @admin.display(description=_("about"))
    def thing(self, event: AuditEvent) -> str:
        return about_words(event)

    @admin.display(description=_("details"))
    def more(self, event: AuditEvent) -> str:
        return detail_words(event)
