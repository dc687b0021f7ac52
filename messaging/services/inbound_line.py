"""What comes in by LINE: words, presses, friends made and lost. Each acts for the linked person alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any  # LINE's JSON

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate
from candidates.services.locking import lock_person
from messaging.channels.line_buttons import read_data, words_of
from messaging.models import InboundEvent
from messaging.policy import ChannelName
from messaging.services.allowing import allow_by_own_word
from messaging.services.events import about, handles
from messaging.services.hearing import hear
from messaging.services.line_strangers import may_try_a_code, owe_an_answer, sender_hash
from messaging.services.linking import code_in, use_code
from messaging.services.recognising import application_of
from messaging.services.suppressing import suppress
from messaging.services.unsubscribing import start_again, stop, wish_in

PROVIDER, LINE = "line", ChannelName.LINE
UNFOLLOWED = "unfollowed"
LONGEST = 5000


@handles(PROVIDER, "message")
def take_words(event: InboundEvent, now: datetime) -> str:
    """A code connects; a known person's words join the conversation; a stranger is told how to connect."""
    sender, said = _sender(event), _part(event, "message")
    text = str(said.get("text", "")) if said.get("type") == "text" else ""
    if not sender:
        return _sealed(event, "ignored")
    if code := code_in(text):
        linked = use_code(code, sender, now=now) if may_try_a_code(sender, now=now) else None
        if linked is not None:
            return _sealed(event, "linked")
    wish = wish_in(text)
    if wish == "stop":
        stop(LINE, sender, now=now)
    elif wish == "start":
        start_again(LINE, sender, now=now)
    application = application_of(LINE, sender, now=now)
    if application is None:
        return _told_how_to_connect(event, sender, now)
    values: dict[str, object] = {"wish": wish} if wish else {}
    words = text[:LONGEST] or _in_words(str(said.get("type", "")))
    heard = hear(application, channel=LINE, text=words, address=sender, values=values, now=now)
    return about("heard", heard.pk)


@handles(PROVIDER, "postback")
def take_a_press(event: InboundEvent, now: datetime) -> str:
    """A button under a message of ours. It acts only for the person linked to this LINE account.

    ``values`` carry the button and what the message was about, so that a button under an old message
    never says yes to a new time.
    """
    sender, press = _sender(event), read_data(str(_part(event, "postback").get("data", "")))
    if press is None or not sender:
        return _sealed(event, "ignored")
    application = (
        Application.objects.select_related("candidate")
        .filter(pk=press.application_id, candidate__line_id=sender, candidate__erased_at=None)
        .first()
    )
    if application is None:
        return _sealed(event, "not_theirs")
    words = words_of(press.button, application.candidate.language)
    values = {"button": str(press.button), "about": press.about}
    heard = hear(application, channel=LINE, text=words, address=sender, values=values, now=now)
    return about("heard", heard.pk)


@handles(PROVIDER, "follow")
def befriended(event: InboundEvent, now: datetime) -> str:
    """They added the account, or unblocked it: only what leaving had stopped is lifted by it."""
    sender = _sender(event)
    _lock_whoever_has(sender)
    if not sender or _has_later(event, "unfollow"):
        return _sealed(event, "outdated")
    allowed = allow_by_own_word(LINE, sender, reason=UNFOLLOWED, now=now)
    return _sealed(event, "allowed" if allowed else "befriended")


@handles(PROVIDER, "unfollow")
def left(event: InboundEvent, now: datetime) -> str:
    """They blocked the account: nothing more is tried there."""
    sender = _sender(event)
    _lock_whoever_has(sender)
    if not sender or _has_later(event, "follow"):
        return _sealed(event, "outdated")
    suppress(LINE, sender, reason=UNFOLLOWED, now=now)
    return _sealed(event, "blocked")


def _has_later(event: InboundEvent, kind: str) -> bool:
    """Events come in any order; the one that happened last counts."""
    later = InboundEvent.objects.filter(provider=PROVIDER, kind=kind, occurred_at__gt=event.occurred_at)
    sender = _sender(event)
    return later.filter(Q(payload__source__userId=sender) | Q(payload__sender=sender_hash(sender))).exists()


def _told_how_to_connect(event: InboundEvent, sender: str, now: datetime) -> str:
    token = str(event.payload.get("replyToken", ""))
    is_owed = owe_an_answer(sender, token, now=now)
    return _sealed(event, "stranger_to_answer" if is_owed else "stranger")


def _sealed(event: InboundEvent, outcome: str) -> str:
    """Nothing of it will be read again but who it was, and that only to compare."""
    sender = _sender(event)
    event.payload = {"sender": sender_hash(sender)} if sender else {}
    event.save(update_fields=["payload"])
    return outcome


def _in_words(kind: str) -> str:
    """What was sent when it was no text, for staff; the thing itself stays in LINE."""
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "sticker": _("[Sticker]"),
            "image": _("[Picture]"),
            "video": _("[Video]"),
            "audio": _("[Voice message]"),
            "file": _("[File]"),
            "location": _("[Place]"),
        }
        return str(words.get(kind, _("[Something we cannot show]")))


def _lock_whoever_has(line_id: str) -> None:
    """People are locked before their addresses."""
    owner = Candidate.objects.exclude(line_id="").filter(line_id=line_id).first()
    if owner is not None:
        lock_person(owner.pk)


def _sender(event: InboundEvent) -> str:
    source = _part(event, "source")
    return str(source.get("userId", "")) if source.get("type") == "user" else ""


def _part(event: InboundEvent, name: str) -> Mapping[str, Any]:
    part = event.payload.get(name)
    return part if isinstance(part, Mapping) else {}
