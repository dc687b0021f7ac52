"""The confirmation ladder, whatever can be reached, whatever fails, and whenever somebody answers.

A small world keeps time: it says what ``plan`` wants when it is due, as the outbox would, lets chosen
channels fail some time later, and hears an answer at a chosen moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messaging.policy import QUIET_AT_NIGHT, ChannelName, Kind, Wanted
from reminders.policy.facts import Facts, Spoken
from reminders.policy.planning import plan
from tests.reminders.policy.test_planning import CADENCE, EMAIL, PHONE, SMS, booked, facts, tokyo

LINE = ChannelName.LINE
RUNGS = (Kind.REMINDER_EVE, Kind.REMINDER_AGAIN)
START = tokyo(11, 13)
EVENING, NIGHT, MORNING = tokyo(10, 18), tokyo(10, 21), tokyo(11, 9)
REACHES = [ways for number in range(4) for ways in permutations((LINE, SMS, EMAIL), number)]
FAILS_AFTER = [timedelta(0), timedelta(minutes=5), timedelta(hours=4)]


@dataclass
class World:
    """``fails``: how long after it was said a message on that channel turns out not to have arrived."""

    facts: Facts
    fails: Mapping[ChannelName, timedelta] = field(default_factory=dict)
    answer_at: datetime | None = None
    said: list[tuple[Wanted, datetime]] = field(default_factory=list)
    failing: list[tuple[datetime, Spoken]] = field(default_factory=list)

    def live(self, until: datetime) -> "World":
        now: datetime | None = tokyo(9, 12)
        while now is not None and now <= until:
            if self.answer_at and now >= self.answer_at and self.facts.interview:
                confirmed = replace(self.facts.interview, confirmed_at=self.answer_at)
                self.facts = replace(self.facts, interview=confirmed)
            self._learn(now)
            for one in self._due(now):
                self._say(one, now)
            now = self._next(now)
        return self

    def _next(self, now: datetime) -> datetime | None:
        """The next moment at which anything can happen: something is due or known, or the day begins."""
        moments = [one.due_at for one in self.wanted()] + [moment for moment, _ in self.failing]
        moments += [tokyo(10, 8), tokyo(11, 8)] + ([self.answer_at] if self.answer_at else [])
        return min((moment for moment in moments if moment > now), default=None)

    def wanted(self) -> tuple[Wanted, ...]:
        known = {(one.kind, one.about, one.step, one.channel) for one in self.facts.spoken}
        return tuple(one for one in plan(self.facts, CADENCE) if _key(one) not in known)

    def _due(self, now: datetime) -> list[Wanted]:
        """As outbox and gate do: of what is due, the latest about a fact on a channel, not at night."""
        latest: dict[tuple[str, str], Wanted] = {}
        for one in sorted(self.wanted(), key=lambda one: one.due_at):
            if one.due_at <= now < one.expires_at and not self._is_past(one):
                latest[one.about, one.channel] = one
        return [one for one in latest.values() if self._may_ring(one, now)]

    def _is_past(self, one: Wanted) -> bool:
        return any(
            (word.about, word.channel) == (one.about, one.channel) and word.due_at >= one.due_at
            for word, _ in self.said
        )

    def _may_ring(self, one: Wanted, now: datetime) -> bool:
        return one.own_act_at is not None or one.channel not in QUIET_AT_NIGHT or self.facts.hours.allows(now)

    def _say(self, one: Wanted, now: datetime) -> None:
        self.said.append((one, now))
        spoken = Spoken(one.kind, one.about, one.step, one.channel, False, due_at=one.due_at, at=now)
        self.facts = replace(self.facts, spoken=(*self.facts.spoken, spoken))
        if one.channel in self.fails and one.kind in RUNGS:
            self.failing.append((now + self.fails[one.channel], spoken))
            self._learn(now)

    def _learn(self, now: datetime) -> None:
        for moment, spoken in [one for one in self.failing if one[0] <= now]:
            known = tuple(replace(one, missed=True) if one == spoken else one for one in self.facts.spoken)
            self.facts = replace(self.facts, spoken=known)
            self.failing.remove((moment, spoken))

    def rungs(self) -> list[tuple[Wanted, datetime]]:
        return [(one, at) for one, at in self.said if one.kind in RUNGS]

    def calls(self) -> list[datetime]:
        return [at for one, at in self.said if one.kind == Kind.CALL_MORNING]


def _key(one: Wanted) -> tuple[str, str, str, str]:
    return one.kind, one.about, one.step, one.channel


def world(reach: tuple[ChannelName, ...], **changes: object) -> World:
    return World(facts(reach=reach, interview=booked()), **changes)  # type: ignore[arg-type]  # the test's own


@pytest.mark.parametrize("reach", REACHES)
def test_silence_climbs_from_the_preferred_channel_to_another_and_to_a_call(
    reach: tuple[ChannelName, ...],
) -> None:
    lived = world(reach).live(START)

    assert [(one.channel, at) for one, at in lived.rungs()] == list(
        zip(reach, [EVENING, tokyo(10, 20, 30)], strict=False)
    )
    assert lived.calls() == [MORNING]


FAILURES = [
    (reach, dict(zip(reach, times, strict=True)))
    for reach in REACHES
    for times in product([None, *FAILS_AFTER], repeat=len(reach))
]


@pytest.mark.parametrize("reach", REACHES)
def test_whatever_fails_nothing_is_repeated_on_a_channel_and_the_morning_brings_a_call(
    reach: tuple[ChannelName, ...],
) -> None:
    for ways, times in FAILURES:
        if ways != reach:
            continue
        fails = {channel: after for channel, after in times.items() if after is not None}
        lived = world(reach, fails=fails).live(START)

        told = [(one.kind, one.channel) for one, _ in lived.rungs()]
        assert len(told) == len(set(told)), (fails, told)
        assert all(at < NIGHT for one, at in lived.rungs() if one.channel in QUIET_AT_NIGHT)
        assert all(at < MORNING for _, at in lived.rungs())
        assert lived.calls() == [MORNING]


@pytest.mark.parametrize("reach", [ways for ways in REACHES if len(ways) > 1])
def test_what_cannot_be_delivered_at_five_past_six_is_said_on_the_next_channel_at_once(
    reach: tuple[ChannelName, ...],
) -> None:
    lived = world(reach, fails={reach[0]: timedelta(minutes=5)}).live(START)

    first, second = lived.rungs()[:2]
    assert (first[0].channel, first[1]) == (reach[0], EVENING)
    assert (second[0].kind, second[0].channel, second[1]) == (
        Kind.REMINDER_EVE,
        reach[1],
        EVENING + timedelta(minutes=5),
    )


def test_what_turns_out_lost_at_night_rings_nobody() -> None:
    lived = world((EMAIL, SMS), fails={EMAIL: timedelta(hours=4), SMS: timedelta(hours=4)}).live(START)

    assert [(one.channel, at) for one, at in lived.rungs()] == [(EMAIL, EVENING), (SMS, tokyo(10, 20, 30))]
    assert lived.calls() == [MORNING]


@settings(max_examples=150, deadline=None)
@given(
    reach=st.sampled_from(REACHES),
    times=st.lists(st.one_of(st.none(), st.sampled_from(FAILS_AFTER)), min_size=3, max_size=3),
    minutes=st.integers(0, 19 * 12).map(lambda steps: steps * 5),
)
def test_an_answer_at_any_moment_ends_the_ladder_with_the_same_breath(
    reach: tuple[ChannelName, ...], times: list[timedelta | None], minutes: int
) -> None:
    answer_at = EVENING + timedelta(minutes=minutes)
    fails = {channel: after for channel, after in zip(reach, times, strict=False) if after is not None}

    lived = world(reach, fails=fails, answer_at=answer_at).live(START)

    assert [one.kind for one, at in lived.rungs() if at >= answer_at and at != EVENING] == []
    assert (lived.calls() == []) == (answer_at <= MORNING)
    assert not {one.kind for one in lived.wanted()} & {Kind.REMINDER_AGAIN, Kind.CALL_MORNING}


def test_a_text_that_is_no_clear_answer_ends_what_a_machine_asks_but_not_the_call() -> None:
    wrote = facts(interview=booked(), wrote_at=tokyo(10, 19))

    kinds = {one.kind for one in plan(wrote, CADENCE)}

    assert Kind.REMINDER_AGAIN not in kinds
    assert Kind.CALL_MORNING in kinds


def test_a_text_from_before_the_question_is_no_answer_to_it() -> None:
    wrote = facts(interview=booked(), wrote_at=tokyo(10, 17, 59))

    assert Kind.REMINDER_AGAIN in {one.kind for one in plan(wrote, CADENCE)}


def test_a_talk_on_the_telephone_since_the_question_ends_the_ladder() -> None:
    talked = facts(interview=booked(), spoken_with_at=tokyo(10, 19))

    kinds = {one.kind for one in plan(talked, CADENCE)}

    assert not kinds & {Kind.REMINDER_AGAIN, Kind.CALL_MORNING}
    assert Kind.DIRECTIONS in kinds


def calls(*outcomes: tuple[str, datetime]) -> list[tuple[str, datetime]]:
    """The calls wanted after these outcomes, one after the other."""
    names = ["morning-call", "morning-call-2", "morning-call-3"]
    spoken = tuple(
        Spoken(Kind.CALL_MORNING, booked().about, name, PHONE, reason != "reached", at=at, reason=reason)
        for name, (reason, at) in zip(names, outcomes, strict=False)
    )
    wanted = plan(facts(interview=booked(), spoken=spoken), CADENCE)
    return [(one.step, one.due_at) for one in wanted if one.kind == Kind.CALL_MORNING]


def test_a_call_in_vain_comes_again_an_hour_later_up_to_three_times() -> None:
    first, second, third = tokyo(11, 9, 10), tokyo(11, 10, 20), tokyo(11, 11, 30)

    assert calls(("no_answer", first)) == [("morning-call", MORNING), ("morning-call-2", tokyo(11, 10, 10))]
    assert calls(("call_back", first), ("no_answer", second))[2:] == [("morning-call-3", tokyo(11, 11, 20))]
    assert len(calls(("no_answer", first), ("no_answer", second), ("no_answer", third))) == 3


@pytest.mark.parametrize("reason", ["wrong_number", "too_late", "reached"])
def test_only_a_call_nobody_took_is_made_again(reason: str) -> None:
    assert len(calls((reason, tokyo(11, 9, 10)))) == 1


def test_no_call_is_made_again_after_the_start() -> None:
    assert calls(("no_answer", tokyo(11, 12, 30))) == [("morning-call", MORNING)]
