from datetime import time, timedelta

import pytest
from django.utils.translation import override

from messaging.policy import Kind
from reminders.policy.cadence import Anchor, Step
from reminders.wording import span_words, when_words


def step(anchor: Anchor, minutes: int = 0, days: int | None = None, at: time | None = None) -> Step:
    return Step("step", Kind.THANKS, anchor, offset=timedelta(minutes=minutes), days=days, local_time=at)


@pytest.mark.parametrize(
    ("one", "english", "japanese"),
    [
        (step(Anchor.APPLIED), "At once after the application", "応募のあと、すぐ"),
        (step(Anchor.CASE, 90), "90 minutes after the opening of a case", "欠席対応の開始の90分後"),
        (step(Anchor.START, -120), "2 hours before the interview's start", "面接の開始の2時間前"),
        (step(Anchor.ANSWER_BY, -1440), "1 day before the invitation's deadline", "ご案内の期限の1日前"),
        (
            step(Anchor.START, days=-1, at=time(18)),
            "The evening before the interview at 18:00",
            "面接の前日 18:00",
        ),
        (step(Anchor.START, days=-1, at=time(9)), "The day before the interview at 9:00", "面接の前日 9:00"),
        (step(Anchor.START, days=0, at=time(8, 5)), "On the day of the interview at 8:05", "面接の当日 8:05"),
        (
            step(Anchor.START, days=-3, at=time(18)),
            "3 days before the interview at 18:00",
            "面接の3日前 18:00",
        ),
        (
            step(Anchor.CASE, days=1, at=time(10)),
            "The day after the opening of a case at 10:00",
            "欠席対応の開始の翌日 10:00",
        ),
        (
            step(Anchor.INVITED, days=2, at=time(10)),
            "2 days after the invitation at 10:00",
            "ご案内の2日後 10:00",
        ),
    ],
)
def test_a_step_says_when_it_goes_out(one: Step, english: str, japanese: str) -> None:
    with override("en"):
        assert when_words(one) == english
    with override("ja"):
        assert when_words(one) == japanese


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (90, "90 minutes"),
        (60, "1 hour"),
        (720, "12 hours"),
        (2880, "2 days"),
        (0, "0 minutes"),
    ],
)
def test_a_span_is_told_in_the_largest_unit_that_comes_out_even(minutes: int, words: str) -> None:
    with override("en"):
        assert span_words(minutes) == words
