"""The role the product runs as does all its work and can only add to the audit trail."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from company.models import AuditEvent
from company.services.sealing import seal_new, walk
from company.services.trail import record
from tests.factories import NOW, a_company

pytestmark = pytest.mark.django_db
ROLE = "yakusoku_app_of_a_test"
only_postgresql = pytest.mark.only_on("postgresql")


@pytest.fixture
def as_the_role(settings: Settings) -> Iterator[None]:
    settings.APP_DATABASE_PASSWORD = "twelve-or-more"
    call_command("grant_app_role", ROLE, stdout=StringIO())
    call_command("grant_app_role", ROLE, stdout=StringIO())  # as after every migration
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def may(right: str, table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(current_user, %s, %s)", [table, right])
        return bool(cursor.fetchone()[0])


@only_postgresql
def test_the_role_works_with_every_table(as_the_role: None) -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    held = {"company_auditevent", "company_trailseal"}

    lacking = {
        (table, right)
        for table in tables
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE")
        if not may(right, table)
    }

    assert lacking == {(table, right) for table in held for right in ("UPDATE", "DELETE")}
    assert not any(may("TRUNCATE", table) for table in tables)


@only_postgresql
def test_the_role_writes_and_seals_the_trail(as_the_role: None) -> None:
    record("company_changed", a_company(), now=NOW)

    assert seal_new() == 1
    assert walk().fault is None


@only_postgresql
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE company_auditevent SET action = 'x'",
        "DELETE FROM company_trailseal",
        "TRUNCATE company_auditevent",
        "ALTER TABLE company_auditevent DISABLE TRIGGER only_added_to",
        "DROP TABLE company_trailseal",
    ],
)
def test_the_role_cannot_touch_what_is_written(as_the_role: None, statement: str) -> None:
    record("company_changed", a_company(), now=NOW)

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        run(statement)

    assert AuditEvent.objects.count() == 1


@only_postgresql
@pytest.mark.parametrize("password", ["", "short"])
def test_a_password_is_asked_for(settings: Settings, password: str) -> None:
    settings.APP_DATABASE_PASSWORD = password

    with pytest.raises(CommandError, match="APP_DATABASE_PASSWORD"):
        call_command("grant_app_role", ROLE)


@pytest.mark.only_on("sqlite")
def test_another_database_is_told_that_only_postgresql_knows_roles() -> None:
    with pytest.raises(CommandError, match="Only PostgreSQL"):
        call_command("grant_app_role", ROLE)
