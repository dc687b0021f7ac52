"""The decision card: where it stands, what is owed by when, what may be done, and what would be said."""

from dataclasses import dataclass
from datetime import date, datetime, time

from candidates.models import Application, Candidate, Job
from candidates.policy import Stage, may_move
from candidates.services.offers import FirstDay
from company.services.profile import the_company
from dashboard.forms_deciding import FirstDayForm, OfferForm
from dashboard.words import channel_icon, channel_word
from messaging.models import Message
from messaging.policy import ChannelName, Kind
from messaging.rendering import MissingValue
from messaging.services.composing import preview
from reminders.services.deciding import as_seen, last_decision, may_take_back, unanswered
from reminders.services.facts import reach
from reminders.services.offer_facts import offer_values
from reminders.services.values import application_values

MET = {Stage.DECIDING, Stage.OFFERED}


@dataclass(frozen=True)
class Decision:
    """``word`` is something they wrote that nobody has answered; nobody is turned down over it unread.

    ``seen`` and ``last`` go with the buttons: what is pressed on a page of earlier is refused.
    """

    is_met: bool
    may_offer: bool
    may_turn_down: bool
    is_offered: bool
    is_accepted: bool
    is_late: bool
    is_overdue: bool
    decide_by: datetime | None
    may_undo: bool
    word: Message | None
    seen: str
    last: int

    @property
    def shows(self) -> bool:
        """There is something to decide, to see or to take back."""
        return self.may_turn_down or self.is_offered or self.may_undo


def decision_of(application: Application, now: datetime) -> Decision:
    stage, due = Stage(application.stage), application.offer_answer_by
    offered = stage == Stage.OFFERED
    accepted = offered and application.offer_accepted_at is not None
    turns_down = not application.is_over and not accepted and may_move(stage, Stage.REJECTED)
    may_undo = may_take_back(application)
    return Decision(
        is_met=stage in MET,
        may_offer=stage == Stage.DECIDING,
        may_turn_down=turns_down,
        is_offered=offered,
        is_accepted=accepted,
        is_late=offered and not accepted and due is not None and now > due,
        is_overdue=stage == Stage.DECIDING
        and application.decide_by is not None
        and now > application.decide_by,
        decide_by=application.decide_by if stage == Stage.DECIDING else None,
        may_undo=may_undo,
        word=unanswered(application) if turns_down else None,
        seen=as_seen(application) if turns_down or offered else "",
        last=last_decision(application) if may_undo else 0,
    )


@dataclass
class OfferDraft:
    """An offer nobody has made yet."""

    candidate: Candidate
    job: Job
    offer_answer_by: datetime | None
    starts_on: date | None
    starts_time: time | None
    starts_place: str
    starts_bring: str


@dataclass(frozen=True)
class Said:
    """A message that would go out: how, and its words."""

    channel: str
    subject: str
    text: str

    @property
    def icon(self) -> str:
        return channel_icon(self.channel)

    @property
    def channel_words(self) -> str:
        return channel_word(self.channel)


def offer_preview(application: Application, form: OfferForm, now: datetime) -> list[Said]:
    """What they would read, on the way it would go out by; empty while the form does not say enough."""
    if form.is_bound and not form.is_valid():
        return []
    first_day = form.first_day if form.is_bound else FirstDay()
    answer_by = form.answer_by if form.is_bound else _default_deadline(form)
    draft = OfferDraft(
        job=application.job,
        candidate=application.candidate,
        offer_answer_by=answer_by,
        starts_on=first_day.day,
        starts_time=first_day.hour,
        starts_place=first_day.place,
        starts_bring=first_day.bring,
    )
    values = application_values(application, the_company()) | offer_values(draft)
    return [
        said for channel in reach(application.candidate)[:1] if (said := _said(application, channel, values))
    ]


def _default_deadline(form: OfferForm) -> datetime:
    return datetime.combine(form.initial["answer_on"], form.initial["answer_hour"], form.zone)


def _said(application: Application, channel: ChannelName, values: dict[str, str]) -> Said | None:
    draft = Message(application=application, kind=Kind.OFFERED, channel=channel, values=values)
    try:
        subject, text = preview(draft)
    except MissingValue:
        return None
    return Said(channel, subject, text)


def first_day_form(application: Application, now: datetime) -> FirstDayForm:
    return FirstDayForm(application=application, now=now)
