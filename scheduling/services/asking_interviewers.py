"""「来られましたか？」 by e-mail, once: to the interviewer, some minutes after the start, if nobody has said.

The link in it names one interview at one time and one person, is signed, and takes an answer for a day. It is
called off in the transaction that makes the question needless, and looked at once more before it leaves.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from company.models import Staff, StaffMail
from company.moments import hour_words
from company.policy import takes_one_tap
from company.services import staff_mail, trail
from scheduling.models import AskingRule, Booking, Interview
from scheduling.policy import ANSWERED_FOR, ASKED_AFTER, ASKED_UNTIL
from scheduling.services.locking import lock_interview, locked_application

SALT = "scheduling.did-they-come"
AT_ONCE = 200


class BadLink(Exception):
    """Not one of ours, or not whole."""


@dataclass(frozen=True)
class Link:
    """What a signed link stands for."""

    interview_id: int
    person_id: int
    starts_at: datetime

    def is_about(self, starts_at: datetime | None) -> bool:
        """The same time still; links know it to the second."""
        return starts_at is not None and _epoch(starts_at) == _epoch(self.starts_at)

    def is_open(self, now: datetime) -> bool:
        return now < self.starts_at + ANSWERED_FOR


def asks_interviewers() -> bool:
    row = AskingRule.objects.order_by("pk").first()
    return row is None or row.asks_interviewers


@transaction.atomic
def switch_asking(*, on: bool, by: Staff, now: datetime) -> None:
    """Whether interviewers are asked at all; each may still say no for themselves."""
    row = AskingRule.objects.select_for_update().order_by("pk").first() or AskingRule()
    if row.pk is not None and row.asks_interviewers == on:
        return
    row.asks_interviewers = on
    row.save()
    trail.record("asking_interviewers_switched", row, now=now, by=by, on=on)
    if not on:
        staff_mail.call_off(StaffMail.objects.filter(key__startswith="came:"))


def ask_due(*, now: datetime, machine_now: datetime) -> int:
    """Write the mails that are due; returns how many. ``machine_now`` is what mails are sent by."""
    if not asks_interviewers():
        return 0
    due = list(
        Booking.objects.filter(
            active=True,
            interview__in=Interview.objects.booked().filter(
                starts_at__lte=now - ASKED_AFTER,
                starts_at__gt=now - ASKED_UNTIL,
                application__candidate__erased_at=None,
            ),
            slot__interviewer__is_active=True,
        )
        .exclude(slot__interviewer__email="")
        .select_related("slot__interviewer")
        .order_by("starts_at", "pk")[:AT_ONCE]
    )
    known = set(StaffMail.objects.filter(key__in=[_key(one) for one in due]).values_list("key", flat=True))
    fresh = [one for one in due if _key(one) not in known and _wants(one.slot.interviewer)]
    return sum(_ask(one, now=now, machine_now=machine_now) for one in fresh)


def _wants(person: Staff | None) -> bool:
    return (
        person is not None and staff_mail.may_be_written_to(person) and takes_one_tap(person.notice_choices)
    )


def _key(booking: Booking) -> str:
    return f"came:{booking.interview_id}:{_epoch(booking.starts_at)}:{booking.slot.interviewer_id}"


def _epoch(moment: datetime) -> int:
    return int(moment.timestamp())


@transaction.atomic
def _ask(booking: Booking, *, now: datetime, machine_now: datetime) -> bool:
    """Behind the interview's lock: whoever says something first makes the mail needless."""
    interview = Interview.objects.get(pk=booking.interview_id)
    application = locked_application(interview.application_id)
    lock_interview(interview)
    person = booking.slot.interviewer
    if person is None or not interview.is_booked or interview.starts_at != booking.starts_at:
        return False
    address = f"{settings.PUBLIC_BASE_URL}/came/{sign(interview, person)}/"
    zone = ZoneInfo(application.job.location.zone)
    with translation.override(person.language), timezone.override(zone):
        values = {"time": hour_words(booking.starts_at), "name": application.candidate.call_name}
        subject = _("[Yakusoku] %(time)s %(name)s: did they come?") % values
        body = _(
            "Nobody has said yet whether %(name)s came to the interview at %(time)s. One tap is enough:\n"
            "{link}\n\nThe link is for this interview alone and works for a day. If it was said meanwhile, "
            "the page tells you.\n\nYou do not want these mails? Your own settings:\n%(choices)s\n"
        ) % (values | {"choices": f"{settings.PUBLIC_BASE_URL}/desk/notices/choices/"})
    staff_mail.write(
        person,
        key=_key(booking),
        subject=subject,
        body=body,
        secret=address,
        now=now,
        not_before=machine_now,
    )
    return True


def sign(interview: Interview, person: Staff) -> str:
    assert interview.starts_at is not None  # noqa: S101  only what has a time is asked about
    return Signer(salt=SALT).sign(f"{interview.pk}-{person.pk}-{_epoch(interview.starts_at)}")


def read_link(token: str) -> Link:
    """Raises BadLink."""
    try:
        interview, person, starts = Signer(salt=SALT).unsign(token).split("-")
    except (BadSignature, ValueError) as error:
        raise BadLink from error
    return Link(int(interview), int(person), datetime.fromtimestamp(int(starts), tz=UTC))


def _mails_about(interview_id: int) -> QuerySet[StaffMail]:
    return StaffMail.objects.filter(key__startswith=f"came:{interview_id}:")


def stop_asking(interview_id: int) -> None:
    """Something was said, or who meets them when is another: the question is needless."""
    staff_mail.call_off(_mails_about(interview_id))


def forget_asked(candidate_id: int) -> None:
    """A person is erased: no mail keeps their name."""
    theirs = Interview.objects.filter(application__candidate=candidate_id).values_list("pk", flat=True)
    for pk in theirs:
        mails = _mails_about(pk)
        staff_mail.call_off(mails)
        mails.update(subject="", body="", secret="")
