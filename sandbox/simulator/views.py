"""The simulator's pages: what to try, how far it is, and what came of it. For owners."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from company import clock
from dashboard.permits import must_own
from dashboard.scope import staff_of
from sandbox.models import Simulation
from sandbox.services.simulating import ask
from sandbox.simulator.forms import SimulationForm
from sandbox.simulator.showing import shown

SHOWN = 20


@login_required
def simulator(request: HttpRequest) -> HttpResponse:
    """The form, and what was tried before."""
    must_own(request)
    form = SimulationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = ask(form.plan(), form.policies(), by=staff_of(request), now=clock.now())
        return redirect("simulator:report", row.pk)
    rows = [shown(row) for row in Simulation.objects.select_related("asked_by")[:SHOWN]]
    context = {"form": form, "rows": rows}
    return render(request, "sandbox/simulator/simulator.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, or what came of it; ``?part=1`` is the part that asks again."""
    must_own(request)
    row = shown(get_object_or_404(Simulation.objects.select_related("asked_by"), pk=pk))
    page = "_report.html" if "part" in request.GET else "report.html"
    return render(request, f"sandbox/simulator/{page}", {"one": row})


@login_required
@require_safe
def as_json(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    row = get_object_or_404(Simulation, pk=pk)
    return shown(row).as_file()
