"""ためす: two or more ways of saying one thing, compared by who comes. Owners only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from company import clock
from dashboard.forms_experiments import ExperimentForm, Setup
from dashboard.permits import must_own
from dashboard.scope import staff_of
from dashboard.words_experiments import arm_rows, progress_words, rule_words, step_words, variant_words
from reminders.models import CadenceStep, Experiment
from reminders.policy.experiments import KEYS, Varies, may_vary
from reminders.services import experiments as service

SHOWN = 50


@login_required
@require_GET
def experiments(request: HttpRequest) -> HttpResponse:
    """What runs, what was found, and the way to a new one."""
    must_own(request)
    rows = Experiment.objects.prefetch_related("variants")[:SHOWN]
    context = {
        "rows": [(row, step_words(row.step), _standing(row)) for row in rows],
        "steps": _steps(),
        "ways": Experiment._meta.get_field("varies").flatchoices,
    }
    return render(request, "dashboard/experiments/experiments.html", context)


def _standing(experiment: Experiment) -> str:
    if experiment.is_running:
        return progress_words(experiment, service.result_of(experiment, now=clock.now()))
    return _("Ended")


def _steps() -> list[tuple[str, str]]:
    rows = CadenceStep.objects.filter(is_active=True)
    return [(row.step, step_words(row.step)) for row in rows if may_vary(row.as_step(), Varies.TEXT)]


@login_required
def new_experiment(request: HttpRequest) -> HttpResponse:
    must_own(request)
    setup = _setup(request)
    if setup is None:
        return redirect("dashboard:experiments")
    now = clock.now()
    form = ExperimentForm(request.POST if request.method == "POST" else None, setup=setup, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            begun = service.start(form.draft(), by=staff_of(request), now=now)
        except service.AlreadyRunning:
            form.add_error(None, _("An experiment runs on this message already. End that one first."))
        except service.NothingDiffers:
            form.add_error(None, _("Every variant must differ from how it is now."))
        except service.NotOnThisStep:
            form.add_error(None, _("This cannot be left out: people need it."))
        except ValueError:
            form.add_error("smallest", _("So large a difference cannot be."))
        else:
            messages.success(request, _("It runs. Whoever books from now on belongs to it."))
            return redirect("dashboard:experiment", begun.pk)
    context = {"form": form, "setup": setup, "step": step_words(setup.step.step)}
    status = 422 if form.errors else 200
    return render(request, "dashboard/experiments/new.html", context, status=status)


def _setup(request: HttpRequest) -> Setup | None:
    """Which message and what differs; None leads back to choosing."""
    step = CadenceStep.objects.filter(step=request.GET.get("step", ""), is_active=True).first()
    varies, number = request.GET.get("varies", ""), request.GET.get("variants", "2")
    if step is None or varies not in set(Varies) or not number.isdecimal():
        messages.error(request, _("Choose a message and what should differ."))
        return None
    if not may_vary(step.as_step(), Varies(varies)):
        messages.error(request, _("This cannot be left out: people need it."))
        return None
    return Setup(step, Varies(varies), min(max(int(number), 2), len(KEYS)))


@login_required
@require_GET
def experiment(request: HttpRequest, pk: int) -> HttpResponse:
    """Its figures once they may be read; before, how far it is."""
    must_own(request)
    return _page(request, get_object_or_404(Experiment, pk=pk))


@login_required
@require_POST
def look_early(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures all the same, with the warning; how often that was is kept."""
    must_own(request)
    row = get_object_or_404(Experiment, pk=pk)
    Experiment.objects.filter(pk=pk).update(looked_early=F("looked_early") + 1)
    row.refresh_from_db()
    return _page(request, row, is_early=True)


def _page(request: HttpRequest, row: Experiment, *, is_early: bool = False) -> HttpResponse:
    result = service.result_of(row, now=clock.now())
    context = {
        "row": row,
        "step": step_words(row.step),
        "variants": [(one, variant_words(one)) for one in row.variants.all()],
        "result": result,
        "arms": arm_rows(result),
        "progress": progress_words(row, result),
        "rule": rule_words(row),
        "is_early": is_early and not result.may_be_read,
        "shows": is_early or result.may_be_read,
    }
    return render(request, "dashboard/experiments/experiment.html", context)


@login_required
@require_POST
def end_experiment(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    row = get_object_or_404(Experiment, pk=pk)
    if service.end(row, by=staff_of(request), now=clock.now()):
        messages.success(request, _("Ended. Everybody is told the usual way again."))
    else:
        messages.error(request, _("It had ended already."))
    return redirect("dashboard:experiment", pk)
