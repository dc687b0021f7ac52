"""Availability rules: the list, making and changing one with a live count, pausing, deleting."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from company import clock
from dashboard.forms_supply import RuleForm
from dashboard.permits import must_act
from dashboard.queries.slots import interviewers_for
from dashboard.queries.supply import rule_rows, rules_of
from dashboard.scope import Scope, acting, scope_of, staff_of
from dashboard.words import sentences
from dashboard.words_supply import rule_sum, supplied_words
from scheduling.models import AvailabilityRule, Booking
from scheduling.policy import Mode
from scheduling.services.ruling import delete_rule, keep_rule, pause_rule, resume_rule


@login_required
def rules(request: HttpRequest) -> HttpResponse:
    rows = rule_rows(scope_of(request), now=clock.now())
    context = {"rows": rows, "in_use": sum(row.rule.is_active for row in rows)}
    return render(request, "dashboard/availability/rules.html", context)


@login_required
def add_rule(request: HttpRequest) -> HttpResponse:
    must_act(request)
    scope = scope_of(request)
    return _form(request, scope, AvailabilityRule(), initial=_usual(scope))


@login_required
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    must_act(request)
    return _form(request, scope_of(request), found)


@login_required
def count_rule(request: HttpRequest) -> HttpResponse:
    """How many times the form would offer as it stands; nothing is kept."""
    must_act(request)
    number = request.GET.get("rule", "")
    instance = _found(request, int(number)) if number.isdecimal() and len(number) < 18 else AvailabilityRule()
    now = clock.now()
    form = RuleForm(request.GET, instance=instance, scope=_wide(request))
    return render(request, "dashboard/availability/_rule_sum.html", {"sum": rule_sum(form, now=now)})


def _form(
    request: HttpRequest, scope: Scope, rule: AvailabilityRule, initial: dict[str, object] | None = None
) -> HttpResponse:
    now = clock.now()
    form = RuleForm(request.POST or None, instance=rule, scope=_wide(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        is_new = rule.pk is None
        done = keep_rule(form.instance, by=staff_of(request), now=now)
        said = _("The rule is made.") if is_new else _("Saved.")
        messages.success(request, sentences([said, supplied_words(done)]))
        return redirect("dashboard:rules")
    stored = AvailabilityRule.objects.filter(pk=rule.pk).select_related("location").first()
    context = {
        "form": form,
        "rule": stored,
        "booked": _booked(stored, now) if stored else 0,
        "sum": _first_sum(request, form, rule, now),
    }
    status = 422 if form.errors else 200
    return render(request, "dashboard/availability/rule.html", context, status=status)


def _first_sum(request: HttpRequest, form: RuleForm, rule: AvailabilityRule, now: datetime) -> object:
    """What the form would do before anybody has touched it."""
    if form.is_bound:
        return rule_sum(form, now=now)
    shown = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    copy = AvailabilityRule.objects.filter(pk=rule.pk).first() if rule.pk else AvailabilityRule()
    told = {name: value for name, value in shown.items() if value is not None}
    return rule_sum(RuleForm(told, instance=copy, scope=_wide(request)), now=now)


def _booked(rule: AvailabilityRule, now: datetime) -> int:
    return Booking.objects.filter(active=True, slot__rule=rule, starts_at__gt=now).count()


def _usual(scope: Scope) -> dict[str, object]:
    """Saturdays and Sundays, which are asked for most, beside what most places do."""
    locations = scope.locations()
    mine = interviewers_for(locations).filter(pk=scope.staff.pk).exists()
    return {
        "location": scope.location or locations.first(),
        "interviewer": scope.staff.pk if mine else None,
        "weekdays": [5, 6],
        "opens": "10:00",
        "closes": "13:00",
        "mode": Mode.ONSITE,
        "holidays": "as_usual",
    }


def _wide(request: HttpRequest) -> Scope:
    """A rule may move between all locations of this person, whichever the top bar shows."""
    return Scope(staff_of(request))


def _found(request: HttpRequest, pk: int) -> AvailabilityRule:
    rows = rules_of(_wide(request)).select_related("location", "interviewer")
    return get_object_or_404(rows, pk=pk)


@acting
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer nothing from it for now, or again with ``on=1``."""
    found, now, staff = _found(request, pk), clock.now(), staff_of(request)
    if request.POST.get("on") == "1":
        done = resume_rule(found, by=staff, now=now)
        said = _("The rule is in use again.")
    else:
        done = pause_rule(found, by=staff, now=now)
        said = _("The rule is paused. Booked interviews stay.")
    messages.success(request, sentences([said, supplied_words(done)]))
    return redirect("dashboard:rules")


@acting
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    done = delete_rule(_found(request, pk), by=staff_of(request), now=clock.now())
    said = _("The rule is deleted. Booked interviews stay.")
    messages.success(request, sentences([said, supplied_words(done)]))
    return redirect("dashboard:rules")
