"""Until when somebody owes the next word: we to them, or they to us. Only what still lies ahead is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from candidates.policy import Stage
from company.models import AuditEvent
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from noshow.policy import CaseState
from portal.services.standing import Facts, Standing
from portal.services.thread import ANSWERED_WITHIN
from scheduling.policy import (
    UNDO_WITHDRAWAL_FOR,
)

WORDS_BEFORE = [
    Kind.REMINDER_DAYS,
    Kind.REMINDER_AHEAD,
    Kind.REMINDER_EVE,
    Kind.REMINDER_AGAIN,
    Kind.DIRECTIONS,
]


@dataclass(frozen=True)
class Owed(Facts):
    """The moments that a candidate's page names."""

    @property
    def first_contact_by(self) -> datetime | None:
        """The promised moment, while it still lies ahead and nobody has spoken with them."""
        due = self.application.first_contact_due_at
        return due if due and due > self.now and self.application.contacted_at is None else None

    @property
    def first_contact_is_today(self) -> bool:
        due, zone = self.first_contact_by, ZoneInfo(self.application.job.location.zone)
        return due is not None and due.astimezone(zone).date() == self.now.astimezone(zone).date()

    @property
    def answer_by(self) -> datetime | None:
        due = self.interview.answer_by if self.interview else None
        return due if due and due > self.now else None

    @property
    def decision_by(self) -> datetime | None:
        """Until when they may expect the answer; nothing once that has passed."""
        since = self.interview.outcome_at if self.interview else None
        promised = since + timedelta(days=self.company.decision_days) if since else None
        due = self.application.decide_by or promised
        return due if due and due > self.now else None

    @property
    def word_by(self) -> datetime | None:
        """Until when a person owes them the next word, after an excuse, our cancelling, or an offer."""
        since = self._turned_at
        due = since + ANSWERED_WITHIN if since else None
        return due if due and due > self.now else None

    @property
    def _turned_at(self) -> datetime | None:
        if self.standing is Standing.OFFERED:
            moved = AuditEvent.objects.filter(application_id=self.application.pk, action="stage_moved")
            return moved.filter(details__to=Stage.OFFERED).values_list("at", flat=True).first()
        return (self.interview.outcome_at or self.interview.cancelled_at) if self.interview else None

    @property
    def undo_until(self) -> datetime | None:
        closed_at = self.application.closed_at
        if self.application.stage != Stage.WITHDRAWN or closed_at is None:
            return None
        until = closed_at + UNDO_WITHDRAWAL_FOR
        return until if until > self.now else None

    @property
    def directions_at(self) -> datetime | None:
        """When the directions go out once more, if that is planned."""
        planned = Message.objects.planned().filter(application=self.application, kind=Kind.DIRECTIONS)
        return planned.order_by("due_at").values_list("due_at", flat=True).first()

    @property
    def next_word_at(self) -> datetime | None:
        """When they hear from us next about the interview, if that is planned."""
        planned = Message.objects.planned().filter(application=self.application, kind__in=WORDS_BEFORE)
        ahead = planned.exclude(channel=ChannelName.PHONE).filter(due_at__gt=self.now)
        return ahead.order_by("due_at").values_list("due_at", flat=True).first()

    @property
    def deadline(self) -> datetime | None:
        """Of the last notice about the case: one went out, its time is not over, and silence would end it."""
        if self.case is None or self.case.state not in {CaseState.OPEN, CaseState.PROPOSED}:
            return None
        notices = Message.objects.outgoing().filter(about=f"case:{self.case.pk}", kind=Kind.FINAL_NOTICE)
        sent = notices.exclude(sent_at=None).order_by("-sent_at").first()
        text = sent.values.get("deadline_at") if sent else None
        due = datetime.fromisoformat(text) if text else None
        return due if due and due > self.now else None
