"""The administrator's window on e-mails to staff: what was sent, what was not and why, and trying again."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from company.adminbase import ReadOnlyAdmin
from company.models import StaffMail, StaffMailState
from company.moments import day_hour_words
from company.services import staff_mail
from company.wording import mail_trouble_words


@admin.register(StaffMail)
class StaffMailAdmin(ReadOnlyAdmin[StaffMail]):
    list_display = ("created_at", "to", "subject", "state", "attempts", "trouble")
    list_display_links = ("created_at", "subject")
    list_filter = ("state", ("to", admin.RelatedOnlyFieldListFilter))
    search_fields = ("subject", "to__display_name", "to__email")
    search_help_text = _("A word of the subject, a name or an address.")
    date_hierarchy = "created_at"
    list_select_related = ("to",)
    ordering = ("-created_at", "-pk")
    fields = (
        "to",
        "address",
        "subject",
        "body",
        "files",
        "state",
        "attempts",
        "next_try",
        "trouble",
        "sent_at",
    )
    actions = ("try_again", "let_go")

    def named(self, obj: StaffMail) -> str:
        return obj.subject or obj.recipient

    def has_run_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    @admin.display(description=_("e-mail"))
    def address(self, mail: StaffMail) -> str:
        return mail.recipient

    @admin.display(description=_("what is in the way"))
    def trouble(self, mail: StaffMail) -> str:
        return mail_trouble_words(mail.error)

    @admin.display(description=_("attached"))
    def files(self, mail: StaffMail) -> str:
        return "\n\n".join(str(file["content"]) for file in mail.attachments)

    @admin.display(description=_("next try"))
    def next_try(self, mail: StaffMail) -> str:
        """In the machine's own time."""
        is_waiting = mail.state == StaffMailState.PLANNED
        return day_hour_words(timezone.localtime(mail.next_attempt_at)) if is_waiting else ""

    @admin.action(description=_("Try again those that failed"), permissions=["run"])
    def try_again(self, request: HttpRequest, mails: QuerySet[StaffMail]) -> None:
        n = staff_mail.send_again(mails, machine_now=timezone.now())
        words = ngettext("%(n)d e-mail is tried again.", "%(n)d e-mails are tried again.", n)
        messages.success(request, words % {"n": n})

    @admin.action(description=_("Leave those that failed as they are"), permissions=["run"])
    def let_go(self, request: HttpRequest, mails: QuerySet[StaffMail]) -> None:
        n = staff_mail.let_go(mails)
        words = ngettext("%(n)d e-mail is left as it is.", "%(n)d e-mails are left as they are.", n)
        messages.success(request, words % {"n": n})
