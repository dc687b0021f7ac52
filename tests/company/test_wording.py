"""Whatever the services write into the audit trail has words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override

from company.models import AuditEvent, Location, Staff
from company.services.trail import record
from company.wording import ACTIONS, about_words, action_words, detail_words
from noshow.models import ClosingRule
from reminders.models import CadenceStep
from tests.factories import NOW, a_location

ROOT = Path(__file__).resolve().parents[2]
APPS = ("candidates", "company", "messaging", "noshow", "portal", "reminders", "scheduling")


def trees() -> Iterator[ast.Module]:
    for app in APPS:
        for path in (ROOT / app / "services").glob("*.py"):
            yield ast.parse(path.read_text())


def texts(node: ast.AST) -> Iterator[str]:
    """The plain texts that an expression may come to."""
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def positions() -> dict[str, set[int]]:
    """Where in its arguments a function takes an ``action``, by the function's name."""
    found: dict[str, set[int]] = {}
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [argument.arg for argument in node.args.args]
                if "action" in names:
                    found.setdefault(node.name, set()).add(names.index("action"))
    return found


def codes() -> set[str]:
    """Every action that is written somewhere, as an argument or into a variable of that name."""
    known, found = positions(), set[str]()
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                for position in known.get(name, ()):
                    if position < len(node.args) and not isinstance(node.args[position], ast.Lambda):
                        found |= set(texts(node.args[position]))
            if isinstance(node, ast.Assign) and "action" in {getattr(one, "id", "") for one in node.targets}:
                found |= set(texts(node.value))
    return {code for code in found if "_" in code.strip("_")}


def test_every_action_has_words() -> None:
    found = codes()

    assert {"interview_invited", "case_opened", "job_published", "text_changed"} <= found  # it does look
    assert found - set(ACTIONS) == set()


def test_every_setting_has_words_for_being_added_and_changed() -> None:
    names = [model._meta.model_name for model in (CadenceStep, ClosingRule, Location, Staff)]

    assert {f"{name}_{end}" for name in names for end in ("added", "changed")} - set(ACTIONS) == set()


@pytest.mark.django_db
def test_a_change_names_the_thing_and_its_fields() -> None:
    location = a_location()
    event = record("location_changed", location, now=NOW, fields=["opens", "postal_address", "gone"])

    with override("ja"):
        assert action_words(event.action) == "場所を変更"
        assert about_words(event) == f"場所 {location.pk}"
        assert detail_words(event) == "開く時刻、住所"


@pytest.mark.django_db
def test_an_action_without_words_is_shown_as_it_is_and_a_note_by_its_name() -> None:
    note = AuditEvent(action="moon_landed", entity="candidates.note", entity_id=3, details={"fields": ["x"]})

    with override("ja"):
        assert action_words(note.action) == "moon_landed"
        assert about_words(note) == "メモ 3"
        assert detail_words(note) == ""
