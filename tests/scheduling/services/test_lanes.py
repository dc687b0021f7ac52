"""Whatever rules one interviewer has, and whatever stands there already, no two times overlap."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from company.models import Location
from scheduling.models import AvailabilityRule, Closure, Slot
from scheduling.policy.spans import Span
from scheduling.services.lanes import LaneFacts, Standing
from tests.factories import NOW, TOKYO

PLACES = [Location(pk=1, zone="Asia/Tokyo"), Location(pk=2, zone="Europe/Berlin")]


@st.composite
def rules(draw: st.DrawFn) -> AvailabilityRule:
    opens = draw(st.integers(0, 20))
    return AvailabilityRule(
        pk=draw(st.integers(1, 9)),
        location=draw(st.sampled_from(PLACES)),
        interviewer_id=1,
        weekdays=draw(st.lists(st.integers(0, 6), min_size=1, unique=True)),
        opens=time(opens, draw(st.sampled_from([0, 10, 30]))),
        closes=time(draw(st.integers(opens + 1, 23)), 45),
        minutes=draw(st.sampled_from([15, 30, 50])),
        buffer_minutes=draw(st.sampled_from([0, 10])),
        notice_minutes=0,
        horizon_days=draw(st.integers(1, 8)),
    )


@st.composite
def standing(draw: st.DrawFn) -> Standing:
    start = NOW + timedelta(minutes=draw(st.integers(-60, 7 * 1440)))
    slot = Slot(
        location=draw(st.sampled_from(PLACES)),
        interviewer_id=1,
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(10, 90))),
        rule_id=draw(st.sampled_from([None, 1, 2])),
        is_open=draw(st.booleans()),
    )
    return Standing(slot, is_booked=draw(st.booleans()), is_kept=draw(st.booleans()), has_past=False)


def closed(start: datetime, hours: int) -> Closure:
    return Closure(starts_at=start, ends_at=start + timedelta(hours=hours))


@settings(max_examples=100, deadline=None)
@given(
    several=st.lists(rules(), min_size=1, max_size=4),
    there=st.lists(standing(), max_size=6),
    shut=st.integers(1, 60),
)
def test_no_two_times_of_one_interviewer_overlap(
    several: list[AvailabilityRule], there: list[Standing], shut: int
) -> None:
    closure = closed(NOW.astimezone(TOKYO) + timedelta(days=1), shut)
    facts = LaneFacts(tuple(several), (closure,), busy=(), standing=tuple(there))

    wanted = sorted(span for _rule, spans in facts.wanted(NOW) for span in spans)

    taken = [one.span for one in there if one.is_booked or one.is_kept]
    own = [one.span for one in there if one.slot.rule_id is None and one.slot.is_open]
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(wanted))
    assert not any(span.overlaps(other) for span in wanted for other in [*taken, *own])
    assert not any(span.overlaps(Span(closure.starts_at, closure.ends_at)) for span in wanted)
    assert facts.wanted(NOW) == facts.wanted(NOW)
