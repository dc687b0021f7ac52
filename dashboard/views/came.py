"""「来られましたか？」: the page behind the link in an interviewer's mail, without signing in.

The link is signed for one interview at one time and one person; who does not hold it cannot make one, so
nothing needs counting. Looking changes nothing; a press is a POST with the state the page showed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from company import clock
from company.models import Staff
from dashboard.words_attendance import Recorded, meanwhile_words, recorded_words
from noshow.models import Case
from noshow.policy import UNDO_FOR
from noshow.services.attendance import (
    InterviewOver,
    OutcomeStands,
    Said,
    SaidMeanwhile,
    TooEarly,
    record_attendance,
)
from noshow.services.cases import CaseOver, UndoTooLate, undo_case
from scheduling.models import Attendance, Interview
from scheduling.policy import By, InterviewState
from scheduling.services.asking_interviewers import BadLink, Link, read_link
from scheduling.services.locking import StalePage
from scheduling.services.outcomes import take_back_outcome
from scheduling.services.recording import last_recording

CHOICES = {InterviewState.CAME, InterviewState.CAME_LATE, InterviewState.ABSENT}
SHOWN_WITH = ("application__candidate", "application__job__location")


class Stands(StrEnum):
    """What the page has to say."""

    ASKED = "asked"
    KNOWN = "known"
    MOVED = "moved"  # another time, another interviewer, or cancelled
    OVER = "over"  # the day is over


@dataclass(frozen=True)
class Asked:
    """The interview behind a link, as it stands."""

    interview: Interview
    person: Staff
    link: Link
    now: datetime

    @property
    def stands(self) -> Stands:
        state = InterviewState(self.interview.state)
        booking = self.interview.last_booking
        theirs = booking is not None and booking.slot.interviewer_id == self.person.pk
        if not theirs or not self.link.is_about(self.interview.starts_at):
            return Stands.MOVED
        if not state.is_outcome and not self.interview.is_booked:
            return Stands.MOVED
        if not self.link.is_open(self.now):
            return Stands.OVER
        return Stands.KNOWN if state.is_outcome else Stands.ASKED

    @property
    def last(self) -> Attendance | None:
        return last_recording(self.interview)

    @property
    def recorded(self) -> Recorded | None:
        return recorded_words(self.last) if self.last else None

    @property
    def may_undo(self) -> bool:
        """Their own press, by this page, of the last minute."""
        last = self.last
        return (
            self.stands is Stands.KNOWN
            and last is not None
            and (last.by_id, last.way) == (self.person.pk, By.MAIL)
            and self.now <= last.at + UNDO_FOR
        )


@csrf_exempt  # the signed address is what a forger would have to know; no cookie stands for anybody here
@require_http_methods(["GET", "HEAD", "POST"])
def came(request: HttpRequest, token: str) -> HttpResponse:
    asked = _asked(token, clock.now())
    if asked is None:
        return _private(render(request, "dashboard/attendance/unknown.html", status=404))
    with _speaking_to(asked):
        if request.method == "POST":
            return _private(_press(request, asked))
        return _private(_page(request, asked))


def _asked(token: str, now: datetime) -> Asked | None:
    """None for anything but a link of ours to somebody who still works here, about somebody still known."""
    try:
        link = read_link(token)
    except BadLink:
        return None
    interview = Interview.objects.select_related(*SHOWN_WITH).filter(pk=link.interview_id).first()
    person = Staff.objects.filter(pk=link.person_id, is_active=True).first()
    if interview is None or person is None or interview.application.candidate.erased_at is not None:
        return None
    return Asked(interview, person, link, now)


@contextmanager
def _speaking_to(asked: Asked) -> Iterator[None]:
    zone = ZoneInfo(asked.interview.application.job.location.zone)
    with translation.override(asked.person.language), timezone.override(zone):
        yield


def _page(request: HttpRequest, asked: Asked, *, trouble: str = "", status: int = 200) -> HttpResponse:
    interview = asked.interview
    context = {
        "asked": asked,
        "stands": asked.stands,
        "interview": interview,
        "name": interview.application.candidate.call_name,
        "job": interview.application.job,
        "trouble": trouble,
        "now": asked.now,
    }
    return render(request, "dashboard/attendance/came.html", context, status=status)


def _press(request: HttpRequest, asked: Asked) -> HttpResponse:
    """One of three, or taking it back; a refusal shows how things stand now."""
    said = request.POST.get("outcome", "")
    try:
        if request.POST.get("do") == "undo":
            _undo(asked, request.POST.get("version", ""))
        elif said in CHOICES and asked.stands in {Stands.ASKED, Stands.KNOWN}:
            _record(asked, InterviewState(said))
        else:
            return _again(request, asked, _("Nothing was changed. This is how it stands now."))
    except TooEarly:
        return _again(request, asked, _("It is too early to say. Please come back later."))
    except SaidMeanwhile:
        return _again(request, asked, meanwhile_words(asked.interview))
    except (InterviewOver, OutcomeStands, StalePage, CaseOver):
        return _again(request, asked, _("Nothing was changed. This is how it stands now."))
    except UndoTooLate:
        return _again(request, asked, _("The minute is over. The desk can still correct it."))
    answer = HttpResponseRedirect(request.path)
    answer.status_code = 303
    return answer


def _record(asked: Asked, outcome: InterviewState) -> None:
    said = Said(By.MAIL, seen=InterviewState.BOOKED)
    record_attendance(asked.interview, outcome, by=asked.person, now=asked.now, said=said)


def _undo(asked: Asked, version: str) -> None:
    """As on the desk; the version is the outcome's, so that what somebody else said since stays."""
    if not asked.may_undo:
        raise UndoTooLate
    of = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    case = Case.objects.open().filter(interview=asked.interview).first()
    if case is not None:
        undo_case(case, by=asked.person, now=asked.now, version=of)
    else:
        take_back_outcome(asked.interview, by=asked.person, now=asked.now, version=of, way=By.MAIL)


def _again(request: HttpRequest, asked: Asked, trouble: str) -> HttpResponse:
    interview = Interview.objects.select_related(*SHOWN_WITH).get(pk=asked.interview.pk)
    fresh = Asked(interview, asked.person, asked.link, asked.now)
    return _page(request, fresh, trouble=trouble, status=409)


def _private(answer: HttpResponse) -> HttpResponse:
    """Neither a cache nor a search engine nor the next site learns of the page."""
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, noarchive"
    return answer
