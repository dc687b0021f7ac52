from datetime import time

import pytest
from django.utils import translation

from candidates.policy import Coming, DayPart, Hours, hours_of
from candidates.services.coming_words import coming_words

WEEKDAY_EVENINGS = hours_of([(day, DayPart.EVENING) for day in range(5)])
SATURDAY = hours_of([(5, part) for part in DayPart])
WEEKEND = hours_of([(day, part) for day in (5, 6) for part in DayPart])


@pytest.mark.parametrize(
    ("coming", "words"),
    [
        (Coming(), ""),
        (Coming(hours=(*WEEKDAY_EVENINGS, *WEEKEND)), "平日の夜、土日"),
        (
            Coming(hours=(*WEEKDAY_EVENINGS, *SATURDAY), leave_by=time(20, 30)),
            "平日の夜、土、20:30までに終わること",
        ),
        (Coming(hours=hours_of([(day, DayPart.MORNING) for day in range(7)])), "毎日の朝"),
        (Coming(hours=hours_of([(day, part) for day in range(5) for part in DayPart])), "平日"),
        (Coming(hours=(Hours(0, time(9), time(15)), Hours(2, time(9), time(15)))), "月・水 9:00〜15:00"),
        (
            Coming(leave_by=time(15), online_only=True, phone_ok=True),
            "15:00までに終わること、Webのみ、電話でも可",
        ),
        (Coming(hours=WEEKEND, words="再来週から"), "土日 / 再来週から"),
    ],
)
def test_days_with_the_same_hours_are_named_together(coming: Coming, words: str) -> None:
    with translation.override("ja"):
        assert coming_words(coming) == words
