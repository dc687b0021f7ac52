"""来ましたか: one press, and a minute to take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from company import clock
from dashboard.forms_outcomes import OutcomeForm
from dashboard.scope import acting, staff_of
from dashboard.tablets import is_by_pin
from dashboard.views.answering import done, refused, the_interview
from dashboard.words_attendance import meanwhile_words
from noshow.models import Case
from noshow.services.attendance import (
    ExcuseUnexplained,
    InterviewOver,
    OutcomeStands,
    SaidMeanwhile,
    TooEarly,
    record_attendance,
)
from noshow.services.cases import CaseOver, UndoTooLate, undo_case
from scheduling.policy import By, InterviewState
from scheduling.services.locking import StalePage
from scheduling.services.outcomes import take_back_outcome


@acting
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """The first word stands: a button on a page that has aged since tells what was said meanwhile."""
    interview = the_interview(request, pk)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return refused(request, interview.application, form.fault)
    try:
        said = form.said(way_of(request))
        record_attendance(interview, form.chosen, by=staff_of(request), now=clock.now(), said=said)
    except TooEarly:
        return refused(request, interview.application, _("It is too early to say. Please come back later."))
    except InterviewOver:
        return refused(request, interview.application, _("This interview has ended another way meanwhile."))
    except SaidMeanwhile:
        return refused(request, interview.application, meanwhile_words(interview))
    except ExcuseUnexplained:
        return refused(request, interview.application, _("Please write a few words about the reason."))
    undo = f"{reverse('dashboard:take_back', args=[interview.pk])}?of={interview.version}"
    messages.success(request, _said(form.chosen, str(interview.application.candidate)), extra_tags=undo)
    return done(request, interview.application)


def way_of(request: HttpRequest) -> By:
    """A store's shared tablet, or one's own desk."""
    return By.TABLET if is_by_pin(request) else By.DESK


def _said(outcome: InterviewState, name: str) -> str:
    words = {
        InterviewState.CAME: _("%(name)s has come. Noted."),
        InterviewState.CAME_LATE: _("%(name)s has come, a little late. Noted."),
        InterviewState.EXCUSED: _("%(name)s is excused. Noted."),
        InterviewState.ABSENT: _("%(name)s could not come. A first word goes out in ten minutes."),
    }
    return words[outcome] % {"name": name}


@acting
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo: an absence with its case within a minute, any other outcome while nothing builds on it.

    ``of`` is the outcome's version: one that somebody has recorded since stays.
    """
    interview, said = the_interview(request, pk), request.GET.get("of", "")
    of = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    case = Case.objects.open().filter(interview=interview).first()
    now, by = clock.now(), staff_of(request)
    try:
        if case is not None:
            undo_case(case, by=by, now=now, version=of)
        else:
            take_back_outcome(interview, by=by, now=now, version=of, way=way_of(request))
    except (UndoTooLate, CaseOver):
        words = _("The minute is over. If they came after all, press Arrived on their page.")
        return refused(request, interview.application, words)
    except (OutcomeStands, StalePage):
        return refused(request, interview.application, _("Something later builds on it, so it stays."))
    messages.success(request, _("Taken back."))
    return done(request, interview.application)
