"""The checklist of each way of meeting."""

import pytest

from scheduling.policy import Mode
from scheduling.policy.checklist import NEEDED, Known, Need

ALL = Known(frozenset(Need))


def without(*needs: Need) -> Known:
    return Known(ALL.facts - set(needs))


def test_who_knows_everything_misses_nothing() -> None:
    assert ALL.missing(set(Mode)) == []
    assert ALL.advisable(set(Mode)) == []


@pytest.mark.parametrize(("mode", "need"), [(mode, need) for mode in Mode for need in NEEDED[mode]])
def test_each_fact_of_a_list_is_missed_by_its_name(mode: Mode, need: Need) -> None:
    assert without(need).missing({mode}) == [need]


def test_who_joins_by_video_needs_no_way_and_who_is_called_no_dress() -> None:
    way = without(Need.ADDRESS, Need.ACCESS, Need.ENTRANCE, Need.BRING)

    assert way.missing({Mode.ONLINE, Mode.PHONE}) == []
    assert without(Need.DRESS).missing({Mode.PHONE}) == []


def test_a_fact_two_ways_need_is_said_once() -> None:
    assert without(Need.TALK).missing(set(Mode)) == [Need.TALK]


def test_a_face_is_advised_and_never_asked() -> None:
    faceless = without(Need.FACE)

    assert faceless.missing(set(Mode)) == []
    assert faceless.advisable({Mode.ONSITE}) == [Need.FACE]
    assert faceless.advisable({Mode.PHONE}) == []


def test_blanks_say_nothing() -> None:
    known = Known.of([(Need.BRING, "  "), (Need.DRESS, None), (Need.TALK, "曜日"), (Need.MINUTES, 30)])

    assert known.facts == {Need.TALK, Need.MINUTES}
