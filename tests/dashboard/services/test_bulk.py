"""Decisions about many rows: each row once, whoever works, however often a worker dies."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from candidates.models import Application, Note
from company.models import AuditEvent, BulkAct, BulkItem, Staff
from company.policy import Role
from dashboard.services import bulk
from dashboard.tasks import work_bulk_acts
from tests.factories import NOW, a_location, a_staff, an_application
from tests.messaging.conftest import at_once


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    """A kind that leaves a note, and skips who has no availability to speak of."""
    kept = dict(bulk._kinds)

    @bulk.kind("test_note")
    def _note(item: BulkItem, act: BulkAct, now: datetime) -> None:
        application = Application.objects.get(pk=item.about_id)
        Note.objects.create(application=application, author=act.by, text=act.choices["text"], written_at=now)
        if application.availability == "skip":
            raise bulk.Skipped("unwilling")
        if application.availability == "break":
            raise ValueError("秘密")

    yield
    bulk._kinds.clear()
    bulk._kinds.update(kept)


def asked(*applications: Application, by: Staff | None = None) -> BulkAct:
    ids = [one.pk for one in applications]
    return bulk.ask("test_note", ids, {"text": "hello"}, by=by or a_staff(), now=NOW)


def outcomes(act: BulkAct) -> list[tuple[str, str]]:
    return list(act.items.order_by("pk").values_list("outcome", "reason"))


@pytest.mark.django_db
def test_each_row_is_done_and_says_what_came_of_it(caplog: pytest.LogCaptureFixture) -> None:
    act = asked(
        an_application(),
        an_application(availability="skip"),
        an_application(availability="break"),
        an_application(),
    )

    assert bulk.work(now=NOW) == 4

    act.refresh_from_db()
    assert outcomes(act) == [("done", ""), ("skipped", "unwilling"), ("failed", "ValueError"), ("done", "")]
    assert (act.done, act.ended_at, act.lease_until) == (4, NOW, None)
    assert Note.objects.count() == 2, "what a row began before it was skipped or failed is taken back"
    assert "秘密" not in caplog.text
    assert [e.action for e in AuditEvent.objects.order_by("pk")] == ["bulk_asked", "bulk_ended"]
    assert AuditEvent.objects.get(action="bulk_ended").details == {
        "kind": "test_note",
        "done": 2,
        "skipped": 1,
        "failed": 1,
    }


@pytest.mark.django_db
def test_one_row_named_twice_is_done_once_and_a_second_sweep_does_nothing() -> None:
    one = an_application()

    act = asked(one, one)
    work_bulk_acts()
    work_bulk_acts()

    assert act.items.count() == Note.objects.count() == 1


@pytest.mark.django_db
def test_who_may_no_longer_act_on_a_row_changes_nothing() -> None:
    here = an_application()
    recruiter = a_staff(Role.RECRUITER, locations=[here.job.location])
    moved_away, viewer = a_staff(Role.RECRUITER, locations=[a_location()]), a_staff(Role.VIEWER)
    gone = a_staff(is_active=False)

    acts = [asked(here, by=by) for by in (recruiter, moved_away, viewer, gone)]
    bulk.work(now=NOW)

    assert [outcomes(act) for act in acts] == [
        [("done", "")],
        [("skipped", "not_theirs")],
        [("skipped", "not_allowed")],
        [("skipped", "not_allowed")],
    ]


@pytest.mark.django_db
def test_a_stopped_act_leaves_undone_what_has_not_been_done(monkeypatch: pytest.MonkeyPatch) -> None:
    act = asked(*[an_application() for _ in range(3)])
    one = bulk._one

    def first_then_stop(*args: object, **named: object) -> bool:
        went_on = one(*args, **named)  # type: ignore[arg-type]  # handed through as they are
        bulk.stop(act, by=a_staff(), now=NOW)
        return went_on

    monkeypatch.setattr(bulk, "_one", first_then_stop)
    bulk.work(now=NOW)

    act.refresh_from_db()
    assert outcomes(act) == [("done", ""), ("", ""), ("", "")]
    assert (act.done, act.stopped_at, act.ended_at) == (1, NOW, NOW)
    assert bulk.stop(act, by=a_staff(), now=NOW) is False


@pytest.mark.django_db
def test_a_worker_that_dies_between_two_rows_leaves_the_rest_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    act = asked(*[an_application() for _ in range(3)])
    one = bulk._one
    done: list[int] = []

    def dies_at_the_second(act: BulkAct, chosen: bulk.BulkKind, pk: int, *, now: datetime) -> bool:
        if done:
            raise KeyboardInterrupt
        done.append(pk)
        return one(act, chosen, pk, now=now)

    monkeypatch.setattr(bulk, "_one", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        bulk.work(now=NOW)
    BulkAct.objects.update(lease_until=timezone.now() + timedelta(seconds=5))  # as a killed process leaves it
    monkeypatch.setattr(bulk, "_one", one)

    assert bulk.work(now=NOW) == 0, "the lease of the dead is still running"
    BulkAct.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert bulk.work(now=NOW) == 2

    assert outcomes(act) == [("done", "")] * 3
    assert Note.objects.count() == 3


@pytest.mark.django_db
def test_a_row_whose_outcome_could_not_be_stored_was_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    asked(an_application())
    save = BulkItem.save

    def breaks(*args: object, **named: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(BulkItem, "save", breaks)
    assert bulk.work(now=NOW) == 0
    assert Note.objects.count() == 0
    monkeypatch.setattr(BulkItem, "save", save)

    bulk.work(now=NOW)

    assert Note.objects.count() == 1


@pytest.mark.django_db
def test_an_act_of_an_unknown_kind_holds_up_no_other() -> None:
    BulkAct.objects.create(kind="of_old", asked_at=NOW)
    fine = asked(an_application())

    bulk.work(now=NOW)

    fine.refresh_from_db()
    assert fine.ended_at == NOW
    with pytest.raises(bulk.UnknownKind):
        bulk.ask("of_old", [], {}, by=a_staff(), now=NOW)


@pytest.mark.django_db
def test_acts_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_A_TIME", 4)
    monkeypatch.setattr(bulk, "MOST", 5)
    long, short = asked(*[an_application() for _ in range(5)]), asked(an_application())

    work_bulk_acts()

    assert Note.objects.count() == 6
    order = [note.application_id for note in Note.objects.order_by("pk")]
    assert order.index(short.items.get().about_id) == 2
    with pytest.raises(bulk.TooMany):
        bulk.ask("test_note", range(6), {}, by=a_staff(), now=NOW)
    assert long.items.filter(outcome="done").count() == 5


@pytest.mark.django_db
def test_what_rows_hold_back_is_counted_from_their_own_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_A_TIME", 2)
    asked(*[an_application() for _ in range(5)])
    one = bulk._one

    with time_machine.travel(NOW, tick=False) as world:

        def takes_a_while(*args: object, **named: object) -> bool:
            world.shift(timedelta(seconds=20))
            return one(*args, **named)  # type: ignore[arg-type]  # handed through as they are

        monkeypatch.setattr(bulk, "_one", takes_a_while)
        work_bulk_acts()

    moments = list(Note.objects.order_by("pk").values_list("written_at", flat=True))
    begun = [(moment - NOW).total_seconds() for moment in moments]
    assert begun == [0, 0, 40, 40, 80]
    act = BulkAct.objects.get()
    assert (act.done, act.ended_at) == (5, NOW + timedelta(seconds=80))


def test_two_workers_do_each_row_once(shared_database: str) -> None:
    act = asked(*[an_application() for _ in range(40)])

    results = at_once(*[lambda: bulk.work(now=NOW)] * 3)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Note.objects.count() == act.items.filter(outcome="done").count() == 40
    assert BulkAct.objects.get().done == 40


def test_two_workers_on_one_act_after_a_lease_ran_out_do_each_row_once(
    shared_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is only slow, not dead: both hold the act for a while."""
    act = asked(*[an_application() for _ in range(20)])
    chosen = bulk.kind_of(act)
    todo = list(act.items.order_by("pk").values_list("pk", flat=True))
    together = threading.Barrier(2)

    def both() -> None:
        mine = BulkAct.objects.get(pk=act.pk)
        for pk in todo:
            together.wait()
            bulk._one(mine, chosen, pk, now=NOW)

    results = at_once(both, both)

    assert results == [None, None]
    assert Note.objects.count() == BulkAct.objects.get().done == 20


def test_who_takes_it_back_waits_for_the_row_at_work_and_takes_that_back_too(shared_database: str) -> None:
    begun, may_end = threading.Event(), threading.Event()

    @bulk.kind("test_slow", undo="test_slow_back")
    def _slow(item: BulkItem, act: BulkAct, now: datetime) -> None:
        begun.set()
        may_end.wait(2)

    @bulk.kind("test_slow_back")
    def _back(item: BulkItem, act: BulkAct, now: datetime) -> None:
        pass

    by, application = a_staff(), an_application()
    act = bulk.ask("test_slow", [application.pk], {}, by=by, now=NOW)

    def take_back() -> BulkAct | None:
        begun.wait(5)
        threading.Timer(0.3, may_end.set).start()
        return bulk.undo(act, by=by, now=NOW)

    _, back = at_once(lambda: bulk.work(now=NOW), take_back)

    assert outcomes(act) == [("done", "")]
    assert isinstance(back, BulkAct)
    assert [item.about_id for item in back.items.all()] == [application.pk]
