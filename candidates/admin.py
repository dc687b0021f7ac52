"""Jobs to edit; people, applications and imports to look up."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import Application, Candidate, Import, Job
from company.adminbase import ReadOnlyAdmin


@admin.register(Job)
class JobAdmin(admin.ModelAdmin[Job]):
    list_display = ("title", "location", "contract", "owner", "is_published")
    list_filter = ("location", "is_published", "contract")
    search_fields = ("title", "slug", "summary")
    list_select_related = ("location", "owner")
    actions = ("publish", "close")
    fieldsets = (
        (None, {"fields": ("title", "slug", "location", "owner", "is_published")}),
        (_("The posting"), {"fields": ("contract", "summary", "duties", "pay", "hours", "welcome")}),
        (_("The interview"), {"fields": ("interview_minutes", "bring", "dress", "talk")}),
        (_("What the form asks"), {"fields": ("asks_birth_date", "has_night_hours")}),
    )

    @admin.action(description=_("Publish the chosen jobs"))
    def publish(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._set_published(request, queryset, published=True)

    @admin.action(description=_("Close the chosen jobs"))
    def close(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        self._set_published(request, queryset, published=False)

    def _set_published(self, request: HttpRequest, queryset: QuerySet[Job], *, published: bool) -> None:
        changed = queryset.update(is_published=published)
        self.message_user(request, _("%(count)d jobs changed.") % {"count": changed})


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin[Candidate]):
    list_display = ("__str__", "full_kana", "phone_kind", "language", "preferred_channel", "created_at")
    list_filter = ("language", "preferred_channel", "phone_kind")
    search_fields: ClassVar[tuple[str, ...]] = (
        "family_name",
        "given_name",
        "family_kana",
        "given_kana",
        "phone",
        "email",
    )


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin[Application]):
    list_display = ("candidate", "job", "stage", "source", "applied_at", "owner")
    list_filter = ("stage", "source", "job__location")
    search_fields = ("candidate__family_name", "candidate__given_name", "candidate__family_kana")
    list_select_related = ("candidate", "job__location", "owner")
    date_hierarchy = "applied_at"


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin[Import]):
    list_display = ("file_name", "job", "state", "total", "uploaded_by", "uploaded_at")
    list_filter = ("state",)
    list_select_related = ("job__location", "uploaded_by")
