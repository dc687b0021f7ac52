"""Sending a text to oneself: how it looks on one's own phone, and whether a channel works at all.

A row says what is to be sent; ``send_trials`` takes it in hand. It may leave once at most: what was being
sent when a worker died is called unknown, and whoever wants to know presses again. Candidates are never
written to by this, and nothing of it is in their history.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from candidates.policy import BadPhone, PhoneKind, clean_phone
from company.models import Staff
from company.services.profile import the_company
from company.services.trail import record
from messaging.channels import (
    DeliveryFailed,
    OutcomeUnknown,
    Outgoing,
    available_channels,
    channel_for,
)
from messaging.models import Hold, TrialSend
from messaging.policy import ChannelName, State
from messaging.rendering import clean_value

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than one message can take with its time-outs. In the machine's own time."""
USEFUL = timedelta(minutes=15)
A_RUN = 20
MOST = ((timedelta(minutes=10), 5), (timedelta(days=1), 30))
"""So many a person in so long: it costs money, and phones ring."""
KEPT = timedelta(days=90)
LONGEST_BODY = 4000
WHY_NOT = {
    "line": gettext_noop("LINE needs a friend: only applicants are connected. Look at the preview instead."),
    "no_email": gettext_noop("You have no e-mail address here yet. Put it into your own settings."),
    "no_phone": gettext_noop("You have no mobile number here yet. Put it into your own settings."),
    "not_mobile": gettext_noop("Your number cannot take SMS. Put a mobile number into your own settings."),
    "channel_off": gettext_noop("This channel is not connected yet. An owner finds it in the settings."),
    "on_hold": gettext_noop("Sending is on hold as a whole. Release it first, then try again."),
    "too_often": gettext_noop("Those were many trials in a short time. Wait some minutes, then try again."),
    "no_words": gettext_noop("Write something first; an empty message is not sent."),
}
"""Why nothing can be tried; the codes of CannotTry."""


class CannotTry(Exception):
    """``code`` is one of WHY_NOT; ``words`` say it, with what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def words(self) -> str:
        return _(WHY_NOT[self.code])


def why_not(staff: Staff, channel: ChannelName | str) -> str:
    """What keeps this person from trying this channel, as words; empty when nothing does."""
    try:
        _address(staff, ChannelName(channel))
    except CannotTry as refused:
        return refused.words
    return ""


def try_out(
    staff: Staff, channel: ChannelName | str, body: str, subject: str = "", *, now: datetime
) -> TrialSend:
    """Send this to ``staff`` themselves, marked as a test; it leaves within seconds. Raises CannotTry.

    The words leave as they are, so no variables and nobody's personal data belong in them.
    """
    channel = ChannelName(channel)
    address = _address(staff, channel)
    if not body.strip():
        raise CannotTry("no_words")
    mark = _("[Test] ")
    with transaction.atomic():
        Staff.objects.select_for_update().get(pk=staff.pk)  # two presses at once count as two
        for span, most in MOST:
            if TrialSend.objects.filter(staff=staff, created_at__gt=now - span).count() >= most:
                raise CannotTry("too_often")
        trial = TrialSend.objects.create(
            staff=staff,
            channel=channel,
            address=address,
            subject=(mark + clean_value(subject))[:200] if channel == ChannelName.EMAIL else "",
            body=mark + body.strip()[:LONGEST_BODY],
            created_at=now,
        )
        record("trial_sent", trial, now=now, by=staff, channel=str(channel))
    return trial


def _address(staff: Staff, channel: ChannelName) -> str:
    """Where they are reached. Raises CannotTry."""
    if channel == ChannelName.LINE:
        raise CannotTry("line")
    if channel not in available_channels():
        raise CannotTry("channel_off")
    if Hold.objects.filter(is_open=True).exists():
        raise CannotTry("on_hold")
    if channel == ChannelName.EMAIL:
        if not staff.email:
            raise CannotTry("no_email")
        return staff.email
    if not staff.phone:
        raise CannotTry("no_phone")
    try:
        phone = clean_phone(staff.phone)
    except BadPhone:
        raise CannotTry("not_mobile") from None
    if phone.kind != PhoneKind.MOBILE:
        raise CannotTry("not_mobile")
    return phone.e164


def send_trials(*, now: datetime) -> int:
    """Send what waits; how many were handed over. What waited too long is not sent any more."""
    waiting = TrialSend.objects.filter(state=State.PLANNED)
    lost = TrialSend.objects.filter(state=State.SENDING, lease_until__lt=timezone.now())
    lost.update(state=State.UNKNOWN, error="worker_lost", lease_until=None)
    waiting.filter(created_at__lte=now - USEFUL).update(state=State.EXPIRED, error="too_late")
    if not waiting.exists() or Hold.objects.filter(is_open=True).exists():
        return 0
    sent = 0
    for trial in waiting.select_related("staff").order_by("pk")[:A_RUN]:
        if _take(trial):
            _send(trial, now)
            sent += 1
    return sent


def _take(trial: TrialSend) -> bool:
    """Whoever flips the state owns the row: from here on it may have left, and from here the lease runs."""
    mine = TrialSend.objects.filter(pk=trial.pk, state=State.PLANNED)
    return mine.update(state=State.SENDING, lease_until=timezone.now() + LEASE) == 1


def _send(trial: TrialSend, now: datetime) -> None:
    changes: dict[str, object]
    try:
        accepted = channel_for(ChannelName(trial.channel)).send(_outgoing(trial, now))
    except DeliveryFailed as failed:
        changes = {"state": State.FAILED, "error": failed.reason}
    except OutcomeUnknown as unknown:
        changes = {"state": State.UNKNOWN, "error": unknown.reason}
    except Exception as error:  # a person waits for an answer on the screen: it is a state as well
        logger.error("trial %s broke: %s", trial.pk, type(error).__name__)
        changes = {"state": State.UNKNOWN, "error": "error"}
    else:
        state = State.DELIVERED if accepted.delivered else State.ACCEPTED
        changes = {"state": state, "error": "", "provider_id": accepted.provider_id[:120], "sent_at": now}
    TrialSend.objects.filter(pk=trial.pk, state=State.SENDING).update(lease_until=None, **changes)


def _outgoing(trial: TrialSend, now: datetime) -> Outgoing:
    """Its number is none of a message's, so no report and no answer to it is taken for a candidate's."""
    return Outgoing(
        message_id=0,
        attempt_id=0,
        key=f"trial:{trial.pk}",
        to=trial.address,
        subject=trial.subject,
        body=trial.body,
        language=trial.staff.language,
        attachments=(),
        expires_at=now + USEFUL,
        sent_as=the_company().name,
        now=now,
        send_by=time.monotonic() + LEASE.total_seconds() / 2,
    )


def forget_trials(*, now: datetime) -> int:
    """What was tried ninety days ago tells nobody anything."""
    return TrialSend.objects.filter(created_at__lt=now - KEPT).delete()[0]
