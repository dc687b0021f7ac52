"""Every page a candidate may see: one person in each standing, and the pages that lead on from there."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any  # columns by name

from django.utils import timezone

from candidates.models import Application, Content
from candidates.policy import Stage
from candidates.services.links import mint
from company.models import Location, Staff
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from scheduling.models import Interview
from scheduling.policy import InterviewState, Mode
from scheduling.services.way import ask_the_way
from tests.factories import (
    a_booked_interview,
    a_case,
    a_company,
    a_job,
    a_location,
    a_slot,
    a_staff,
    an_application,
    an_invited_interview,
)

OUTCOMES = {
    "absent": InterviewState.ABSENT,
    "excused": InterviewState.EXCUSED,
    "cancelled": InterviewState.CANCELLED_BY_US,
}
STAGES = {
    "deciding": Stage.DECIDING,
    "offered": Stage.OFFERED,
    "joined": Stage.JOINED,
    "withdrawn": Stage.WITHDRAWN,
    "rejected": Stage.REJECTED,
    "closed": Stage.CLOSED,
}
AROUND_A_BOOKING = ("times/", "withdraw/", "preferences/", "read/", "not-me/")
ON_THE_DAY = ("late/", "absent/", "way/")


class Everybody:
    """A company with one open job, and somebody in every standing an application can have."""

    def __init__(self, now: datetime | None = None) -> None:
        self.now = now or timezone.now()
        a_company(
            name="ひなた食堂", caller_number="0422-00-0120", online_test_url="https://meet.example.jp/test"
        )
        self.place: Location = a_location(
            phone="0422-00-0120",
            postal_address="東京都武蔵野市吉祥寺南町0-1-2",
            access="公園口から歩いて4分",
            station="吉祥寺駅",
            entrance="1階、藍色ののれん。「面接です」と声をかけてください",
            directions="吉祥寺駅の公園口を出て、まっすぐ\n2つ目の角を左",
        )
        self.host: Staff = a_staff(display_name="小林 美咲", title="店長", greeting="お待ちしています。")
        self.job = a_job(
            location=self.place, owner=self.host, bring="なし", dress="いつもの服", talk="働ける曜日"
        )
        self.content = Content.objects.create(
            title="まかないの話", kind="word", minutes=2, body="親子丼\n\nです"
        )
        for hours in range(26, 26 + 24 * 4, 5):
            a_slot(self.at(hours), location=self.place, interviewer=self.host)

    def at(self, hours: float) -> datetime:
        return (self.now + timedelta(hours=hours)).replace(second=0, microsecond=0)

    def pages(self) -> Iterator[tuple[str, str]]:
        """Name and address of every page, the standings first."""
        for name, application in self.standings():
            yield name, self.home(application)
        yield from self.leading_on()
        yield "jobs", "/jobs/"
        yield "job", f"/jobs/{self.job.slug}/"
        yield "unknown job", "/jobs/no-such-job/"
        yield "unknown link", "/i/aaaaaaaaaaaaaaaaaaaaaa/"

    def standings(self) -> Iterator[tuple[str, Application]]:
        yield "waiting", self.somebody(Stage.RECEIVED, first_contact_due_at=self.at(0.5))
        invited = an_invited_interview(self.somebody(), answer_by=self.at(30))
        yield "invited", invited.application
        yield "booked", self.meeting(29.5).application
        kept = self.meeting(20, confirmed_at=self.now)
        hear(kept.application, channel=ChannelName.PAGE, text="自転車で行けますか", now=self.now)
        yield "confirmed", kept.application
        yield "online", self.meeting(28.5, mode=Mode.ONLINE, url="https://meet.example.jp/1").application
        yield "telephone", self.meeting(27.5, mode=Mode.PHONE).application
        yield "late", self.meeting(0.4, late_minutes=15, late_noted_at=self.now).application
        yield "started", self.meeting(-0.4).application
        yield "long over", self.meeting(-5).application
        for name, state in OUTCOMES.items():
            interview = self.meeting(-20, state=state)
            if state is InterviewState.ABSENT:
                a_case(interview)
            yield name, interview.application
        for name, stage in STAGES.items():
            closed_at = self.now if stage.is_over else None
            yield name, self.somebody(stage, closed_at=closed_at)

    def leading_on(self) -> Iterator[tuple[str, str]]:
        home = self.home(self.meeting(30.5).application)
        for page in AROUND_A_BOOKING:
            yield page, home + page
        yield "reading", f"{home}read/{self.content.pk}/"
        lost = self.meeting(-0.2)
        ask_the_way(lost, now=self.now)
        for page in ON_THE_DAY:
            yield page, self.home(lost.application) + page

    def somebody(self, stage: Stage = Stage.INTERVIEWING, **values: Any) -> Application:
        return an_application(job=self.job, stage=stage, **values)

    def meeting(self, hours: float, *, mode: Mode = Mode.ONSITE, url: str = "", **values: Any) -> Interview:
        host = self.host if hours > 0 else None  # nobody is in two meetings at once
        slot = a_slot(self.at(hours), location=self.place, interviewer=host, mode=mode, online_url=url)
        return a_booked_interview(slot.starts_at, self.somebody(), slot=slot, **values)

    def home(self, application: Application) -> str:
        return f"/i/{mint(application, now=self.now)}/"
