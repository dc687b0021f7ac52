"""The smallest valid rows. What matters to a test is spelled out in the test; every area adds its own."""

import io
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any  # overrides of model fields, by name
from zoneinfo import ZoneInfo

from PIL import Image

from candidates.models import Application, Board, BoardMail, Candidate, Job, JobPicture
from candidates.policy import PhoneKind, Stage
from company.models import Company, Location, Staff, Webhook
from company.policy import ApiScope, Role
from company.services.api_tokens import make_token
from company.services.pictures import keep_picture
from company.services.profile import the_company
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State, Wanted
from noshow.models import Case, ModelKind, Moment, RiskModel, RiskNote
from noshow.policy import STARTING
from reminders.models import CadenceStep
from reminders.policy.cadence import Anchor, Route
from scheduling.models import AvailabilityRule, Booking, BusyFeed, Closure, Interview, Slot
from scheduling.policy import InterviewState

TOKYO = ZoneInfo("Asia/Tokyo")
_number = count(1)


def tokyo(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


NOW = tokyo(2026, 6, 10, 10, 0)  # a Wednesday

# --- company and candidates --------------------------------------------------------------------


def a_company(**values: Any) -> Company:
    company = the_company()
    for name, value in values.items():
        setattr(company, name, value)
    company.save()
    return company


def a_location(**values: Any) -> Location:
    """With everything an invitation must be able to say about a place."""
    n = next(_number)
    known = {
        "name": f"Store {n}",
        "slug": f"store-{n}",
        "phone": "0422-00-0120",
        "postal_address": "東京都武蔵野市吉祥寺南町0-1-2",
        "access": "吉祥寺駅から歩いて4分",
        "station": "吉祥寺駅",
        "entrance": "正面の入口から、レジでお名前を",
        "smoking": "屋内禁煙",
    }
    _tell_how_to_meet_online()
    return Location.objects.create(**known | values)


def _tell_how_to_meet_online() -> None:
    company = the_company()
    if not company.online_test_url:
        Company.objects.filter(pk=company.pk).update(online_test_url="https://meet.example/test")


def a_staff(role: Role = Role.OWNER, **values: Any) -> Staff:
    """Somebody who signs in; ``locations`` may be given as a list."""
    places = values.pop("locations", [])
    staff = Staff.objects.create(**{"username": f"staff-{next(_number)}", "role": role} | values)
    staff.locations.set(places)
    return staff


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
"""What a posting says by law, and what an invitation for it says."""


def a_job(**values: Any) -> Job:
    n = next(_number)
    values.setdefault("location", None)
    values["location"] = values["location"] or a_location()
    return Job.objects.create(**{"title": f"Job {n}", "slug": f"job-{n}", **POSTED} | values)


def a_candidate(**values: Any) -> Candidate:
    n = next(_number)
    known = {
        "family_name": "佐々木",
        "given_name": "蓮",
        "phone": f"+8190{n:08d}",
        "phone_kind": PhoneKind.MOBILE,
        "email": f"person-{n}@example.jp",
        "created_at": NOW,
    }
    return Candidate.objects.create(**known | values)


def an_application(**values: Any) -> Application:
    values["candidate"] = values.get("candidate") or a_candidate()
    values["job"] = values.get("job") or a_job()
    return Application.objects.create(**{"applied_at": NOW, "stage": Stage.RECEIVED} | values)


# --- scheduling ----------------------------------------------------------------------------------


def a_slot(starts_at: datetime, *, minutes: int = 30, **values: Any) -> Slot:
    values["location"] = values.get("location") or a_location()
    ends_at = starts_at + timedelta(minutes=minutes)
    return Slot.objects.create(**{"starts_at": starts_at, "ends_at": ends_at} | values)


def an_invited_interview(application: Application | None = None, **values: Any) -> Interview:
    application = application or an_application(stage=Stage.INTERVIEWING)
    known = {"application": application, "invited_at": NOW, "updated_at": NOW}
    return Interview.objects.create(**known | values)


def a_booked_interview(
    starts_at: datetime, application: Application | None = None, *, slot: Slot | None = None, **values: Any
) -> Interview:
    """Booked on ``slot``, or on one of its own at the job's location."""
    application = application or an_application(stage=Stage.INTERVIEWING)
    slot = slot or a_slot(starts_at, location=application.job.location)
    known = {"state": InterviewState.BOOKED, "starts_at": slot.starts_at, "ends_at": slot.ends_at}
    interview = an_invited_interview(application, **known | {"booked_at": NOW} | values)
    Booking.objects.create(
        interview=interview,
        slot=slot,
        seat=slot.bookings.filter(active=True).count() + 1,
        interviewer=slot.interviewer,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        booked_at=NOW,
    )
    return interview


# --- messaging -----------------------------------------------------------------------------------


def wanted(application: Application, **values: Any) -> Wanted:
    """One message the facts call for: thanks by SMS, due at NOW, useful for half a day."""
    due_at = values.get("due_at", NOW)
    known = {
        "kind": Kind.THANKS,
        "about": f"application:{application.pk}",
        "step": "thanks",
        "channel": ChannelName.SMS,
        "due_at": due_at,
        "expires_at": due_at + timedelta(hours=12),
    }
    return Wanted(**known | values)


def a_message(application: Application | None = None, **values: Any) -> Message:
    """A planned one, as the plan would have stored it; any column may be given."""
    application = application or an_application()
    due_at = values.get("due_at", NOW)
    known = {
        "application": application,
        "key": f"{application.pk}|{next(_number)}",
        "kind": Kind.THANKS,
        "about": f"application:{application.pk}",
        "step": "thanks",
        "channel": ChannelName.SMS,
        "due_at": due_at,
        "wanted_due_at": due_at,
        "expires_at": due_at + timedelta(hours=12),
        "created_at": NOW,
    }
    return Message.objects.create(**known | values)


def a_sent_message(application: Application | None = None, **values: Any) -> Message:
    """One a provider took at NOW."""
    known = {"state": State.ACCEPTED, "sent_at": NOW, "attempts": 1, "provider_id": f"SM{next(_number)}"}
    return a_message(application, **known | values)


def brought_to(message: Message, state: State, **values: Any) -> None:
    """The same row as if its life had led here; the database itself lets no row go back."""
    row = Message.objects.get(pk=message.pk)
    Message.objects.filter(pk=row.pk).delete()
    for name, value in {"state": state, **values}.items():
        setattr(row, name, value)
    row.save(force_insert=True)


# --- noshow ----------------------------------------------------------------------------------------


def a_case(interview: Interview | None = None, **values: Any) -> Case:
    """Of somebody who was expected yesterday at 13:00; opened ten minutes after that."""
    yesterday = NOW - timedelta(hours=21)
    interview = interview or a_booked_interview(yesterday, state=InterviewState.ABSENT)
    started_at = interview.starts_at or yesterday
    known = {"interview": interview, "opened_at": started_at + timedelta(minutes=10)}
    return Case.objects.create(**known | values)


# --- administration --------------------------------------------------------------------------------


def an_administrator(**values: Any) -> Staff:
    """An owner who may open the administration."""
    return a_staff(Role.OWNER, **{"is_staff": True, "is_superuser": True} | values)


# --- supply ----------------------------------------------------------------------------------------


def a_rule(**values: Any) -> AvailabilityRule:
    """Every day from 10 to 12, half an hour each, a week ahead, no notice; its slots are not made yet."""
    values["location"] = values.get("location") or a_location()
    known = {
        "weekdays": list(range(7)),
        "opens": time(10),
        "closes": time(12),
        "notice_minutes": 0,
        "horizon_days": 7,
        "created_at": NOW,
    }
    return AvailabilityRule.objects.create(**known | values)


def a_closure(**values: Any) -> Closure:
    """Tomorrow from 10 to 12, the whole company unless it is said whose."""
    tomorrow = {"starts_at": tokyo(2026, 6, 11, 10), "ends_at": tokyo(2026, 6, 11, 12)}
    return Closure.objects.create(**tomorrow | values)


def a_busy_feed(staff: Staff | None = None, **values: Any) -> BusyFeed:
    """A calendar that was uploaded; without any times."""
    known = {"staff": staff or a_staff(), "name": "Calendar", "added_at": NOW, "read_at": NOW}
    return BusyFeed.objects.create(**known | values)


# --- postings ----------------------------------------------------------------------------------------


def a_picture_file(kind: str = "PNG", size: tuple[int, int] = (64, 48), colour: str = "orange") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def a_job_picture(job: Job | None = None, *, colour: str = "orange", **values: Any) -> JobPicture:
    job = job or a_job()
    picture = keep_picture(a_picture_file(colour=colour), now=NOW)
    known = {"job": job, "picture": picture, "caption": "店のなか", "position": job.pictures.count()}
    return JobPicture.objects.create(**known | values)


# --- machines --------------------------------------------------------------------------------------


def a_webhook(**values: Any) -> Webhook:
    fields = {
        "name": "人事システム",
        "url": "https://hooks.example/in",
        "secret": "s" * 40,
        "events": ["application.received"],
        "made_at": NOW,
    }
    return Webhook.objects.create(**fields | values)


def an_api_key(*scopes: ApiScope, locations: Sequence[Location] = (), **values: Any) -> str:
    """The key itself, as its owner was shown it; without scopes it may do everything."""
    by = Staff.objects.filter(role=Role.OWNER).first() or a_staff()
    fields = {"name": "応募受付", "expires_at": None, "now": NOW, **values}
    return make_token(scopes=scopes or tuple(ApiScope), locations=locations, by=by, **fields)[1]


LABELS = {
    "応募者名": "full_name",
    "フリガナ": "full_kana",
    "電話番号": "phone",
    "メールアドレス": "email",
    "応募職種": "job",
    "勤務地": "place",
    "応募日時": "applied_at",
    "メッセージ": "motivation",
}


def a_board(**values: Any) -> Board:
    """The only one: those a new instance begins with are put aside."""
    Board.objects.all().delete()
    return Board.objects.create(
        **{"name": "バイトひろば", "senders": "hiroba.example", "labels": LABELS} | values
    )


def a_board_mail(text: str = "", **values: Any) -> BoardMail:
    known = {
        "message_id": f"<{next(_number)}@hiroba.example>",
        "sender": "noreply@hiroba.example",
        "subject": "応募がありました",
        "text": text,
        "received_at": NOW,
    }
    return BoardMail.objects.create(**known | values)


# --- reminders -----------------------------------------------------------------------------------


def the_thanks() -> CadenceStep:
    """The first step of the default cadence, also where a flush has taken the migrated rows."""
    step, _is_new = CadenceStep.objects.get_or_create(
        step="thanks",
        defaults={
            "kind": Kind.THANKS,
            "anchor": Anchor.APPLIED,
            "route": Route.EVERY,
            "useful_minutes": 24 * 60,
            "why": "thanks",
        },
    )
    return step


# --- the risk ------------------------------------------------------------------------------------


def a_risk_model(**values: Any) -> RiskModel:
    """Learned, and better than what stood."""
    known: dict[str, Any] = {
        "kind": ModelKind.LEARNED,
        "base": -1.4,
        "weights": {**STARTING.weights, "confirmed": -1.0},
        "errors": {"": 0.1, "confirmed": 0.15},
        "outcomes": 620,
        "absent": 140,
        "trained_from": NOW - timedelta(days=400),
        "trained_to": NOW - timedelta(days=1),
        "made_at": NOW,
    }
    return RiskModel.objects.create(**known | values)


def a_risk_note(days: int, percent: int = 30, *, absent: bool = False, **values: Any) -> RiskNote:
    """Of an interview ``days`` ago, on its morning; ``values`` are its signals."""
    state = values.pop("state", InterviewState.ABSENT if absent else InterviewState.CAME)
    interview: Any = values.pop("interview", None)  # any, for a booked one always has a start
    interview = interview or a_booked_interview(NOW - timedelta(days=days), state=state)
    return RiskNote.objects.create(
        interview=interview,
        moment=values.pop("moment", Moment.MORNING),
        at=NOW - timedelta(days=days, hours=2),
        starts_at=interview.starts_at,
        values=values,
        percent=percent,
    )
