"""Whether a machine answers: once a day, on all channels together, so that two machines fall silent."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reminders.policy.answering import A_DAY, AN_HOUR, Answered, may_answer
from tests.factories import NOW

TEXT = Answered(NOW, "yes")


@pytest.mark.parametrize("answer", ["yes", "late", "link"])
@pytest.mark.parametrize("given", ["yes", "late", "link"])
def test_a_second_text_of_the_day_is_not_answered_whatever_either_says(given: str, answer: str) -> None:
    before = [Answered(NOW, given)]

    assert not may_answer(before, answer=answer, at=NOW + A_DAY - timedelta(seconds=1))
    assert may_answer(before, answer=answer, at=NOW + A_DAY)


def test_the_first_text_is_answered() -> None:
    assert may_answer([], answer="link", at=NOW)


def test_a_text_is_not_answered_on_the_day_of_a_button() -> None:
    assert not may_answer([Answered(NOW, "yes", "yes")], answer="late", at=NOW + AN_HOUR)


def test_each_button_is_answered_once_a_day_beside_a_text() -> None:
    pressed = Answered(NOW + AN_HOUR, "late", "late")

    assert may_answer([TEXT], answer="link", button="late", at=NOW + AN_HOUR)
    assert not may_answer([TEXT, pressed], answer="link", button="late", at=NOW + 3 * AN_HOUR)
    assert may_answer([TEXT, pressed], answer="link", button="move", at=NOW + 3 * AN_HOUR)


def test_a_button_does_not_repeat_the_words_of_the_hour_before() -> None:
    move = Answered(NOW, "link", "move")

    assert not may_answer([move], answer="link", button="late", at=NOW + timedelta(minutes=59))
    assert may_answer([move], answer="link", button="late", at=NOW + AN_HOUR)


ACTS = st.lists(
    st.tuples(
        st.integers(0, 4 * 24 * 60),
        st.sampled_from(["yes", "late", "link"]),
        st.sampled_from(["", "yes", "move"]),
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(ACTS)
def test_however_often_they_write_a_day_holds_one_answer_to_texts_and_one_to_each_button(
    acts: list[tuple[int, str, str]],
) -> None:
    answers: list[Answered] = []
    for minute, answer, button in sorted(acts):
        at = NOW + timedelta(minutes=minute)
        if may_answer(answers, answer=answer, button=button, at=at):
            answers.append(Answered(at, answer, button))

    for one in answers:
        beside = [two for two in answers if one is not two and abs(one.at - two.at) < A_DAY]
        assert all(two.button != one.button for two in beside)
