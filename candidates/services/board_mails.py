"""Job boards' mails: kept first, read by their labels, taken in like the form, or left to a person."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from candidates.models import Application, Board, BoardJob, BoardMail, Job
from candidates.policy import Applicant, BoardMailState, Source, clean_line
from candidates.policy.board_mails import job_text, read_mail, sends_for
from candidates.policy.rows import Problem, Row, read_row
from candidates.policy.text import folded
from candidates.services.intake import receive
from company.models import Staff
from company.policy import NoticeKind, Role
from company.services import trail
from company.services.notices import tell

logger = logging.getLogger(__name__)

BATCH = 20
PATIENCE = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600))
"""How long a mail waits after it broke for the first, second, … time; then a person reads it."""
NO_BOARD, NO_JOB, BROKEN, SPAM, LIMIT = "no_board", "no_job", "broken", "spam", "limit"
MANY = "many"
A_DAY = timedelta(days=1)


class AlreadySettled(Exception):
    """Somebody else took it in, or put it aside, in the meantime."""


@dataclass(frozen=True)
class Reading:
    """What a mail says: ``found`` by field, the ``row`` cleaned, the job if we know which."""

    board: Board | None
    found: Mapping[str, str]
    row: Row
    job: Job | None

    @property
    def reason(self) -> str:
        """Why nobody can be taken in from it; empty when everything is there."""
        if self.board is None:
            return NO_BOARD
        if self.row.problems:
            first: Problem = self.row.problems[0]
            return f"{first.field}_{first.code}"
        return "" if self.job else NO_JOB


def keep_mail(
    *,
    message_id: str,
    sender: str,
    subject: str,
    text: str,
    received_at: datetime,
    is_suspect: bool = False,
) -> BoardMail | None:
    """Keep a mail as it came; None when it is known already. A suspect one is a person's to read."""
    plain = clean_line(message_id)
    number = plain if 0 < len(plain) <= 200 else hashlib.sha256(f"{plain}{sender}{text}".encode()).hexdigest()
    mail, is_new = BoardMail.objects.get_or_create(
        message_id=number,
        defaults={
            "sender": clean_line(sender)[:254],
            "subject": clean_line(subject)[:300],
            "text": text.replace("\0", ""),
            "received_at": received_at,
            "reason": SPAM if is_suspect else "",
        },
    )
    return mail if is_new else None


def read_waiting(*, now: datetime) -> int:
    """Read what waits, each in a transaction of its own; returns how many were looked at."""
    due = Q(next_try_at=None) | Q(next_try_at__lte=now)
    waiting = BoardMail.objects.filter(due, state=BoardMailState.WAITING).order_by("received_at", "pk")
    numbers = list(waiting.values_list("pk", flat=True)[:BATCH])
    for pk in numbers:
        try:
            _read_one(pk, now)
        except Exception as error:  # one mail must not keep the others waiting
            logger.error("board mail %s could not be read: %s", pk, type(error).__name__)
            _put_off(pk, now)
    return len(numbers)


def understand(sender: str, text: str, *, now: datetime, board: Board | None = None) -> Reading:
    """What would be made of it now; ``board`` tries one out, else the sender says which it is."""
    board = board or board_of(sender)
    found = read_mail(text, board.labels) if board else {}
    job = job_of(board, found) if board else None
    zone = job.location.zone if job else "Asia/Tokyo"
    return Reading(board, found, read_row(found, now=now, zone=zone, language="ja"), job)


def board_of(sender: str) -> Board | None:
    """The board that sends from there, else the generic table."""
    boards = list(Board.objects.select_related("job__location").filter(is_active=True).order_by("pk"))
    theirs = (board for board in boards if sends_for(board.senders, sender))
    return next(theirs, None) or next((board for board in boards if not board.senders.strip()), None)


def job_of(board: Board, found: Mapping[str, str]) -> Job | None:
    """As somebody chose before, else our job of that number or title, else the board's own."""
    said = job_text(found)
    if said:
        chosen = BoardJob.objects.select_related("job__location").filter(board=board, text=said).first()
        if chosen:
            return chosen.job
    return _job_named(found) or board.job


def _job_named(found: Mapping[str, str]) -> Job | None:
    """Only when exactly one of our jobs is meant."""
    jobs = Job.objects.select_related("location")
    number, title, place = (folded(found.get(name, "")) for name in ("job_number", "job", "place"))
    if number and (by_slug := jobs.filter(slug=found["job_number"].strip().lower()).first()):
        return by_slug
    if not title:
        return None
    alike = [job for job in jobs.filter(location__is_active=True) if folded(job.title) == title]
    if place:
        alike = [
            job for job in alike if folded(job.location.name) in place or place in folded(job.location.name)
        ]
    return alike[0] if len(alike) == 1 else None


@transaction.atomic
def _read_one(pk: int, now: datetime) -> None:
    mail = BoardMail.objects.select_for_update().filter(pk=pk, state=BoardMailState.WAITING).first()
    if mail is None:
        return
    reading = understand(mail.sender, mail.text, now=now)
    mail.board, mail.job, mail.read = reading.board, reading.job, dict(reading.found)
    if mail.reason == SPAM:
        _leave_to_a_person(mail, SPAM, now)
        return
    if reading.reason or reading.job is None or reading.board is None:
        _leave_to_a_person(mail, reading.reason, now)
        return
    if _are_too_many(reading.board, now):
        _leave_to_a_person(mail, MANY, now)
        return
    if _is_too_often(reading.row.applicant, now):
        _leave_to_a_person(mail, LIMIT, now)
        return
    applied_at = reading.row.applied_at or min(mail.received_at, now)
    application = _receive(mail, reading.row.applicant, reading.job, applied_at=applied_at, by=None, now=now)
    _settle(mail, BoardMailState.TAKEN, now, application)


def _is_too_often(applicant: Applicant, now: datetime) -> bool:
    """Anybody can write a mail: one number or address is thanked by mails as rarely as by the form."""
    of_them = Q(pk=None)
    if applicant.phone:
        of_them |= Q(application__candidate__phone=applicant.phone)
    if applicant.email:
        of_them |= Q(application__candidate__email=applicant.email)
    taken = BoardMail.objects.filter(of_them, state=BoardMailState.TAKEN, settled_at__gt=now - A_DAY)
    most: int = settings.APPLY_LIMIT_PER_CONTACT
    return taken.count() >= most


def _are_too_many(board: Board, now: datetime) -> bool:
    """A day's mails thank as many as the form does; what only the generic table reads, as one visitor."""
    taken = BoardMail.objects.filter(state=BoardMailState.TAKEN, settled_at__gt=now - A_DAY)
    if taken.count() >= settings.APPLY_LIMIT_PER_DAY:
        return True
    is_anybody = not board.senders.strip()
    return is_anybody and taken.filter(board=board).count() >= settings.APPLY_LIMIT_PER_ADDRESS


def _receive(
    mail: BoardMail, applicant: Applicant, job: Job, *, applied_at: datetime, by: Staff | None, now: datetime
) -> Application:
    """They applied themselves, on the board, so they are thanked at once."""
    return receive(
        applicant,
        job=job,
        now=now,
        source=Source.MAIL,
        source_note=mail.board.name[:60] if mail.board else "",
        applied_at=applied_at,
        by=by,
    )


def _settle(mail: BoardMail, state: BoardMailState, now: datetime, application: Application | None) -> None:
    mail.state, mail.settled_at, mail.application, mail.reason = state, now, application, ""
    mail.save()


def _leave_to_a_person(mail: BoardMail, reason: str, now: datetime) -> None:
    mail.state, mail.reason = BoardMailState.UNREADABLE, reason[:60]
    mail.save()
    tell(
        NoticeKind.INTAKE,
        to=_readers(mail),
        key=f"board_mail:{mail.pk}",
        path=f"/desk/boards/mails/{mail.pk}/",
        detail=mail.board.name if mail.board else "",
        now=now,
    )


def _readers(mail: BoardMail) -> list[Staff]:
    people = Q(role=Role.OWNER) | Q(is_superuser=True)
    if mail.job:
        people |= Q(role=Role.RECRUITER, locations=mail.job.location)
    return list(Staff.objects.filter(people, is_active=True).distinct())


@transaction.atomic
def _put_off(pk: int, now: datetime) -> None:
    mail = BoardMail.objects.select_for_update().filter(pk=pk, state=BoardMailState.WAITING).first()
    if mail is None:
        return
    mail.failures += 1
    if mail.failures > len(PATIENCE):
        _leave_to_a_person(mail, BROKEN, now)
        return
    mail.next_try_at = now + PATIENCE[mail.failures - 1]
    mail.save(update_fields=["failures", "next_try_at"])


@transaction.atomic
def take_in(
    mail: BoardMail, applicant: Applicant, *, job: Job, remembers: bool, by: Staff, now: datetime
) -> Application:
    """What a person read in it. ``remembers``: the board means this job by that title from now on.

    Raises AlreadySettled.
    """
    mail = _open(mail)
    said = job_text(mail.read)
    if remembers and mail.board and said:
        BoardJob.objects.update_or_create(board=mail.board, text=said, defaults={"job": job})
    mail.job = job
    application = _receive(mail, applicant, job, applied_at=min(mail.received_at, now), by=by, now=now)
    _settle(mail, BoardMailState.TAKEN, now, application)
    trail.record("board_mail_taken_in", mail, now=now, by=by, application_id=application.pk)
    return application


@transaction.atomic
def dismiss(mail: BoardMail, *, by: Staff, now: datetime) -> None:
    """There is no application in it. Raises AlreadySettled."""
    _settle(_open(mail), BoardMailState.DISMISSED, now, None)
    trail.record("board_mail_dismissed", mail, now=now, by=by)


@transaction.atomic
def bring_back(mail: BoardMail, *, by: Staff, now: datetime) -> None:
    """It waits for a person again."""
    back = BoardMail.objects.filter(pk=mail.pk, state=BoardMailState.DISMISSED)
    if back.update(state=BoardMailState.UNREADABLE, settled_at=None):
        trail.record("board_mail_brought_back", mail, now=now, by=by)


def read_again(*, now: datetime) -> int:
    """After a table was changed: what a person was to read is tried once more. Returns how many."""
    unread = BoardMail.objects.filter(state=BoardMailState.UNREADABLE).exclude(text="")
    return unread.update(state=BoardMailState.WAITING, next_try_at=None, failures=0)


def _open(mail: BoardMail) -> BoardMail:
    found = BoardMail.objects.select_for_update().get(pk=mail.pk)
    if found.state not in {BoardMailState.UNREADABLE, BoardMailState.WAITING}:
        raise AlreadySettled
    return found


def forget_mails_of(candidate_id: int) -> None:
    """What their mails said goes with them; that mails came stays."""
    theirs = BoardMail.objects.filter(application__candidate=candidate_id)
    theirs.update(sender="", subject="", text="", read={})


def forget_old_mails(since: datetime) -> None:
    """Mails of nobody we know are kept no longer than people are."""
    old = BoardMail.objects.filter(application=None, received_at__lt=since).exclude(text="")
    old.update(sender="", subject="", text="", read={}, state=BoardMailState.DISMISSED)
