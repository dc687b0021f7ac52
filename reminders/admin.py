"""The cadence to set. Saving a step plans every running application again (see receivers)."""

from django.contrib import admin

from reminders.models import CadenceStep


@admin.register(CadenceStep)
class CadenceStepAdmin(admin.ModelAdmin[CadenceStep]):
    list_display = (
        "step",
        "kind",
        "anchor",
        "days",
        "local_time",
        "offset_minutes",
        "condition",
        "route",
        "is_active",
    )
    list_filter = ("anchor", "kind", "is_active")
    search_fields = ("step",)
    fieldsets = (
        (None, {"fields": ("step", "kind", "is_active")}),
        (None, {"fields": ("anchor", "offset_minutes", "days", "local_time")}),
        (None, {"fields": ("condition", "route", "useful_minutes", "why")}),
    )
