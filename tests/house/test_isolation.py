"""Every address by everybody: a stranger, staff of another store, and each role of this one.

The matrix is made from the table of addresses. A new address fails here until ``walls/rules.py`` says who may
open it and who may press it; then every cell is asked.
"""

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any  # field names and numbers

import pytest
from django.http.response import HttpResponseBase
from django.test import Client

from sandbox.sample.place import build_place
from sandbox.services import filling
from tests.factories import NOW
from tests.house.walls.addresses import Address, every_address
from tests.house.walls.rules import OWNERS, RULES, Eyes, Rule, rule_of
from tests.house.walls.watching import digests, rows_of_now, writes
from tests.house.walls.world import SECRETS, World, build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LET_IN = {200, 204, 302, 303, 304, 400, 405, 409, 422}
TURNED_AWAY = {403, 404, 405}
ASKING = {
    "administration": {Eyes.STRANGER, Eyes.RECRUITER, Eyes.OWNER},
    "machine": {Eyes.STRANGER, Eyes.OWNER},
    "secret": {Eyes.STRANGER, Eyes.ELSEWHERE},
}
"""Behind these doors all the others are alike."""
TO_SIGN_IN = ("/sign-in/", "/admin/login/")
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([^"]+)"')
SEARCHES = ("秘密", "+81907700", "ひみつ", "ヒミツ", "090-7700", "9981", "himitsu")
SEARCH = re.compile(r'<form\b[^>]*\baction="([^"]+)"[^>]*>(?:(?!</form>).)*name="q"', re.DOTALL)
TARGET = re.compile(r'hx-target="#([\w-]+)"')


@pytest.fixture
def world() -> World:
    return build()


def test_every_address_has_a_rule_and_every_rule_an_address() -> None:
    names = {address.name for address in every_address()}

    without = sorted({f"{one.name}  ({one.route})" for one in every_address() if rule_of(one.name) is None})

    assert without == [], "say in tests/house/walls/rules.py who may open and press these"
    assert sorted(RULES.keys() - names) == [], "these addresses are gone"


@pytest.mark.parametrize("eyes", list(Eyes), ids=lambda eyes: eyes.value)
def test_everybody_opens_and_presses_what_is_theirs_and_nothing_else(
    world: World, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    if eyes is not Eyes.OWNER:  # whoever lets the sample start over, its two weeks are the same, and long
        monkeypatch.setattr(filling, "fill", lambda: build_place(NOW))
    browser, before = world.browser(eyes), digests()

    table = [(address, rule) for address, rule in _table() if eyes in ASKING.get(rule.door, set(Eyes))]
    wrong = [said for address, rule in table for said in _cell(world, browser, eyes, address, rule)]

    assert not wrong, "\n" + "\n".join(wrong)
    assert digests() == before


def _table() -> list[tuple[Address, Rule]]:
    return [(one, rule) for one in every_address() if (rule := rule_of(one.name)) is not None]


def _cell(world: World, browser: Client, eyes: Eyes, address: Address, rule: Rule) -> Iterator[str]:
    """What is wrong where this address meets these eyes."""
    path = address.filled(world.values(rule.of))
    cookies = browser.cookies.output(header="", sep=";")
    for method, allowed in (("get", rule.opens), ("post", rule.presses)):
        with writes() as wrote:
            answer = getattr(browser, method)(path)
            said = _judged(answer, eyes, rule, method)
            body = _body(answer)
        browser.cookies = SimpleCookie(cookies)  # whoever signed out or chose a language did not
        if said:
            yield f"{method} {path} ({address.name}): {answer.status_code}, {said}"
        if rule.door != "trial" and _too_much(wrote, rule, eyes in allowed, method):
            yield f"{method} {path} ({address.name}): wrote {', '.join(sorted(wrote))}"
        if _is_foreign(eyes, rule) and (leaked := [word for word in SECRETS if word in body]):
            yield f"{method} {path} ({address.name}): shows {', '.join(leaked)}"


def _too_much(wrote: set[str], rule: Rule, is_allowed: bool, method: str) -> set[str]:
    """Opening writes nothing but its marks, and who may not press writes nothing at all."""
    if is_allowed:
        return wrote - rule.marks if method == "get" else set()
    return wrote


def _judged(answer: HttpResponseBase, eyes: Eyes, rule: Rule, method: str) -> str:
    """What is wrong with the answer; nothing, mostly."""
    status = answer.status_code
    if status >= 500:
        return "broke"
    if rule.door in {"machine", "secret", "trial"}:
        return ""  # what it says and writes is looked at
    if eyes in (rule.opens if method == "get" else rule.presses):
        is_in = status in LET_IN and not _asks_to_sign_in(answer, rule)
        return "" if is_in or not rule.exact or rule.door == "administration" else "should be let in"
    if eyes is Eyes.STRANGER or rule.door == "administration":
        is_away = _asks_to_sign_in(answer, rule) or status in TURNED_AWAY - {403}
        is_told = rule.door == "administration" and eyes is not Eyes.STRANGER and status == 403
        return "" if is_away or is_told else "should be asked to sign in"
    if rule.of and eyes is Eyes.ELSEWHERE:
        return "" if status in TURNED_AWAY - {403} or rule.opens <= OWNERS else "should find nothing"
    is_page = method == "post" and eyes in rule.opens and status in LET_IN
    return "" if is_page or status in TURNED_AWAY else "should be refused"


def _asks_to_sign_in(answer: HttpResponseBase, rule: Rule) -> bool:
    return (
        rule.door in {"desk", "administration"}
        and answer.status_code == 302
        and answer["Location"].startswith(TO_SIGN_IN)
    )


def _is_foreign(eyes: Eyes, rule: Rule) -> bool:
    """What is open to all shows what is public: a posting, and in the sandbox its drawn phones."""
    return eyes in {Eyes.STRANGER, Eyes.ELSEWHERE} and rule.door not in {"public", "trial"}


def _body(answer: HttpResponseBase) -> str:
    parts = answer if answer.streaming else [getattr(answer, "content", b"")]
    return b"".join(parts).decode(errors="replace")


def test_no_list_search_partial_or_export_of_another_store_shows_a_person_of_this_one(world: World) -> None:
    """Asked with every field name the pages know, each set to the number of a foreign row."""
    fields, searched = _known_by_an_owner(world)
    browser, wrong = world.browser(Eyes.ELSEWHERE), []

    for address, rule in _table():
        if rule.of or rule.door != "desk" or Eyes.ELSEWHERE not in rule.opens:
            continue
        path = address.filled(world.values(""))
        targets = set(TARGET.findall(_body(browser.get(path))))
        asked: list[tuple[dict[str, Any], dict[str, str]]] = [
            ({}, {"hx-request": "true", "hx-target": target}) for target in sorted(targets)
        ]
        asked += [(_foreign(world, fields) | {"q": words}, {}) for words in ("", *SEARCHES[:2])]
        asked += [({"q": words, "span": "all"}, {}) for words in SEARCHES if path in searched]
        asked += [({"where": f"l{world.place.pk}", "span": "all"}, {})]
        for query, headers in asked:
            body = _body(browser.get(path, query, headers=headers))
            if leaked := [word for word in SECRETS if word in body]:
                wrong.append(f"{path} {query or headers}: shows {', '.join(leaked)}")

    assert not wrong, "\n" + "\n".join(wrong)


def test_the_owner_of_that_store_does_find_the_person(world: World) -> None:
    """Or the test above would show nothing."""
    found = world.browser(Eyes.OWNER).get("/desk/applications/", {"q": "秘密", "span": "all"})

    assert SECRETS[0] in found.content.decode()


def test_no_form_of_another_store_reaches_a_row_of_this_one(world: World) -> None:
    """Every form is sent with foreign numbers in every field: no row changes, and no new one points there."""
    fields, _searched = _known_by_an_owner(world)
    browser, before, wrong = world.browser(Eyes.ELSEWHERE), rows_of_now(), []

    for address, rule in _table():
        if rule.of or rule.door != "desk" or Eyes.ELSEWHERE not in rule.presses:
            continue
        path = address.filled(world.values(""))
        with writes() as wrote:
            body = _body(browser.post(path, _foreign(world, fields)))
            after = rows_of_now() if wrote else before
        if leaked := [word for word in SECRETS if word in body]:
            wrong.append(f"{path}: shows {', '.join(leaked)}")
        wrong += [f"{path}: {what}" for what in _touched(world, before, after)]

    assert not wrong, "\n" + "\n".join(wrong)


def _known_by_an_owner(world: World) -> tuple[set[str], set[str]]:
    """The names of all fields that pages of the desk have, and the addresses that search."""
    browser, fields, searched = world.browser(Eyes.OWNER), set[str](), set[str]()
    for address, rule in _table():
        if rule.door == "desk" and Eyes.OWNER in rule.opens:
            with writes():
                body = _body(browser.get(address.filled(world.values(rule.of))))
            fields |= set(FIELD.findall(body))
            searched |= set(SEARCH.findall(body))
    return fields - {"csrfmiddlewaretoken"}, searched


NAMED = {
    "job": "job",
    "location": "location",
    "store": "location",
    "place": "location",
    "slot": "slot",
    "interview": "interview",
    "content": "content",
    "import": "import",
}


def _foreign(world: World, fields: set[str]) -> dict[str, object]:
    """Each field with the number of the foreign row its name speaks of, else the application's."""

    def number(field: str) -> int:
        of = next((of for word, of in NAMED.items() if word in field), "application")
        return world.numbers[of]

    return {field: number(field) for field in fields}


def _touched(
    world: World, before: dict[str, dict[object, str]], after: dict[str, dict[object, str]]
) -> Iterator[str]:
    me = world.people[Eyes.ELSEWHERE].pk
    foreign = (
        f"('application_id', {world.application.pk})",
        f"('location_id', {world.place.pk})",
        f"('job_id', {world.numbers['job']})",
        f"('candidate_id', {world.candidate.pk})",
        f"('about_id', {world.application.pk})",
    )
    for table, rows in after.items():
        for number, row in rows.items():
            old = before[table].get(number)
            if old is not None and old != row and not (table == "company_staff" and number == me):
                yield f"changed {table} {number}"
            if old is None and any(one in row for one in foreign):
                yield f"made {table} {number} about a row of the other store"
        if gone := before[table].keys() - rows.keys():
            yield f"deleted {table} {sorted(map(str, gone))}"
