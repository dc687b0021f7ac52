"""The closing rule to set; cases to look up."""

from django.contrib import admin
from django.http import HttpRequest

from company.adminbase import ReadOnlyAdmin
from noshow.models import Case, ClosingRule


@admin.register(ClosingRule)
class ClosingRuleAdmin(admin.ModelAdmin[ClosingRule]):
    list_display = ("__str__", "attempts", "channels", "hours", "person_confirms")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not ClosingRule.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: ClosingRule | None = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin[Case]):
    list_display = ("interview", "state", "reason", "opened_at", "answered_at", "closed_at", "closed_by")
    list_filter = ("state", "reason")
    date_hierarchy = "opened_at"
    list_select_related = ("closed_by",)
