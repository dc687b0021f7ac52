"""The audit trail is a chain: whatever is changed, removed, slipped in or cut off shows."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from company.models import AuditEvent, Company, Notice, TrailCheck, TrailSeal
from company.policy import Role
from company.policy.sealing import Fault
from company.services import sealing
from company.services.sealing import check, seal_new, walk
from company.services.trail import record
from company.tasks import check_trail
from tests.factories import NOW, a_company, a_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return a_company()


def write(company: Company, *, events: int) -> list[AuditEvent]:
    return [record("company_changed", company, now=NOW, fields=[f"field_{n}"]) for n in range(events)]


@pytest.fixture
def sealed(company: Company) -> list[AuditEvent]:
    events = write(company, events=5)
    seal_new()
    return events


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def tamper(*models_: type[models.Model]) -> None:
    """As somebody would who owns the database: PostgreSQL's triggers are switched off for this test."""
    if connection.vendor == "postgresql":
        run("SET CONSTRAINTS ALL IMMEDIATE")
        for model in models_ or (AuditEvent, TrailSeal):
            run(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER only_added_to")


def test_each_event_is_sealed_once_and_in_order(sealed: list[AuditEvent], company: Company) -> None:
    assert seal_new() == 0
    write(company, events=2)
    assert seal_new() == 2

    assert list(TrailSeal.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
        4,
        5,
        6,
        7,
    ]
    assert (walk().seals, walk().fault) == (7, None)


def test_an_event_that_was_committed_late_is_sealed_late(sealed: list[AuditEvent], company: Company) -> None:
    late = record("company_changed", company, now=NOW)
    tamper(AuditEvent)
    AuditEvent.objects.filter(pk=late.pk).update(id=sealed[0].pk - 1)  # numbers are given before the commit

    assert seal_new() == 1
    assert walk().fault is None


@pytest.mark.parametrize(
    "change",
    [
        {"action": "company_added"},
        {"at": NOW + timedelta(microseconds=1)},
        {"details": {"fields": ["other"]}},
        {"entity_id": 99},
        {"application_id": 3},
        {"actor_kind": "staff"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_event_breaks_the_chain(sealed: list[AuditEvent], change: dict[str, object]) -> None:
    tamper()
    AuditEvent.objects.filter(pk=sealed[2].pk).update(**change)

    found = walk()

    assert (found.fault, found.event_id, found.seals) == (Fault.CHANGED, sealed[2].pk, 2)


def test_an_event_said_to_be_somebody_elses_breaks_the_chain(sealed: list[AuditEvent]) -> None:
    tamper()
    AuditEvent.objects.filter(pk=sealed[1].pk).update(actor=a_staff(Role.OWNER, username="boss"))

    assert walk().fault == Fault.CHANGED


REMOVALS: dict[str, tuple[Callable[[list[AuditEvent]], object], Fault]] = {
    "an event": (lambda rows: AuditEvent.objects.filter(pk=rows[2].pk)._raw_delete("default"), Fault.REMOVED),
    "a link": (lambda rows: TrailSeal.objects.filter(number=3).delete(), Fault.SKIPPED),
    "an event and its link": (
        lambda rows: (
            AuditEvent.objects.filter(pk=rows[2].pk)._raw_delete("default"),
            TrailSeal.objects.filter(event_id=rows[2].pk).delete(),
        ),
        Fault.SKIPPED,
    ),
}


@pytest.mark.parametrize("what", REMOVALS)
def test_what_was_removed_shows(sealed: list[AuditEvent], what: str) -> None:
    removal, fault = REMOVALS[what]
    tamper()

    removal(sealed)

    assert walk().fault == fault


def test_a_chain_cut_off_at_its_end_shows_by_a_head_noted_earlier(sealed: list[AuditEvent]) -> None:
    noted = walk().head
    tamper()
    TrailSeal.objects.filter(number__gt=3).delete()
    AuditEvent.objects.filter(pk__in=[one.pk for one in sealed[3:]])._raw_delete("default")

    assert walk().fault is None
    assert walk(noted=noted).fault == Fault.SHORTENED


def test_a_chain_written_anew_shows_by_a_head_noted_earlier(sealed: list[AuditEvent]) -> None:
    noted = walk().head
    tamper()
    AuditEvent.objects.filter(pk=sealed[0].pk).update(action="company_added")
    TrailSeal.objects.all().delete()
    seal_new()

    assert walk().fault is None
    assert walk(noted=noted).fault == Fault.CHANGED


def test_a_long_chain_is_walked_in_parts(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    events = write(company, events=8)

    assert [seal_new(), seal_new(), seal_new(), seal_new()] == [3, 3, 2, 0]
    assert walk().seals == 8
    tamper()
    AuditEvent.objects.filter(pk=events[6].pk).update(action="x")
    assert walk().number == 7


def test_the_daily_walk_tells_the_owners_once_that_something_was_changed(sealed: list[AuditEvent]) -> None:
    owner = a_staff(Role.OWNER, username="boss")
    a_staff(Role.RECRUITER, username="else")
    assert check(path="/status", now=NOW, machine_now=timezone.now()).fault == ""
    tamper()
    AuditEvent.objects.filter(pk=sealed[2].pk).update(action="x")

    for _again in range(2):
        check(path="/status", now=NOW, machine_now=timezone.now())

    assert TrailCheck.objects.order_by("-at").first().event_id == sealed[2].pk  # type: ignore[union-attr]
    assert [(told.to, told.detail) for told in Notice.objects.all()] == [(owner, "trail")]


def test_the_tick_walks_once_a_day(sealed: list[AuditEvent]) -> None:
    for _again in range(3):
        assert check_trail() == ""

    assert TrailCheck.objects.count() == 1


def test_the_command_prints_the_head_and_takes_it_later(sealed: list[AuditEvent]) -> None:
    out = StringIO()
    call_command("verify_trail", stdout=out)
    head = out.getvalue().split()[-1]

    call_command("verify_trail", noted=head, stdout=StringIO())
    tamper()
    AuditEvent.objects.filter(pk=sealed[2].pk).update(action="x")

    with pytest.raises(CommandError, match=f"event {sealed[2].pk} is not what it was"):
        call_command("verify_trail", stdout=StringIO())
    with pytest.raises(CommandError, match="--noted is a number"):
        call_command("verify_trail", noted="12", stdout=StringIO())


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("table", ["company_auditevent", "company_trailseal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_postgresql_lets_nobody_change_the_trail(
    sealed: list[AuditEvent], table: str, statement: str
) -> None:
    told = statement.replace("id = id", "number = number") if "seal" in table else statement
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        run(told.format(table))
