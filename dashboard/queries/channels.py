"""What is connected, from where it sends, what is missing, and how it went last. Secrets are never shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.channels import available_channels
from messaging.models import ChannelQuota, Message
from messaging.policy import ChannelName, Direction, State
from messaging.wording import trouble_words

RECENT_ROWS = 20_000
"""How many of the newest messages are looked through for a last success or failure."""
WENT = (State.ACCEPTED, State.DELIVERED)
WENT_WRONG = (State.FAILED, State.UNDELIVERED, State.UNKNOWN)


@dataclass(frozen=True)
class Variable:
    """A variable of the installation, whether it is set, and what it is for."""

    name: str
    is_set: bool
    words: str


@dataclass(frozen=True)
class Hook:
    """An address to enter at the provider."""

    words: str
    address: str


@dataclass(frozen=True)
class ChannelCard:
    name: ChannelName
    title: str
    icon: str
    is_on: bool
    is_trial: bool
    sender: str
    variables: list[Variable]
    hooks: list[Hook]
    quota: ChannelQuota | None
    sent_at: datetime | None
    failed_at: datetime | None
    failed_why: str

    @property
    def missing(self) -> list[Variable]:
        return [one for one in self.variables if not one.is_set]


def channel_cards() -> list[ChannelCard]:
    return [
        _card(
            ChannelName.SMS, _("SMS"), "sms", settings.SMS_PROVIDER, _sms_sender(), _of_sms(), _sms_hooks()
        ),
        _card(
            ChannelName.EMAIL,
            _("E-mail"),
            "mail",
            settings.EMAIL_PROVIDER,
            settings.DEFAULT_FROM_EMAIL,
            _of_mail(),
            _mail_hooks(),
        ),
        _card(
            ChannelName.LINE,
            _("LINE"),
            "line",
            settings.LINE_PROVIDER,
            settings.LINE_BASIC_ID,
            _of_line(),
            [Hook(_("Webhook URL in the LINE console"), _outside("messaging:line_webhook"))],
        ),
    ]


def _card(
    name: ChannelName,
    title: str,
    icon: str,
    provider: str,
    sender: str,
    variables: list[Variable],
    hooks: list[Hook],
) -> ChannelCard:
    is_on = name in available_channels()
    sent = _latest(name, WENT) if is_on else None
    failed = _latest(name, WENT_WRONG) if is_on else None
    return ChannelCard(
        name=name,
        title=title,
        icon=icon,
        is_on=is_on,
        is_trial=provider == "sandbox",
        sender=sender,
        variables=variables,
        hooks=hooks,
        quota=ChannelQuota.objects.filter(channel=name).first(),
        sent_at=(sent.sent_at or sent.due_at) if sent else None,
        failed_at=(failed.settled_at or failed.due_at) if failed else None,
        failed_why=trouble_words(failed.reason) if failed else "",
    )


def _latest(name: ChannelName, states: Sequence[State]) -> Message | None:
    """Among the newest rows only: a channel that never failed must not cost a walk through millions."""
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rows = Message.objects.filter(
        pk__gt=newest - RECENT_ROWS, channel=name, state__in=states, direction=Direction.OUT
    )
    return rows.order_by("-pk").first()


def _sms_sender() -> str:
    return str(settings.TWILIO_FROM or settings.TWILIO_MESSAGING_SERVICE_SID)


def _of_sms() -> list[Variable]:
    has_sender = bool(_sms_sender())
    return [
        Variable("SMS_PROVIDER", settings.SMS_PROVIDER != "off", _("twilio switches SMS on")),
        Variable(
            "TWILIO_ACCOUNT_SID", bool(settings.TWILIO_ACCOUNT_SID), _("the account’s number at Twilio")
        ),
        Variable("TWILIO_AUTH_TOKEN", bool(settings.TWILIO_AUTH_TOKEN), _("the account’s secret")),
        Variable("TWILIO_FROM", has_sender, _("the number or name SMS come from")),
    ]


def _of_mail() -> list[Variable]:
    backend = settings.EMAIL_BACKEND
    is_smtp = "smtp" in backend
    server = settings.EMAIL_HOST not in {"", "127.0.0.1"} if is_smtp else True
    return [
        Variable("EMAIL_PROVIDER", settings.EMAIL_PROVIDER != "off", _("django switches e-mail on")),
        Variable(
            "DEFAULT_FROM_EMAIL",
            settings.DEFAULT_FROM_EMAIL != "saiyo@example.jp",
            _("the address e-mails come from"),
        ),
        Variable("EMAIL_HOST" if is_smtp else "EMAIL_BACKEND", server, _("the mail server or provider")),
        Variable(
            "INBOUND_EMAIL_DOMAIN",
            bool(settings.INBOUND_EMAIL_DOMAIN),
            _("the domain that answers to e-mails arrive at; without it they reach no conversation"),
        ),
        Variable(
            "ANYMAIL_WEBHOOK_SECRET",
            bool(settings.ANYMAIL.get("WEBHOOK_SECRET")),
            _("protects reports of delivery and answers"),
        ),
    ]


def _of_line() -> list[Variable]:
    return [
        Variable("LINE_PROVIDER", settings.LINE_PROVIDER != "off", _("line switches LINE on")),
        Variable(
            "LINE_CHANNEL_ACCESS_TOKEN", bool(settings.LINE_CHANNEL_ACCESS_TOKEN), _("lets us send by LINE")
        ),
        Variable(
            "LINE_CHANNEL_SECRET", bool(settings.LINE_CHANNEL_SECRET), _("proves that answers are LINE’s")
        ),
        Variable(
            "LINE_BASIC_ID", bool(settings.LINE_BASIC_ID), _("the account applicants add, such as @hinata")
        ),
    ]


def _sms_hooks() -> list[Hook]:
    return [Hook(_("“A message comes in” of the number at Twilio"), _outside("messaging:twilio_inbound"))]


def _mail_hooks() -> list[Hook]:
    """Anymail's own addresses, below one root; which of them depends on the provider."""
    root = f"{settings.PUBLIC_BASE_URL}/hooks/anymail/"
    parts = settings.EMAIL_BACKEND.split(".")
    name = parts[-2] if "anymail" in parts else _("provider")
    return [
        Hook(_("Reports of delivery"), f"{root}{name}/tracking/"),
        Hook(_("Answers to e-mails"), f"{root}{name}/inbound/"),
    ]


def _outside(name: str) -> str:
    return settings.PUBLIC_BASE_URL + reverse(name)
