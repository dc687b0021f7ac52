"""終了の基準: the one closing rule, looked at before it is kept, and channels that failed. Owners only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from company import clock
from dashboard.forms_closing import IncidentForm, RuleForm
from dashboard.permits import must_own
from dashboard.scope import staff_of
from dashboard.words_closing import changes, effect_words, meaning
from messaging.models import DeliveryIncident
from messaging.services import incidents
from noshow.models import ClosingRule, ClosingRuleVersion
from noshow.services import ruling
from noshow.services.chances import our_words

SHOWN = 20
HERE = "dashboard:closing_rule"


@login_required
def closing_rule(request: HttpRequest) -> HttpResponse:
    """The rule and what it means; a POST keeps it, or only looks (without script)."""
    must_own(request)
    if request.method != "POST":
        return _page(request, RuleForm(instance=ruling.the_rule_row()))
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _page(request, form) if "look" in request.POST else _keep(request, form)


def _keep(request: HttpRequest, form: RuleForm) -> HttpResponse:
    before, seen = ruling.newest_number(), request.POST.get("seen", "")
    try:
        kept = ruling.keep_rule(
            form.typed, by=staff_of(request), now=clock.now(), seen=int(seen) if seen.isdecimal() else None
        )
    except ruling.RuleChanged as changed:
        return _page(request, form, theirs=changed.version, status=409)
    if not kept.changed:
        messages.success(request, _("Nothing was different, so nothing changes."))
    else:
        messages.success(request, _("Saved. It holds for every open case."), extra_tags=_way_back(before))
    return redirect(HERE)


def _way_back(number: int) -> str:
    """To the version that held before; the first change keeps the rule as it came as number 1."""
    version = ClosingRuleVersion.objects.filter(number=number or 1).first()
    return reverse("dashboard:bring_back_rule", args=[version.pk]) if version else ""


def _page(
    request: HttpRequest,
    form: RuleForm,
    *,
    theirs: ClosingRuleVersion | None = None,
    incident: IncidentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _meaning(form) | {
        "form": form,
        "theirs": theirs,
        "seen": ruling.newest_number(),
        "ours": {"ja": our_words("ja"), "en": our_words("en")},
        "incidents": DeliveryIncident.objects.select_related("by")[:SHOWN],
        "incident_form": incident or IncidentForm(now=clock.now()),
    }
    return render(request, "dashboard/closing/rule.html", context, status=status)


def _meaning(form: RuleForm) -> dict[str, object]:
    """What stands, or what is typed, in sentences; and what it would change now."""
    if form.is_bound and not form.is_valid():
        return {"meaning": [], "is_draft": True}
    rule: ClosingRule = form.typed if form.is_bound else form.instance
    is_draft = form.is_bound and form.typed.as_rule() != ruling.the_rule_row().as_rule()
    effect = effect_words(ruling.effect_of(rule.as_rule(), now=clock.now())) if is_draft else ""
    return {"meaning": meaning(rule), "effect": effect, "is_draft": is_draft}


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is typed so far; stores nothing."""
    must_own(request)
    return render(request, "dashboard/closing/_meaning.html", _meaning(RuleForm(request.POST)))


@login_required
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    must_own(request)
    rows = list(ClosingRuleVersion.objects.select_related("by")[:50])
    before = [*rows[1:], None]
    told = [
        {"version": row, "changes": changes(old, row), "is_now": place == 0}
        for place, (row, old) in enumerate(zip(rows, before, strict=False))
    ]
    return render(request, "dashboard/closing/versions.html", {"versions": told})


@login_required
@require_POST
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule as it stood then holds again, as a version of its own."""
    must_own(request)
    before, version = ruling.newest_number(), get_object_or_404(ClosingRuleVersion, pk=pk)
    if ruling.bring_back(version, by=staff_of(request), now=clock.now()).changed:
        messages.success(request, _("As it was then, it is again."), extra_tags=_way_back(before))
    else:
        messages.success(request, _("Nothing was different, so nothing changes."))
    return redirect(HERE)


@login_required
@require_POST
def tell_incident(request: HttpRequest) -> HttpResponse:
    """A channel failed, and somebody knows when."""
    must_own(request)
    form = IncidentForm(request.POST, now=clock.now())
    if not form.is_valid():
        return _page(request, RuleForm(instance=ruling.the_rule_row()), incident=form, status=422)
    told = form.cleaned_data
    incident = incidents.tell_incident(
        told["channel"],
        began_at=told["began_at"],
        ended_at=told["ended_at"],
        note=told["note"],
        by=staff_of(request),
        now=clock.now(),
    )
    words = _("Noted. Nobody is closed by the rule over silence in that time.")
    messages.success(request, words, extra_tags=reverse("dashboard:drop_incident", args=[incident.pk]))
    return redirect(HERE)


@login_required
@require_POST
def end_incident(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    incident = get_object_or_404(DeliveryIncident, pk=pk)
    incidents.end_incident(incident, by=staff_of(request), now=clock.now())
    messages.success(request, _("Noted: it works again."))
    return redirect(HERE)


@login_required
@require_POST
def drop_incident(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    incident = get_object_or_404(DeliveryIncident, pk=pk)
    incidents.drop_incident(incident, by=staff_of(request), now=clock.now())
    back = reverse("dashboard:take_up_incident", args=[pk])
    messages.success(request, _("It counts no more."), extra_tags=back)
    return redirect(HERE)


@login_required
@require_POST
def take_up_incident(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    incident = get_object_or_404(DeliveryIncident, pk=pk)
    incidents.take_up_incident(incident, by=staff_of(request), now=clock.now())
    messages.success(request, _("It counts again."))
    return redirect(HERE)
