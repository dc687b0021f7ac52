"""文面: looking at the words of every message, changing them, and going back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import LANGUAGES, Job
from company import clock
from company.services.profile import the_company
from dashboard.permits import may_change_words, must_change_words
from dashboard.queries import wordings
from dashboard.scope import acting, scope_of, staff_of
from messaging.forms import SENT_BY
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.rewording import NothingSaid, UnknownVariables, restore, reword

OFFERED = [kind for _name, kinds in wordings.GROUPS for kind in kinds]
LONGEST = 4000


def _which(request: HttpRequest, asked: QueryDict) -> wordings.Which:
    """The text the address names. A job must be one this person may see."""
    kind, channel = asked.get("kind") or Kind.THANKS, asked.get("channel") or ChannelName.SMS
    language, number = asked.get("language") or "ja", asked.get("job") or ""
    known = kind in OFFERED and channel in SENT_BY and language in dict(LANGUAGES)
    if not known or (number and not number.isdecimal()):
        raise Http404
    jobs = Job.objects.visible_to(staff_of(request)).select_related("location", "owner")
    job = jobs.filter(pk=int(number)).first() if number else None
    if number and job is None:
        raise Http404
    return wordings.Which(Kind(kind), ChannelName(channel), language, job)


@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """One text beside the list of all; a POST keeps new words."""
    which = _which(request, request.GET)
    if request.method == "POST":
        return _keep(request, which)
    words = wordings.words_now(which)
    subject, body = (for_editing(text, which.language) for text in (words.subject, words.body))
    return _page(request, which, subject, body)


def _keep(request: HttpRequest, which: wordings.Which) -> HttpResponse:
    must_change_words(request, which.job)
    subject, body = request.POST.get("subject", "")[:200], request.POST.get("body", "")[:LONGEST]
    where = (which.kind, which.channel, which.language, which.job)
    try:
        reword(*where, subject=subject, body=body, by=staff_of(request), now=clock.now())
    except NothingSaid:
        return _page(
            request, which, subject, body, trouble=_("Write something first; an empty message is not sent.")
        )
    except UnknownVariables as unknown:
        names = _(", ").join(f"{{{name}}}" for name in unknown.names)
        trouble = _("%(names)s is not known. Choose from the items below the text.") % {"names": names}
        return _page(request, which, subject, body, trouble=trouble)
    messages.success(request, _("Saved. Every message from now on says it like this."))
    return redirect(_address(which))


def _page(
    request: HttpRequest, which: wordings.Which, subject: str, body: str, trouble: str = ""
) -> HttpResponse:
    scope, own = scope_of(request), wordings.own_text(which)
    context = _reading(request, which, subject, body) | {
        "groups": wordings.kind_groups(which),
        "own": own,
        "jobs": wordings.job_rows(scope, which),
        "subject": subject,
        "body": body,
        "trouble": trouble,
        "variables": wordings.variables(which),
        "languages": LANGUAGES,
    }
    return render(request, "dashboard/templates/templates.html", context, status=422 if trouble else 200)


def _reading(request: HttpRequest, which: wordings.Which, subject: str, body: str) -> dict[str, object]:
    now = clock.now()
    job = which.job or scope_of(request).jobs().select_related("location", "owner").first()
    values = wordings.sample_values(which, job, now=now)
    reading = wordings.read(which, subject, body, values)
    may_change = may_change_words(staff_of(request), which.job)
    shown = {"which": which, "reading": reading, "sample": values, "now": now}
    return {**shown, "company": the_company(), "may_change": may_change}


@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """How the words typed so far would arrive; stores nothing."""
    which = _which(request, request.GET)
    subject, body = request.POST.get("subject", "")[:200], request.POST.get("body", "")[:LONGEST]
    return render(request, "dashboard/templates/_reading.html", _reading(request, which, subject, body))


@acting
def restore_text(request: HttpRequest) -> HttpResponse:
    """Back to the words for all jobs, or the built-in ones."""
    which = _which(request, request.GET)
    must_change_words(request, which.job)
    where = (which.kind, which.channel, which.language, which.job)
    if restore(*where, by=staff_of(request), now=clock.now()):
        messages.success(request, _("The words from before hold again."))
    return redirect(_address(which))


def _address(which: wordings.Which) -> str:
    query = QueryDict(mutable=True)
    query.update({"kind": which.kind, "channel": which.channel, "language": which.language})
    if which.job:
        query["job"] = str(which.job.pk)
    return f"{reverse('dashboard:templates')}?{query.urlencode()}"
