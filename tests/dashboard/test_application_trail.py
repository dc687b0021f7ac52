"""The audit trail in words: every code somewhere in the code has some, and none is shown raw."""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from candidates.services import offers
from candidates.services.documents import add_document
from candidates.services.noting import write_note
from company import apps as company_apps
from company.models import AuditEvent, Staff
from company.policy import Role
from company.services.trail import record
from company.wording import ACTIONS
from dashboard.queries.events import WORDS
from tests.candidates.policy.test_files import PDF
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db
ROOT = Path(company_apps.__file__).parents[1]
APPS = ("company", "candidates", "messaging", "scheduling", "noshow", "reminders")
DOORS = ("api", "dashboard", "portal")
RECORDERS = {"record", "_record", "save_change", "_change_plan", "end", "_put", "_set", "_keep", "_decide"}
RECORDERS |= {"_switch", "_resolve", "_connect", "note_change"}
CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")
NO_ACTIONS = {"not_theirs", "stranger_to_answer", "application_ended", "not_wanted"}


def codes_in(tree: ast.AST) -> set[str]:
    """Literals handed to whatever writes the trail, as its action."""
    found: set[str] = set()
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in RECORDERS:
            continue
        for argument in call.args[:3]:
            if isinstance(argument, ast.Constant | ast.IfExp):
                constants = [one for one in ast.walk(argument) if isinstance(one, ast.Constant)]
                found |= {
                    one.value for one in constants if isinstance(one.value, str) and CODE.fullmatch(one.value)
                }
    return found


def all_codes() -> set[str]:
    files = [
        file for app in APPS + DOORS for file in (ROOT / app).rglob("*.py") if "migrations" not in file.parts
    ]
    return set().union(*(codes_in(ast.parse(file.read_text())) for file in files)) - NO_ACTIONS


def test_every_action_of_the_code_has_words_in_both_languages() -> None:
    codes = all_codes()

    assert len(codes) > 100
    assert {"stage_moved", "offer_made", "message_reworded", "interview_cancelled"} <= codes
    assert codes - ACTIONS.keys() == set()
    assert WORDS.keys() - ACTIONS.keys() == set()
    with translation.override("ja"):
        assert [code for code in ACTIONS if re.fullmatch(r"[\x00-\x7f“”’]+", str(ACTIONS[code]))] == []


def test_the_page_tells_who_did_what_and_no_code_or_number(screen: Client, owner: Staff) -> None:
    application = an_application(stage="deciding", owner=owner)
    first_day = offers.FirstDay()
    offers.offer(application, answer_by=NOW.replace(day=20), first_day=first_day, by=owner, now=NOW)
    offers.accept_offer(application, now=NOW)
    add_document(application, PDF, name="履歴書", by=owner, now=NOW)
    write_note(application, "ひみつ", author=owner, now=NOW)

    page = text_of(screen.get(f"/desk/applications/{application.pk}/trail/"))

    for words in ("内定を出しました", "内定を承諾", "書類を追加", "メモを記入", "合否 → 内定"):
        assert words in page
    assert "小林 美咲" in page
    assert "ご本人" in page
    assert "ひみつ" not in page
    assert not re.search(r"[a-z]+_[a-z]+", page)


def test_every_kind_of_event_can_be_told_even_with_nothing_in_it(screen: Client) -> None:
    application = an_application()
    for code in ACTIONS:
        record(code, application, now=NOW, application_id=application.pk)
    record("something_of_tomorrow", application, now=NOW, application_id=application.pk)

    first = text_of(screen.get(f"/desk/applications/{application.pk}/trail/"))
    second = text_of(screen.get(f"/desk/applications/{application.pk}/trail/?page=2"))

    assert AuditEvent.objects.count() > 100
    assert "変更がありました" in first
    assert not re.search(r"[a-z]+_[a-z]+", first + second)


def test_the_trail_of_another_place_does_not_exist(client: Client) -> None:
    application = an_application()
    client.force_login(a_staff(Role.RECRUITER, locations=[a_location()]))

    assert client.get(f"/desk/applications/{application.pk}/trail/").status_code == 404
