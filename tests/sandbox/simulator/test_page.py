"""The owners' page: asked for, begun by the tick, kept with its result."""

from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from company.policy import Role
from sandbox.models import Simulation, SimulationState
from sandbox.services import simulating
from sandbox.simulator.processes import LifeBroke
from tests.factories import a_staff

pytestmark = pytest.mark.django_db
ASKED = {"days": 3, "applications": 5, "seed": 2, "first": "none", "second": "company", "reads_sms": 0.5}


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(a_staff())
    return client


def test_what_is_asked_for_is_kept_and_shown_as_waiting(owner: Client) -> None:
    answer = owner.post(reverse("simulator:simulator"), ASKED, follow=True)

    row = Simulation.objects.get()
    assert row.job["plan"]["habits"]["reads_sms"] == 0.5
    assert [one["name"] for one in row.job["policies"]] == ["none", "company"]
    assert row.job["policies"][1]["steps"], "the cadence of that moment"
    assert "まもなく始まります" in answer.content.decode()


def test_a_number_out_of_range_is_refused_and_what_was_typed_stays(owner: Client) -> None:
    answer = owner.post(reverse("simulator:simulator"), ASKED | {"applications": 0, "seed": 77})

    assert answer.status_code == 422
    assert 'value="77"' in answer.content.decode()
    assert not Simulation.objects.exists()


def test_recruiters_have_no_simulator(client: Client) -> None:
    client.force_login(a_staff(role=Role.RECRUITER))

    assert client.get(reverse("simulator:simulator")).status_code == 403


def test_the_tick_begins_one_at_a_time_and_gives_up_the_dead(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = Mock()
    monkeypatch.setattr("sandbox.services.simulating.subprocess.Popen", begun)
    for _ in range(2):
        owner.post(reverse("simulator:simulator"), ASKED)
    first, second = Simulation.objects.order_by("pk")

    assert (simulating.begin_waiting(), simulating.begin_waiting()) == (first.pk, None)
    Simulation.objects.filter(pk=first.pk).update(seen_at=timezone.now() - 2 * simulating.SILENT_FOR)

    assert simulating.begin_waiting() == second.pk
    first.refresh_from_db()
    assert (first.state, first.error) == (SimulationState.FAILED, simulating.GONE)
    assert begun.call_count == 2


def test_a_life_that_breaks_is_kept_as_failed(owner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise LifeBroke("none: no disk")

    owner.post(reverse("simulator:simulator"), ASKED)
    row = Simulation.objects.get()
    monkeypatch.setattr(simulating, "simulate", broken)

    simulating.carry_out(row.pk)

    row.refresh_from_db()
    assert (row.state, row.error) == (SimulationState.FAILED, "none: no disk")
    assert (
        "終わりまで進みませんでした" in owner.get(reverse("simulator:report", args=[row.pk])).content.decode()
    )
