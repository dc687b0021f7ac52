"""The made-up company: stores with a job and an interviewer each, and times that open day by day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from candidates.models import Job
from company.models import Company, Location, Staff
from company.policy import Role
from company.services.profile import the_company
from scheduling.models import Slot

TOKYO = ZoneInfo("Asia/Tokyo")
HOURS = (time(10), time(11), time(13), time(14), time(15, 30), time(17), time(18, 30))
AHEAD = 14
"""Days for which times stand open."""

POSTED = {
    "contract": "アルバイト・パート",
    "contract_term": "期間の定めなし",
    "trial_period": "2週間(同じ条件)",
    "duties": "ご案内と配膳",
    "duties_change": "変わりません",
    "workplace_change": "変わりません",
    "pay": "時給1,250円〜",
    "hours": "10:00〜22:00、週2日から",
    "breaks": "6時間をこえる日は45分",
    "overtime": "なし",
    "days_off": "シフト制",
    "insurance": "労災・雇用保険",
    "bring": "なし",
    "dress": "いつもの服で",
    "talk": "働ける曜日について",
}


@dataclass(frozen=True)
class Store:
    job: Job
    interviewer: Staff


@dataclass(frozen=True)
class Place:
    owner: Staff
    stores: tuple[Store, ...]


def build_place(stores: int) -> Place:
    """The ceiling of texts a month is lifted: what is tried is a cadence, not a contract."""
    company = the_company()
    company.name = "ひなた食堂"
    company.caller_number = "0422-00-0120"
    company.sms_monthly_ceiling = 100_000_000
    Company.save(company)
    owner = Staff.objects.create(username="owner", display_name="小林 美咲", role=Role.OWNER)
    return Place(owner, tuple(_store(number, owner) for number in range(1, stores + 1)))


def _store(number: int, owner: Staff) -> Store:
    place = Location.objects.create(
        name=f"{number}号店",
        slug=f"store-{number}",
        phone="0422-00-0120",
        postal_address="東京都武蔵野市吉祥寺南町0-1-2",
        access="吉祥寺駅から歩いて4分",
        station="吉祥寺駅",
        entrance="正面の入口から、レジでお名前を",
        smoking="屋内禁煙",
    )
    job = Job.objects.create(
        title="ホールスタッフ", slug=f"store-{number}-hall", location=place, owner=owner, **POSTED
    )
    name = f"store-{number}-staff"
    return Store(job, Staff.objects.create(username=name, display_name="田辺 悠", role=Role.INTERVIEWER))


def open_times(place: Place, days: Iterable[date], *, now: datetime) -> None:
    """Times for each of these days at every store, weekends alike."""
    moments = [datetime.combine(day, hour, TOKYO) for day in days for hour in HOURS]
    Slot.objects.bulk_create(
        Slot(
            location_id=store.job.location_id,
            interviewer=store.interviewer,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=30),
        )
        for store in place.stores
        for starts_at in moments
        if starts_at > now
    )
