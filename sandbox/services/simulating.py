"""Simulations an owner asks for: kept as rows, begun by a tick, carried out by a process of their own."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from company.models import Staff
from sandbox.models import Simulation, SimulationState
from sandbox.simulator import policies
from sandbox.simulator.assumptions import assume
from sandbox.simulator.database import MANAGE
from sandbox.simulator.life import Plan
from sandbox.simulator.policies import Policy
from sandbox.simulator.processes import LifeBroke
from sandbox.simulator.reporting import simulate

SILENT_FOR = timedelta(minutes=3)
"""A process that says nothing for so long is gone."""

GONE = "gone"


def ask(plan: Plan, chosen: Sequence[Policy], *, by: Staff, now: datetime) -> Simulation:
    """Keep what is to be tried; the company's own policy is the one that holds now."""
    job = {"plan": asdict(plan), "policies": [one.as_json() for one in chosen]}
    return Simulation.objects.create(asked_by=by, asked_at=now, job=job)


def begin_waiting() -> int | None:
    """Begin the one that has waited longest, if none is under way; its number."""
    machine = timezone.now()
    running = Simulation.objects.filter(state=SimulationState.RUNNING)
    running.filter(seen_at__lte=machine - SILENT_FOR).update(state=SimulationState.FAILED, error=GONE)
    with transaction.atomic():
        if running.exists():
            return None
        waiting = Simulation.objects.filter(state=SimulationState.WAITING).order_by("pk")
        found = waiting.select_for_update().first()
        if found is None:
            return None
        Simulation.objects.filter(pk=found.pk).update(state=SimulationState.RUNNING, seen_at=machine)
    subprocess.Popen(
        [sys.executable, str(MANAGE), "simulate", "--kept", str(found.pk)], stdin=subprocess.DEVNULL
    )
    return found.pk


def carry_out(number: int) -> None:
    """Live it, note how far it is, and keep what came of it."""
    row = Simulation.objects.get(pk=number)
    told = [-1.0]

    def tell(share: float) -> None:
        told[0] = share

    def note() -> None:
        Simulation.objects.filter(pk=number).update(share=max(told[0], 0), seen_at=timezone.now())

    try:
        plan = Plan(**row.job["plan"] | {"habits": assume(row.job["plan"]["habits"])})
        chosen = [policies.read(one) for one in row.job["policies"]]
        row.report = simulate(plan, chosen, tell=tell, meanwhile=note)
        row.state, row.share = SimulationState.DONE, 1.0
    except (LifeBroke, ValueError, OSError, subprocess.SubprocessError) as error:
        row.state, row.error = SimulationState.FAILED, str(error)[:300]
    row.seen_at = timezone.now()
    row.save(update_fields=["state", "share", "report", "error", "seen_at"])
