"""Mail that came in: put into the conversation it belongs to, with its new words only."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from candidates.models import Application, Note
from messaging.mail_reading import LONGEST, is_automatic, new_words, text_of_html
from messaging.models import InboundEvent
from messaging.policy import ChannelName
from messaging.rendering import clean_value
from messaging.services.board_mail import is_for_boards, keep_for_boards
from messaging.services.events import about, handles
from messaging.services.hearing import AUTOMATIC, hear
from messaging.services.mail_threads import message_answered_at, message_referred_to
from messaging.services.recognising import application_of
from messaging.services.unsubscribing import start_again, stop, wish_in

PROVIDER, INBOUND = "mail", "inbound"
MOST_FILES = 10


@handles(PROVIDER, INBOUND)
def take_in(event: InboundEvent, now: datetime) -> str:
    """What fits nobody is kept as an event. What a machine wrote is kept to be read and means nothing."""
    sender = _text(event, "from")
    if is_for_boards(_addresses(event)):
        return keep_for_boards(event, sender)
    if _is_our_own(sender):
        return "our_own"
    written = _written(event)
    automatic = _by_a_machine(event, sender)
    wish = "" if automatic else wish_in(written)
    if wish:
        (stop if wish == "stop" else start_again)(ChannelName.EMAIL, sender, now=now)
    application = _application(event, sender, now)
    if application is None:
        return wish or "unknown_sender"
    values: dict[str, object] = {AUTOMATIC: True} if automatic else {"wish": wish} if wish else {}
    heard = hear(
        application,
        channel=ChannelName.EMAIL,
        text=written or _text(event, "subject")[:200],
        address=sender[:254],
        values=values,
        now=now,
    )
    _note_files(application, event, now)
    return about("heard", heard.pk)


def _application(event: InboundEvent, sender: str, now: datetime) -> Application | None:
    """By the reply address we made for one mail, by the mail it answers, else by who writes."""
    answered = message_answered_at(_addresses(event))
    answered = answered or message_referred_to(_text(event, "references"))
    if answered is not None:
        person = answered.application.candidate
        return None if person.erased_at else answered.application
    if event.payload.get("spam"):
        return None
    return application_of(ChannelName.EMAIL, sender, now=now)


def _addresses(event: InboundEvent) -> list[str]:
    addresses = event.payload.get("to")
    return [str(address) for address in addresses] if addresses else []


def _written(event: InboundEvent) -> str:
    text = _text(event, "text")
    return new_words(text) if text.strip() else new_words(text_of_html(_text(event, "html")))[:LONGEST]


def _by_a_machine(event: InboundEvent, sender: str) -> bool:
    headers = event.payload.get("headers")
    path = event.payload.get("return_path")
    return is_automatic(
        {str(name): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {},
        subject=_text(event, "subject"),
        sender=sender,
        return_path=None if path is None else str(path),
    )


def _is_our_own(sender: str) -> bool:
    """Our own mail come back by a forwarding: answering it would go round in circles."""
    ours = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    domain = settings.INBOUND_EMAIL_DOMAIN.lower()
    return sender.lower() == ours or bool(domain and sender.lower().endswith(f"@{domain}"))


def _note_files(application: Application, event: InboundEvent, now: datetime) -> None:
    """Files are not kept; that they came is written down for staff."""
    files = event.payload.get("files")
    if not isinstance(files, list) or not files:
        return
    names = ", ".join(clean_value(str(name))[:80] for name in files[:MOST_FILES])
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Their e-mail brought files, which are not kept here: %(names)s") % {"names": names}
    Note.objects.create(application=application, text=text, written_at=now)


def _text(event: InboundEvent, name: str) -> str:
    value = event.payload.get(name)
    return value if isinstance(value, str) else ""
