"""Message texts to edit; messages, receipts and blocked addresses to look up."""

from typing import Any  # Django's inline options are untyped

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from company import clock
from company.adminbase import ReadOnlyAdmin
from company.models import Staff
from messaging.forms import TemplateForm
from messaging.models import Attempt, DeliveryReceipt, Message, Suppression, Template
from messaging.services.suppressing import lift
from messaging.services.writing import TooLate, stop


@admin.register(Template)
class TemplateAdmin(admin.ModelAdmin[Template]):
    form = TemplateForm
    list_display = ("kind", "channel", "language", "job", "version", "updated_at")
    list_filter = ("channel", "language", "kind")
    search_fields = ("subject", "body")
    list_select_related = ("job__location",)
    readonly_fields = ("version", "updated_at")

    def save_model(self, request: HttpRequest, obj: Template, form: Any, change: bool) -> None:
        if change:
            obj.version += 1
        super().save_model(request, obj, form, change)


class _Rows(admin.TabularInline[Model, Message]):
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Attempts(_Rows):
    model = Attempt


class Receipts(_Rows):
    model = DeliveryReceipt


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin[Message]):
    list_display = ("due_at", "kind", "channel", "state", "reason", "application", "attempts")
    list_filter = ("state", "channel", "kind")
    search_fields = ("=application__pk", "provider_id")
    list_select_related = ("application__candidate", "application__job__location")
    date_hierarchy = "due_at"
    inlines = (Attempts, Receipts)
    actions = ("stop_chosen",)

    @admin.action(description=_("Stop the chosen planned messages"), permissions=["view"])
    def stop_chosen(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        stopped = late = 0
        for message in queryset:
            try:
                stop(message, by=_staff(request), now=clock.now())
                stopped += 1
            except TooLate:
                late += 1
        self.message_user(request, _("%(count)d messages stopped.") % {"count": stopped})
        if late:
            words = _("%(count)d had left the plan already and were not touched.") % {"count": late}
            self.message_user(request, words, messages.WARNING)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin[Suppression]):
    list_display = ("channel", "address", "reason", "since", "lifted_at")
    list_filter = ("channel", "reason")
    search_fields = ("address",)
    actions = ("allow_again",)

    @admin.action(description=_("Allow the chosen addresses again (they agreed)"), permissions=["view"])
    def allow_again(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> None:
        for block in queryset:
            lift(block, by=_staff(request), now=clock.now())


def _staff(request: HttpRequest) -> Staff:
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user
