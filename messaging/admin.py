"""Message texts to edit; messages, receipts and blocked addresses to look up."""

from datetime import datetime
from typing import Any, ClassVar  # Django's admin hooks are untyped

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from candidates.models import Candidate, Job
from company import clock
from company.adminbase import ReadOnlyAdmin, SettingsAdmin, staff_of
from company.moments import day_hour_words
from messaging.defaults import built_in
from messaging.drafts import likely_parts
from messaging.forms import TemplateForm
from messaging.models import Message, Suppression, Template
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.rewording import restore, reword
from messaging.services.suppressing import AGREED, MISTAKEN, lift
from messaging.services.writing import TooLate, stop
from messaging.wording import attempt_words, receipt_words, state_words, trouble_words


@admin.register(Template)
class TemplateAdmin(SettingsAdmin[Template]):
    form = TemplateForm
    list_display = ("kind", "channel", "language", "job", "version", "updated_at")
    list_filter = ("channel", "language", "job__location")
    search_fields = ("subject", "body", "job__title")
    search_help_text = _("A word of the subject, the text or the job.")
    list_select_related = ("job__location",)
    words: ClassVar[dict[str, StrOrPromise]] = {
        "job": _("Empty: for all jobs that have no text of their own."),
        "subject": _("For e-mail only."),
    }

    def named(self, obj: Template) -> str:
        return f"{obj.get_kind_display()} ({obj.get_channel_display()}, {obj.get_language_display()})"

    def get_fieldsets(self, request: HttpRequest, obj: Template | None = None) -> Any:
        which = (None, {"fields": ("kind", "channel", "language", "job")})
        own = (_("Your words"), {"fields": ("subject", "body", *(("parts",) if obj else ()))})
        before = (_("Without it"), {"fields": ("original", "version", "updated_at")})
        return (which, own, before) if obj else (which, own)

    def get_readonly_fields(self, request: HttpRequest, obj: Template | None = None) -> tuple[str, ...]:
        """Which message it is stands fast: another one is another text."""
        shown = ("parts", "original", "version", "updated_at")
        return ("kind", "channel", "language", "job", *shown) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Template | None = None) -> bool:
        return self.has_change_permission(request, obj)

    @admin.display(description=_("length"))
    def parts(self, text: Template) -> str:
        if text.channel != ChannelName.SMS:
            return str(_("An e-mail may be as long as it needs to be."))
        count = likely_parts(text.body)
        return ngettext("About %(count)d SMS part.", "About %(count)d SMS parts.", count) % {"count": count}

    @admin.display(description=_("built-in words"))
    def original(self, text: Template) -> str:
        words = built_in(Kind(text.kind), ChannelName(text.channel), text.language)
        return for_editing("\n\n".join(part for part in words or () if part), text.language)

    def save_model(
        self, request: HttpRequest, obj: Template, form: ModelForm[Template], change: bool
    ) -> None:
        kept = reword(
            Kind(obj.kind),
            ChannelName(obj.channel),
            obj.language,
            obj.job,
            subject=obj.subject,
            body=obj.body,
            by=staff_of(request),
            now=clock.now(),
        )
        obj.pk, obj.version = kept.pk, kept.version

    def delete_model(self, request: HttpRequest, obj: Template) -> None:
        which = (Kind(obj.kind), ChannelName(obj.channel), obj.language, obj.job)
        restore(*which, by=staff_of(request), now=clock.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Template]) -> None:
        for text in queryset:
            self.delete_model(request, text)


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin[Message]):
    list_display = ("due_at", "candidate", "kind", "channel", "delivery", "trouble", "attempts")
    list_display_links = ("due_at", "candidate")
    list_filter = ("state", "channel", "application__job__location")
    search_fields = ("=application__pk", "=provider_id", "application__candidate__family_name")
    search_help_text = _("Family name, the number of the application, or the provider's number.")
    list_select_related = ("application__candidate", "application__job__location")
    date_hierarchy = "due_at"
    ordering = ("-due_at", "-pk")
    actions = ("stop_chosen",)
    fieldsets = (
        (None, {"fields": ("candidate", "job", "kind", "channel", "delivery", "trouble", "address")}),
        (_("The words"), {"fields": ("subject", "body", "parts", "yen", "words_from")}),
        (
            _("In order of time"),
            {"fields": ("due_at", "expires_at", "sent_at", "settled_at", "provider_id")},
        ),
        (_("Tries and receipts"), {"fields": ("attempts", "repeats", "tries", "receipts")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related(*self.list_select_related)

    def named(self, obj: Message) -> str:
        return f"{obj.application.candidate}: {obj.get_kind_display()} ({obj.get_channel_display()})"

    @admin.display(description=_("candidate"))
    def candidate(self, message: Message) -> Candidate:
        return message.application.candidate

    @admin.display(description=_("job"))
    def job(self, message: Message) -> Job:
        return message.application.job

    @admin.display(description=_("delivery"), ordering="state")
    def delivery(self, message: Message) -> str:
        is_call = message.channel == ChannelName.PHONE
        return str(message.get_state_display()) if is_call else state_words(message.state, message.reason)

    @admin.display(description=_("likely cost"))
    def yen(self, message: Message) -> str:
        return gettext("%(yen)s yen") % {"yen": message.cost} if message.cost else ""

    @admin.display(description=pgettext_lazy("of a message", "what is in the way"))
    def trouble(self, message: Message) -> str:
        is_call = message.channel == ChannelName.PHONE
        return trouble_words(message.reason) if message.reason and not is_call else ""

    @admin.display(description=_("version of the text"))
    def words_from(self, message: Message) -> str:
        return message.template_version

    @admin.display(description=_("tries"))
    def tries(self, message: Message) -> str:
        rows = message.tries.order_by("number")
        return "\n".join(
            _line(f"{row.number}.", row.started_at, attempt_words(row.outcome, row.error), _number(row.error))
            for row in rows
        )

    @admin.display(description=_("receipts from the provider"))
    def receipts(self, message: Message) -> str:
        rows = message.receipts.order_by("received_at", "pk")
        return "\n".join(
            _line(row.received_at, receipt_words(row.status), _number(f"- {row.code}")) for row in rows
        )

    @admin.action(description=_("Stop the chosen planned messages"), permissions=["view"])
    def stop_chosen(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        stopped = late = 0
        for message in queryset:
            try:
                stop(message, by=staff_of(request), now=clock.now())
                stopped += 1
            except TooLate:
                late += 1
        words = ngettext("%(count)d message stopped.", "%(count)d messages stopped.", stopped)
        self.message_user(request, words % {"count": stopped})
        if late:
            words = _("%(count)d had left the plan already and were not touched.") % {"count": late}
            self.message_user(request, words, messages.WARNING)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin[Suppression]):
    list_display = ("address", "channel", "why", "since", "lifted_at")
    list_filter = ("channel", ("lifted_at", admin.EmptyFieldListFilter))
    search_fields = ("address",)
    search_help_text = _("Phone (as +81…) or e-mail.")
    ordering = ("-since", "-pk")
    actions = ("allow_as_agreed", "allow_as_mistaken")
    fields = ("address", "channel", "why", "since", "lifted_at")

    def named(self, obj: Suppression) -> str:
        return obj.address

    @admin.display(description=_("reason"), ordering="reason")
    def why(self, block: Suppression) -> str:
        return trouble_words(block.reason)

    @admin.action(description=_("Allow the chosen addresses again (they agreed)"), permissions=["view"])
    def allow_as_agreed(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> None:
        self._allow(request, queryset, AGREED)

    @admin.action(
        description=_("Allow the chosen addresses again (blocked by mistake)"), permissions=["view"]
    )
    def allow_as_mistaken(self, request: HttpRequest, queryset: QuerySet[Suppression]) -> None:
        self._allow(request, queryset, MISTAKEN)

    def _allow(self, request: HttpRequest, queryset: QuerySet[Suppression], reason: str) -> None:
        blocks = list(queryset.filter(lifted_at=None))
        for block in blocks:
            lift(block, by=staff_of(request), now=clock.now(), reason=reason)
        words = ngettext(
            "%(count)d address allowed again.", "%(count)d addresses allowed again.", len(blocks)
        )
        self.message_user(request, words % {"count": len(blocks)})


def _number(error: str) -> str:
    """The provider's own number behind a reason, which its documentation explains."""
    number = error.partition(" ")[2]
    return gettext("(its number: %(number)s)") % {"number": number} if number else ""


def _line(*parts: str | datetime) -> str:
    """One event: moments as people say them, then its words."""
    words = [day_hour_words(part) if isinstance(part, datetime) else part for part in parts]
    return " ".join(word for word in words if word)
