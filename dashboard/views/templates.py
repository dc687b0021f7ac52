"""文面: looking at the words of every message, changing them, trying them, and going back."""

from collections.abc import Sequence

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
from dashboard.queries import wording_reading, wording_samples, wordings
from dashboard.queries.wording_versions import difference, words_of
from dashboard.scope import acting, scope_of, staff_of
from messaging.knowing import SENT_BY
from messaging.linting import Remark
from messaging.models import TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.rendering import for_editing
from messaging.services.rewording import (
    NotFit,
    NothingSaid,
    SomebodyWasFirst,
    UnknownVariables,
    restore,
    reword,
)
from messaging.services.trying import why_not

OFFERED = [kind for _name, kinds in wordings.GROUPS for kind in kinds]
LONGEST = 4000


def which_text(request: HttpRequest, asked: QueryDict) -> wordings.Which:
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


def typed(request: HttpRequest) -> tuple[str, str]:
    return request.POST.get("subject", "")[:200], request.POST.get("body", "")[:LONGEST]


@login_required
def templates(request: HttpRequest) -> HttpResponse:
    """One text beside the list of all; a POST keeps new words, or only looks at them (without script)."""
    which = which_text(request, request.GET)
    if request.method == "POST":
        return text_page(request, which, *typed(request)) if "look" in request.POST else _keep(request, which)
    words = wordings.words_now(which)
    subject, body = (for_editing(text, which.language) for text in (words.subject, words.body))
    return text_page(request, which, subject, body)


def _keep(request: HttpRequest, which: wordings.Which) -> HttpResponse:
    must_change_words(request, which.job)
    subject, body = typed(request)
    seen = request.POST.get("seen", "")
    before = wordings.newest_version(which)
    try:
        reword(
            *which.key,
            subject=subject,
            body=body,
            by=staff_of(request),
            now=clock.now(),
            seen=int(seen) if seen.isdecimal() else None,
        )
    except SomebodyWasFirst as first:
        return text_page(request, which, subject, body, theirs=first.version)
    except (NothingSaid, UnknownVariables, NotFit) as refused:
        found = refused.remarks if isinstance(refused, NotFit) else ()
        return text_page(request, which, subject, body, trouble=trouble_of(refused), found=found)
    messages.success(
        request, _("Saved. Every message from now on says it like this."), extra_tags=_way_back(which, before)
    )
    return redirect(address_of(which))


def trouble_of(refused: NothingSaid | UnknownVariables | NotFit) -> str:
    if isinstance(refused, NothingSaid):
        return _("Write something first; an empty message is not sent.")
    if isinstance(refused, UnknownVariables):
        names = _(", ").join(f"{{{name}}}" for name in refused.names)
        return _("%(names)s is not known. Choose from the items below the text.") % {"names": names}
    return _("Not saved yet: %(what)s.") % {"what": _(", ").join(one.head for one in refused.remarks)}


def _way_back(which: wordings.Which, before: TemplateVersion | None) -> str:
    """Where the toast's "take back" leads: to the version before, or to the words for all."""
    if before is None or before.is_removal:
        return f"{reverse('dashboard:restore_text')}?{_query(which)}"
    return reverse("dashboard:bring_back_text", args=[before.pk])


def text_page(
    request: HttpRequest,
    which: wordings.Which,
    subject: str,
    body: str,
    *,
    trouble: str = "",
    found: Sequence[Remark] = (),
    theirs: TemplateVersion | None = None,
    trial: object = None,
    trial_trouble: str = "",
) -> HttpResponse:
    """The whole page, with what was typed in the editor whatever became of it."""
    scope, own, newest = scope_of(request), wordings.own_text(which), wordings.newest_version(which)
    context = reading_context(request, which, subject, body) | {
        "groups": wordings.kind_groups(which),
        "own": own,
        "newest": newest,
        "seen": newest.version if newest else own.version if own else 0,
        "jobs": wordings.job_rows(scope, which),
        "subject": subject,
        "body": body,
        "trouble": trouble,
        "found": found,
        "variables": wordings.variables(which),
        "languages": LANGUAGES,
        "trial": trial,
        "trial_trouble": trial_trouble,
        "no_trial": why_not(staff_of(request), which.channel),
    }
    if theirs is not None:
        mine = f"{subject}\n\n{body}" if which.is_email else body
        context |= {"theirs": theirs, "apart": difference(words_of(theirs), mine.replace("\r\n", "\n"))}
    status = 409 if theirs else 422 if trouble or trial_trouble else 200
    return render(request, "dashboard/templates/templates.html", context, status=status)


def reading_context(
    request: HttpRequest, which: wordings.Which, subject: str, body: str
) -> dict[str, object]:
    now = clock.now()
    people = wording_samples.samples(scope_of(request), which, now=now)
    sample = wording_samples.chosen(people, request.POST.get("who") or request.GET.get("who") or "")
    return {
        "which": which,
        "samples": people,
        "sample": sample,
        "reading": wording_reading.read(which, subject, body, sample.values),
        "answered_by_text": which.kind in wording_reading.ANSWERED_BY_TEXT,
        "mail": _mail_beside(which, sample) if which.channel == ChannelName.SMS else None,
        "company": the_company(),
        "may_change": may_change_words(staff_of(request), which.job),
    }


def _mail_beside(which: wordings.Which, sample: wording_samples.Sample) -> wording_reading.Reading:
    """The mail of the same kind as it stands, for the phone shows the SMS alone."""
    mail = wordings.Which(which.kind, ChannelName.EMAIL, which.language, which.job)
    words = wordings.words_now(mail)
    return wording_reading.read(mail, words.subject, words.body, sample.values)


@login_required
def preview(request: HttpRequest) -> HttpResponse:
    """How the words typed so far would arrive; stores nothing."""
    which = which_text(request, request.GET)
    context = reading_context(request, which, *typed(request))
    return render(request, "dashboard/templates/_reading.html", context)


@acting
def restore_text(request: HttpRequest) -> HttpResponse:
    """Back to the words for all jobs, or the built-in ones."""
    which = which_text(request, request.GET)
    must_change_words(request, which.job)
    before = wordings.newest_version(which)
    if restore(*which.key, by=staff_of(request), now=clock.now()):
        back = reverse("dashboard:bring_back_text", args=[before.pk]) if before else ""
        messages.success(request, _("The words from before hold again."), extra_tags=back)
    return redirect(address_of(which))


def address_of(which: wordings.Which) -> str:
    return f"{reverse('dashboard:templates')}?{_query(which)}"


def _query(which: wordings.Which) -> str:
    query = QueryDict(mutable=True)
    query.update({"kind": which.kind, "channel": which.channel, "language": which.language})
    if which.job:
        query["job"] = str(which.job.pk)
    return query.urlencode()
