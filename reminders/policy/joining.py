"""What is said after the interview: an offer and its soft reminder, the thanks for a yes, the first day, and
a kind word when it is not this time. Pure."""

from collections.abc import Iterator
from datetime import time, timedelta

from messaging.policy import Kind, Wanted
from reminders.policy.cadence import Anchor, Step
from reminders.policy.facts import Facts, OfferFacts
from reminders.policy.telling import Story, tell

DECISION_UNDO_FOR = timedelta(minutes=10)
"""A decision's words wait so long, so that it can be taken back before anybody has read them."""

OFFER_USEFUL = timedelta(days=14)
CHASE_BEFORE = timedelta(days=1)
CHASE_USEFUL = timedelta(days=1)
THANKS_USEFUL = timedelta(days=1)
JOINING_USEFUL = timedelta(days=1)
LAST_WORDS_USEFUL = timedelta(days=7)
NOON = time(12)  # inside any speaking hours

OFFERED = Step("offered", Kind.OFFERED, Anchor.BOOKED, offset=DECISION_UNDO_FOR, useful=OFFER_USEFUL)
CHASE = Step("offer-chase", Kind.OFFER_CHASE, Anchor.BOOKED, useful=CHASE_USEFUL)
ACCEPTED = Step("offer-accepted", Kind.OFFER_ACCEPTED, Anchor.BOOKED, useful=THANKS_USEFUL)
JOINING = Step("joining", Kind.JOINING, Anchor.BOOKED, days=-1, local_time=NOON, useful=JOINING_USEFUL)
REJECTED = Step("rejected", Kind.REJECTED, Anchor.BOOKED, offset=DECISION_UNDO_FOR, useful=LAST_WORDS_USEFUL)


def offer_words(facts: Facts) -> Iterator[Wanted]:
    """An answer ends the offer and its reminder; nothing here ever ends the application."""
    offer = facts.offer
    if offer is None:
        return
    if offer.accepted_at is None:
        yield from _asking(facts, offer)
    else:
        yield from _thanks(facts, offer)
        yield from _first_day(facts, offer)


def _asking(facts: Facts, offer: OfferFacts) -> Iterator[Wanted]:
    story = Story(
        about=offer.about,
        anchors={Anchor.BOOKED: offer.offered_at},
        values={**facts.values, **offer.values},
        ends_at=offer.answer_by,
    )
    yield from tell(facts, [OFFERED], story, holds=lambda step, due: True)
    if offer.answer_by is None or _has_asked(facts, offer):
        return
    half = offer.offered_at + (offer.answer_by - offer.offered_at) / 2
    chase = Story(
        about=offer.about,
        anchors={Anchor.BOOKED: max(offer.answer_by - CHASE_BEFORE, half)},
        values={**facts.values, **offer.values},
        ends_at=offer.answer_by,
    )
    yield from tell(facts, [CHASE], chase, holds=lambda step, due: True)


def _has_asked(facts: Facts, offer: OfferFacts) -> bool:
    """Whoever wrote since, or was spoken with, waits for a person of ours and not for a machine."""
    said = [moment for moment in (facts.wrote_at, facts.spoken_with_at) if moment is not None]
    return any(moment > offer.offered_at for moment in said)


def _thanks(facts: Facts, offer: OfferFacts) -> Iterator[Wanted]:
    if offer.accepted_at is None:
        return
    story = Story(
        about=offer.about,
        anchors={Anchor.BOOKED: offer.accepted_at},
        values={**facts.values, **offer.values},
        own_act_at=offer.accepted_at if offer.by_candidate else None,
        suffix=f"-{offer.accepted_at:%d%H%M%S}",
    )
    yield from tell(facts, [ACCEPTED], story, holds=lambda step, due: True)


def _first_day(facts: Facts, offer: OfferFacts) -> Iterator[Wanted]:
    """The day before at noon; who says yes later than that has it from the thanks."""
    if offer.starts_at is None or offer.accepted_at is None:
        return
    story = Story(
        about=offer.about_first_day,
        anchors={Anchor.BOOKED: offer.starts_at},
        values={**facts.values, **offer.values},
        not_before=offer.accepted_at,
        ends_at=offer.starts_at,
    )
    yield from tell(facts, [JOINING], story, holds=lambda step, due: True)


def not_this_time(facts: Facts) -> Iterator[Wanted]:
    """A person decided it and left the kind words on."""
    if facts.rejected_at is None:
        return
    story = Story(
        about=f"decision:{facts.application_id}@{facts.rejected_at:%Y-%m-%dT%H:%M}",
        anchors={Anchor.BOOKED: facts.rejected_at},
        values=facts.values,
    )
    yield from tell(facts, [REJECTED], story, holds=lambda step, due: True)
