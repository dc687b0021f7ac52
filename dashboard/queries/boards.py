"""Job boards and their mails, as the desk shows them."""

from dataclasses import dataclass

from django.db.models import Count

from candidates.models import Board, BoardMail
from candidates.policy import BoardMailState, clean_line
from candidates.policy.board_mails import job_text
from candidates.services.board_mails import Reading
from candidates.services.import_words import problem_words
from company.models import Staff
from dashboard.words_boards import field_words, reason_words

SHOWN = 50
OPEN = (BoardMailState.WAITING, BoardMailState.UNREADABLE)


@dataclass(frozen=True)
class MailRow:
    mail: BoardMail
    why: str
    head: str
    """What to call it: the subject, or the board's name."""


@dataclass(frozen=True)
class Tried:
    """What the table makes of a pasted mail."""

    found: list[tuple[str, str]]
    problems: list[str]
    job: str
    said: str
    is_fine: bool


def mail_rows(staff: Staff) -> list[MailRow]:
    """To be read by a person, the oldest first."""
    mails = BoardMail.objects.visible_to(staff).filter(state=BoardMailState.UNREADABLE)
    rows = mails.select_related("board", "job__location").order_by("received_at", "pk").distinct()
    return [_row(mail) for mail in rows[:SHOWN]]


def settled_rows(staff: Staff) -> list[MailRow]:
    """The newest that need nobody any more."""
    mails = BoardMail.objects.visible_to(staff).exclude(state__in=OPEN)
    rows = mails.select_related("board", "application").order_by("-received_at", "-pk").distinct()
    return [_row(mail) for mail in rows[:20]]


def _row(mail: BoardMail) -> MailRow:
    head = clean_line(mail.subject) or (mail.board.name if mail.board else f"#{mail.pk}")
    return MailRow(mail, reason_words(mail.reason), head)


def board_rows() -> list[Board]:
    """Each with ``came``, how many mails it has sent."""
    return list(Board.objects.select_related("job__location").annotate(came=Count("mails")).order_by("pk"))


def found_rows(found: dict[str, str]) -> list[tuple[str, str]]:
    return [(field_words(name), value) for name, value in found.items()]


def tried(reading: Reading) -> Tried:
    found = dict(reading.found)
    return Tried(
        found=found_rows(found),
        problems=[problem_words(one) for one in reading.row.problems],
        job=str(reading.job) if reading.job else "",
        said=job_text(found),
        is_fine=not reading.reason,
    )
