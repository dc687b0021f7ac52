"""自分に試し送り: the typed words on one's own phone or in one's own mailbox."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from candidates.models import Job
from candidates.policy import local_phone
from company import clock
from dashboard.queries import wording_samples, wordings
from dashboard.scope import acting, scope_of, staff_of
from dashboard.views.desk import htmx_target
from dashboard.views.templates import text_page, typed, which_text
from messaging.models import TrialSend
from messaging.policy import State
from messaging.rendering import MissingValue, check, render_line
from messaging.rendering import render as filled_in
from messaging.services.trying import CannotTry, try_out
from messaging.wording import fact_words, state_words, trouble_words

WAITING = frozenset({State.PLANNED, State.SENDING})


@acting
def try_text(request: HttpRequest) -> HttpResponse:
    """Send what is typed to oneself, filled with the drawn person: no applicant's data leaves by this."""
    which = which_text(request, request.GET)
    subject, body = typed(request)
    try:
        head, text = _filled(request, which, subject, body)
        trial = try_out(staff_of(request), which.channel, text, head, now=clock.now())
    except CannotTry as refused:
        return _answer(request, which, trouble=refused.words)
    except MissingValue as missing:
        words = _("A fact is missing for the text: %(name)s") % {"name": fact_words(missing.name)}
        return _answer(request, which, trouble=words)
    return _answer(request, which, trial=trial)


def _filled(request: HttpRequest, which: wordings.Which, subject: str, body: str) -> tuple[str, str]:
    """Raises MissingValue, also for an item nobody knows."""
    if unknown := check(f"{subject}\n{body}"):
        raise MissingValue(f"{{{unknown[0]}}}")
    now = clock.now()
    jobs: Job | None = which.job or scope_of(request).jobs().select_related("location", "owner").first()
    values = wording_samples.drawn_values(which, jobs, now=now)
    return (render_line(subject, values) if which.is_email else ""), filled_in(body, values)


def _answer(
    request: HttpRequest, which: wordings.Which, trial: TrialSend | None = None, trouble: str = ""
) -> HttpResponse:
    if not htmx_target(request):
        shown = None if trial is None else _shown(trial)
        return text_page(request, which, *typed(request), trial=shown, trial_trouble=trouble)
    context: dict[str, object] = {"trial_trouble": trouble, "trial": None if trial is None else _shown(trial)}
    return render(request, "dashboard/templates/_trial.html", context)


@login_required
@require_GET
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one's own trial; the page asks until it is settled."""
    row = get_object_or_404(TrialSend, pk=pk, staff=staff_of(request))
    return render(request, "dashboard/templates/_trial.html", {"trial": _shown(row)})


def _shown(row: TrialSend) -> dict[str, object]:
    """A trial in words: where it went, and when, or why it did not."""
    failed = row.state in {State.FAILED, State.UNKNOWN, State.EXPIRED}
    return {
        "row": row,
        "address": row.address if "@" in row.address else local_phone(row.address),
        "is_waiting": row.state in WAITING,
        "failed": failed,
        "state": state_words(row.state),
        "why": trouble_words(row.error) if row.error else "",
    }
