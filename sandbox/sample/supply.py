"""Where further times of the sample come from: two weekly rules, a closed day, an interviewer's calendar."""

from datetime import datetime, time, timedelta

from sandbox.sample.place import Place
from scheduling.models import AvailabilityRule, Closure
from scheduling.policy import Holidays, Mode
from scheduling.services.busy_feeds import take_in_file
from scheduling.services.closures import close
from scheduling.services.ruling import keep_rule

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sample//Calendar//JA
BEGIN:VEVENT
UID:volleyball@sample.example
DTSTART;TZID=Asia/Tokyo:{sunday:%Y%m%d}T190000
DTEND;TZID=Asia/Tokyo:{sunday:%Y%m%d}T210000
RRULE:FREQ=WEEKLY
SUMMARY:バレーボール
END:VEVENT
END:VCALENDAR
"""


def let_times_come(place: Place, now: datetime) -> None:
    """Weekend evenings in one shop, the telephone on weekday evenings in the other; ``now`` is local."""
    staff, shops = place.staff, place.locations
    evenings = AvailabilityRule(
        location=shops["kichijoji"],
        interviewer=staff["tanabe"],
        weekdays=[5, 6],
        opens=time(18),
        closes=time(21),
        minutes=30,
        buffer_minutes=15,
        daily_cap=3,
        holidays=Holidays.CLOSED,
    )
    calls = AvailabilityRule(
        location=shops["mitaka"],
        interviewer=staff["ono"],
        mode=Mode.PHONE,
        weekdays=[0, 1, 2, 3, 4],
        opens=time(20),
        closes=time(21),
        minutes=20,
        notice_minutes=60,
        horizon_days=14,
    )
    for rule in (evenings, calls):
        keep_rule(rule, by=staff["kobayashi"], now=now)
    morning = now.replace(hour=0, minute=0, second=0, microsecond=0)
    closed = morning + timedelta(days=16)
    close(
        Closure(
            location=shops["mitaka"], starts_at=closed, ends_at=closed + timedelta(days=1), label="棚卸し"
        ),
        by=staff["kobayashi"],
        now=now,
    )
    sunday = morning - timedelta(days=morning.weekday() + 1)
    file = CALENDAR.format(sunday=sunday).encode()
    take_in_file(staff["tanabe"], "カレンダー", file, by=staff["tanabe"], now=now)
