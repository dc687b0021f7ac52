"""The administrator's window on the company: profile, locations, staff, and the trail to read."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from company.adminbase import ReadOnlyAdmin
from company.models import AuditEvent, Company, Location, Staff

admin.site.site_header = _("Yakusoku administration")
admin.site.site_title = _("Yakusoku")
admin.site.index_title = _("Settings and records")


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin[Company]):
    fieldsets = (
        (None, {"fields": ("name", "caller_number", "privacy_contact", "retention_months")}),
        (
            _("When we may write and call"),
            {"fields": ("speaking_opens", "speaking_closes", "first_contact_minutes")},
        ),
        (
            _("Invitations and moves"),
            {
                "fields": (
                    "invitation_days",
                    "fewest_slots",
                    "reschedules_allowed",
                    "reschedule_cutoff_minutes",
                )
            },
        ),
        (_("Limits"), {"fields": ("sms_monthly_ceiling",)}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not Company.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Company | None = None) -> bool:
        return False


@admin.register(Location)
class LocationAdmin(admin.ModelAdmin[Location]):
    list_display = ("name", "phone", "postal_address", "opens", "closes", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "postal_address", "phone")
    prepopulated_fields: ClassVar[dict[str, Sequence[str]]] = {"slug": ("name",)}


@admin.register(Staff)
class StaffAdmin(UserAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    list_display = ("username", "display_name", "role", "email", "is_active", "last_login")
    list_filter = ("role", "locations", "is_active")
    search_fields = ("username", "display_name", "email")
    filter_horizontal = ("locations",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("display_name", "title", "greeting", "email", "language")}),
        (
            _("What they may see and do"),
            {"fields": ("role", "locations", "is_active", "is_staff", "is_superuser")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "usable_password", "password1", "password2")}),
        (_("Person"), {"fields": ("display_name", "title", "role", "locations")}),
    )
    readonly_fields = ("last_login", "date_joined")


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin[AuditEvent]):
    list_display = ("at", "action", "actor_kind", "actor", "entity", "entity_id", "application_id")
    list_filter = ("actor_kind", "action")
    search_fields = ("=application_id", "=entity_id", "action")
    date_hierarchy = "at"
    list_select_related = ("actor",)
