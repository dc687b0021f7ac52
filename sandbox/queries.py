"""What the drawn phone and the panels beside it show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.models import Application
from company.models import AuditEvent, Staff
from messaging.channels.line_buttons import OPEN_PAGE, buttons_under, words_of
from messaging.models import Message, TrialSend
from messaging.policy import SAID, ChannelName, Direction, State
from messaging.services.composing import MASK
from noshow.models import Case
from noshow.policy import CaseState
from reminders.wording import why_words
from sandbox.wording import event_words
from scheduling.models import Interview

MASKED_LINK = re.compile(rf"https?://\S+/i/{MASK}/(?:papers/)?")
ARRIVED = {State.ACCEPTED, State.DELIVERED}
ICONS = {
    ChannelName.SMS.value: "sms",
    ChannelName.EMAIL.value: "mail",
    ChannelName.LINE.value: "line",
    ChannelName.PHONE.value: "phone",
}
SHOWN_PEOPLE = 200
SHOWN_EVENTS = 8
SHOWN_PLANS = 3


@dataclass(frozen=True)
class Bubble:
    """One text on the phone. ``before_link`` and ``after_link`` surround the link it carries, if any.

    ``buttons`` stand under a message in LINE, each with its words.
    """

    message: Message
    starts_a_day: bool
    before_link: str
    link: str
    after_link: str
    buttons: tuple[tuple[str, str], ...] = ()
    open_words: str = ""


def people(staff: Staff, who: str) -> list[Application]:
    """Whose phone can be looked at: the latest applications first, and the one asked for among them."""
    everyone = Application.objects.visible_to(staff).select_related("candidate", "job__location")
    latest = list(everyone.order_by("-applied_at")[:SHOWN_PEOPLE])
    if who.isdecimal() and all(one.pk != int(who) for one in latest):
        latest += everyone.filter(pk=who)
    return latest


def bubbles(application: Application, channel: str) -> list[Bubble]:
    """What arrived on this phone by one channel, and what was answered there, oldest first."""
    rows = Message.objects.filter(application__candidate=application.candidate, channel=channel).order_by(
        "sent_at", "pk"
    )
    seen = [row for row in rows if row.state in ARRIVED or row.direction == Direction.IN]
    zone = ZoneInfo(application.job.location.zone)
    shown, last_day = [], None
    for row in seen:
        day = (row.sent_at or row.created_at).astimezone(zone).date()
        before, link, after = _around_link(row)
        language = application.candidate.language
        buttons = _buttons(row, language)
        shown.append(Bubble(row, day != last_day, before, link, after, buttons, OPEN_PAGE[language]))
        last_day = day
    return shown


def own_bubbles(staff: Staff, channel: str) -> list[TrialSend]:
    """What staff sent to themselves to see it, oldest first; it arrives here and nowhere else."""
    return list(
        TrialSend.objects.filter(staff=staff, channel=channel, state__in=ARRIVED).order_by("sent_at", "pk")
    )


def _buttons(row: Message, language: str) -> tuple[tuple[str, str], ...]:
    if row.channel != ChannelName.LINE or row.direction == Direction.IN:
        return ()
    presses = buttons_under(row.kind, row.about, row.application_id)
    return tuple((str(one.button), words_of(one.button, language)) for one in presses)


def _around_link(row: Message) -> tuple[str, str, str]:
    """What stands before the link, the link as stored (its token masked), and what stands behind it."""
    found = None if row.direction == Direction.IN else MASKED_LINK.search(row.body)
    if found is None:
        return row.body, "", ""
    return row.body[: found.start()], found[0], row.body[found.end() :]


def unread_mail(application: Application, now: datetime) -> int:
    """Mails of the last day; the tab wears them as a count."""
    return Message.objects.filter(
        application__candidate=application.candidate,
        channel=ChannelName.EMAIL,
        direction=Direction.OUT,
        state__in=ARRIVED,
        sent_at__gt=now - timedelta(days=1),
    ).count()


@dataclass(frozen=True)
class Happening:
    """One line of what happened behind: solid when it is a fact, dashed when it is a plan."""

    at: datetime
    icon: str
    title: str
    words: str
    is_plan: bool = False


def behind(application: Application) -> list[Happening]:
    """The last things that happened, and the next that are planned, in order."""
    facts = sorted((*reversed(_events(application)), *reversed(_sent(application))), key=lambda one: one.at)
    return [*facts[-SHOWN_EVENTS:], *_plans(application)]


def _sent(application: Application) -> list[Happening]:
    """The latest first."""
    rows = Message.objects.filter(application=application, direction=Direction.OUT, sent_at__isnull=False)
    found = []
    for row in (
        rows.exclude(channel=ChannelName.PHONE).filter(state__in=SAID).order_by("-sent_at")[:SHOWN_EVENTS]
    ):
        title = _("%(kind)s (%(channel)s)") % {
            "kind": row.get_kind_display(),
            "channel": row.get_channel_display(),
        }
        when = row.sent_at or row.due_at
        found.append(Happening(when, ICONS.get(row.channel, "sms"), title, why_words(row.why)))
    return found


def _events(application: Application) -> list[Happening]:
    """The latest first, as far as there are words for them."""
    rows = AuditEvent.objects.filter(application_id=application.pk).order_by("-at", "-pk")[: SHOWN_EVENTS * 2]
    told = [(row, event_words(row)) for row in rows]
    return [Happening(row.at, words.icon, words.title, words.more) for row, words in told if words]


def _plans(application: Application) -> Iterable[Happening]:
    rows = Message.objects.filter(application=application).planned().order_by("due_at", "pk")[:SHOWN_PLANS]
    for row in rows:
        title = _("Next: %(kind)s (%(channel)s)") % {
            "kind": row.get_kind_display(),
            "channel": row.get_channel_display(),
        }
        yield Happening(row.due_at, ICONS.get(row.channel, "sms"), title, why_words(row.why), is_plan=True)


@dataclass(frozen=True)
class Jump:
    """A moment the clock can be sent to."""

    name: str
    icon: str
    label: str
    to: datetime


def jumps(application: Application | None, now: datetime) -> list[Jump]:
    """An hour on, and what the chosen person's interview offers; only moments that lie ahead."""
    found = [Jump("hour", "skip", _("One hour on"), now + timedelta(hours=1))]
    interview = _latest_interview(application)
    if interview and interview.starts_at and application:
        start = interview.starts_at.astimezone(ZoneInfo(application.job.location.zone))
        evening = (start - timedelta(days=1)).replace(hour=18, minute=2, second=0, microsecond=0)
        morning = start.replace(hour=9, minute=2, second=0, microsecond=0)
        found += [
            Jump("evening", "moon", pgettext("behind", "The evening before"), evening),
            Jump(
                "morning", "morning", _("The morning of the day"), min(morning, start - timedelta(minutes=30))
            ),
            Jump("after", "chair", _("Ten minutes after the start"), start + timedelta(minutes=10)),
        ]
    found.append(Jump("day", "calendar", _("One day on"), now + timedelta(days=1)))
    return [jump for jump in found if jump.to > now]


def _latest_interview(application: Application | None) -> Interview | None:
    return Interview.objects.filter(application=application).order_by("-pk").first() if application else None


@dataclass(frozen=True)
class Trial:
    """One thing to try, and whether this person's story has it already."""

    icon: str
    label: str
    is_done: bool


def trials(application: Application) -> list[Trial]:
    """The two stories in small steps."""
    interview = _latest_interview(application)
    case = Case.objects.filter(interview__application=application).exclude(state=CaseState.UNDONE).first()
    return [
        Trial("calendar", _("Choose a time from the link"), bool(interview and interview.booked_at)),
        Trial("check", _("Answer “I will come”"), bool(interview and interview.confirmed_at)),
        Trial("late", _("Send “15 minutes late”"), bool(interview and interview.late_noted_at)),
        Trial("swap", _("Move the day from the link"), bool(interview and interview.moves)),
        Trial("chair", _("Say nothing until ten minutes after the start"), case is not None),
    ]
