"""Everything the gate looks at: the house's own rules, and what is true of a batch and its people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from candidates.models import Candidate, Job
from candidates.services.locking import lock_people
from company.models import Company, Staff
from company.services.profile import the_company
from messaging.channels import available_channels
from messaging.models import Hold, Message, Suppression
from messaging.policy import BY_HAND, CAP_SPAN, SAID, ChannelName, Direction, Kind, State
from messaging.services.claiming import Claimed
from messaging.services.composing import words_of
from messaging.services.incidents import failing_channels
from messaging.services.quotas import used_up_channels
from messaging.services.spending import sms_parts_this_month
from messaging.services.suppressing import address_on
from messaging.services.wording import Words

TextSaid = tuple[int, str, str, str]
"""Application, kind, about and step: one text, however many channels it went out on."""


@dataclass
class House:
    """What is the same for all messages of a moment. A dispatcher reads it anew every second or so."""

    company: Company
    is_held: bool
    channels: set[ChannelName]
    used_up: set[ChannelName]
    sms_parts: int
    failing: set[ChannelName] = field(default_factory=set)
    _jobs: dict[int, Job] = field(default_factory=dict)
    _words: dict[tuple[str, ...], Words] = field(default_factory=dict)

    def jobs(self, numbers: set[int]) -> dict[int, Job]:
        """These jobs with their places."""
        if unknown := numbers - self._jobs.keys():
            self._jobs |= Job.objects.select_related("location").in_bulk(unknown)
        return self._jobs

    def words(self, message: Message) -> Words:
        """The text of this message, looked up once for all that share it. Raises MissingValue."""
        if message.kind == Kind.MANUAL or message.own_body or message.variant_body:
            return words_of(message)
        application = message.application
        which = (message.kind, message.channel, application.candidate.language, str(application.job_id))
        if which not in self._words:
            self._words[which] = words_of(message)
        return self._words[which]


def look_round(now: datetime) -> House:
    return House(
        company=the_company(),
        is_held=Hold.objects.filter(is_open=True).exists(),
        channels=available_channels(),
        used_up=used_up_channels(),
        sms_parts=sms_parts_this_month(now),
        failing=failing_channels(),
    )


@dataclass
class Batch:
    """What stands at the gate. ``busy`` are those whose person somebody else holds at the moment."""

    house: House
    messages: list[Message]
    busy: list[Claimed]
    blocked: set[tuple[str, str]]
    texts_today: dict[int, set[TextSaid]]

    def count(self, message: Message, parts: int) -> None:
        """This one leaves: the cap and the ceiling of those behind it see it."""
        self.house.sms_parts += parts
        if counts_for_the_cap(message):
            self.texts_today.setdefault(message.application.candidate_id, set()).add(text_of(message))


def gather(claimed: Sequence[Claimed], house: House, *, now: datetime) -> Batch:
    """Read the batch, inside the gate's transaction, and lock its people; who is alone waits for the lock."""
    wait = len(claimed) == 1 or not connection.features.has_select_for_update_skip_locked
    people = lock_people({one.candidate_id for one in claimed}, wait=wait)
    messages = _still_ours([one for one in claimed if one.candidate_id in people], people, house)
    bound = {m.application.candidate_id for m in messages if counts_for_the_cap(m)}
    return Batch(
        house=house,
        messages=messages,
        busy=[one for one in claimed if one.candidate_id not in people],
        blocked=_blocked(messages),
        texts_today=texts_today(bound, now) if bound else {},
    )


def counts_for_the_cap(message: Message) -> bool:
    """Receipts of a person's own act and what staff write do not count, and are not stopped by it."""
    return message.kind not in BY_HAND and message.own_act_at is None


def text_of(message: Message) -> TextSaid:
    return (message.application_id, message.kind, message.about, message.step)


def _still_ours(claimed: Sequence[Claimed], people: dict[int, Candidate], house: House) -> list[Message]:
    """In the order of the claim; a change of facts may have taken some away meanwhile."""
    rows = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("application")
        .filter(
            pk__in=[one.message_id for one in claimed],
            claim__in={one.claim for one in claimed},
            state=State.CLAIMED,
        )
        .order_by()
    )
    found = {row.pk: row for row in rows}
    _leave_to_the_next_claim([row for row in found.values() if row.application.candidate_id not in people])
    found = {pk: row for pk, row in found.items() if row.application.candidate_id in people}
    messages = [found[one.message_id] for one in claimed if one.message_id in found]
    jobs = house.jobs({row.application.job_id for row in messages})
    authors = Staff.objects.in_bulk({row.author_id for row in messages if row.author_id})
    for row in messages:
        row.application.candidate = people[row.application.candidate_id]
        row.application.job = jobs[row.application.job_id]
        row.author = authors.get(row.author_id) if row.author_id else None
    return messages


def _leave_to_the_next_claim(rows: Iterable[Message]) -> None:
    """Their application has become another record's since the claim: people are locked before messages."""
    if moved := [row.pk for row in rows]:
        Message.objects.filter(pk__in=moved).update(state=State.PLANNED, claim="", lease_until=None)


def _blocked(messages: Iterable[Message]) -> set[tuple[str, str]]:
    """Channel and address of what must not be used, among the addresses of these messages."""
    addresses = {address_on(row.application.candidate, row.channel) for row in messages} - {""}
    blocks = Suppression.objects.filter(lifted_at=None, address__in=addresses)
    return set(blocks.values_list("channel", "address"))


def texts_today(candidates: set[int], now: datetime) -> dict[int, set[TextSaid]]:
    """The automatic texts each person was sent within CAP_SPAN."""
    said = (
        Message.objects.filter(
            application__candidate__in=candidates,
            direction=Direction.OUT,
            own_act_at=None,
            state__in=SAID,
            sent_at__gt=now - CAP_SPAN,
        )
        .exclude(kind__in=BY_HAND)
        .exclude(channel=ChannelName.PHONE)
        .order_by()
    )
    texts: dict[int, set[TextSaid]] = {}
    for candidate, application, kind, about, step in said.values_list(
        "application__candidate_id", "application_id", "kind", "about", "step"
    ):
        texts.setdefault(candidate, set()).add((application, kind, about, step))
    return texts
