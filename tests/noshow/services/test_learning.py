"""Learning from stored notes: what it reads, what it keeps, and that a person has the last word."""

import random
from datetime import timedelta

import pytest

from bench.histories import history, other_truth
from company.models import AuditEvent
from noshow.models import Case, ModelKind, Moment, RiskModel, RiskNote
from noshow.policy import STARTING, Reason
from noshow.policy.learning import Example
from noshow.services import learning
from noshow.services.learning import judged_notes, learn
from noshow.services.levels import let_learn, model_now, take_over, the_settings
from noshow.tasks import learn as tick
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.factories import NOW, a_risk_model, a_risk_note, a_staff

pytestmark = pytest.mark.django_db


def remember(past: list[Example]) -> None:
    """As notes of interviews that were."""
    first = a_risk_note(1).interview
    fields = {"application_id": first.application_id, "location_id": first.location_id, "invited_at": NOW}
    Interview.objects.filter(pk=first.pk).delete()
    made = [
        Interview(
            **fields,
            state=InterviewState.ABSENT if one.absent else InterviewState.CAME,
            starts_at=one.starts_at,
            updated_at=NOW,
        )
        for one in past
    ]
    rows = Interview.objects.bulk_create(made)
    RiskNote.objects.bulk_create(
        RiskNote(
            interview=row,
            moment=Moment.MORNING,
            at=one.starts_at - timedelta(hours=2),
            starts_at=one.starts_at,
            values=one.values,
            percent=30,
        )
        for row, one in zip(rows, past, strict=True)
    )


def test_only_the_last_note_of_what_ended_one_way_or_the_other_is_learned_from() -> None:
    came, absent = a_risk_note(1), a_risk_note(2, absent=True)
    a_risk_note(3, moment=Moment.EVE, interview=came.interview)  # an earlier one of the same
    for state in (InterviewState.EXCUSED, InterviewState.CANCELLED_BY_US, InterviewState.BOOKED):
        a_risk_note(4, state=state)
    ours = a_risk_note(5, absent=True)
    Case.objects.create(interview=ours.interview, opened_at=NOW, reason=Reason.NOBODY_THERE)
    moved = a_risk_note(6)
    Interview.objects.filter(pk=moved.interview_id).update(starts_at=NOW - timedelta(hours=1))

    assert [note.pk for note in judged_notes(NOW)] == [came.pk, absent.pk]


def test_from_fifty_outcomes_on_the_base_is_the_companys_own() -> None:
    for days in range(1, 50):
        a_risk_note(days, absent=days <= 8)
    assert learn(now=NOW) is None

    a_risk_note(50)
    kept = learn(now=NOW)

    assert kept is not None
    assert (kept.kind, kept.outcomes, kept.absent) == (ModelKind.BASE, 50, 8)
    assert model_now().base == pytest.approx(-1.658, abs=0.001)  # 8 of 50, nothing else known
    assert model_now().weights == STARTING.weights
    assert learn(now=NOW) is None
    assert AuditEvent.objects.get(action="risk_points_learned").details == {"before": 0, "after": kept.pk}


def test_points_that_are_better_take_over_and_the_future_is_judged_on() -> None:
    draw = random.Random(5)
    truth = other_truth(draw)
    remember(history(draw, 1500, truth))

    kept = learn(now=NOW)

    assert kept is not None
    assert (kept.kind, kept.is_better, kept.outcomes) == (ModelKind.LEARNED, True, 1500)
    assert kept.metrics["judged_on"] == 375
    assert kept.metrics["better_by"] > 1.64 * kept.metrics["better_error"]
    assert kept.metrics["new"]["log_loss"] < kept.metrics["start"]["log_loss"]
    assert set(kept.errors) == {"", *STARTING.weights}
    assert model_now().weights == kept.weights
    assert the_settings().active == kept
    assert learn(now=NOW) is None


def test_points_no_better_are_kept_as_a_record_and_never_count() -> None:
    remember(history(random.Random(4), 500, STARTING.weights, base=STARTING.base))

    learn(now=NOW)

    looked = RiskModel.objects.get(kind=ModelKind.LEARNED)
    assert not looked.is_better
    assert model_now().weights == STARTING.weights
    assert AuditEvent.objects.filter(action="risk_points_not_better", entity_id=looked.pk).count() == 1
    learn(now=NOW)
    assert RiskModel.objects.filter(kind=ModelKind.LEARNED).count() == 1


def test_who_chose_the_points_by_hand_keeps_them() -> None:
    for days in range(1, 61):
        a_risk_note(days, absent=days <= 8)
    let_learn(False, by=a_staff(), now=NOW)

    assert learn(now=NOW) is None
    assert not take_over(a_risk_model(), now=NOW)
    assert the_settings().active is None


def test_without_numpy_the_base_is_still_set_and_the_log_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(learning, "can_learn", lambda: False)
    remember(history(random.Random(5), 420, STARTING.weights))

    kept = learn(now=NOW)

    assert kept is not None
    assert kept.kind == ModelKind.BASE
    assert "requirements-learning.txt" in caplog.text


def test_the_tick_learns(at_now: object) -> None:
    for days in range(1, 51):
        a_risk_note(days, absent=days <= 8)

    tick()

    assert the_settings().active is not None
    assert tick.name == "noshow.learn"
