"""The four stories, lived over HTTP on a running instance: somebody comes; stays silent; moves; withdraws."""

import re

import pytest

from tests.scenario.client import Client, Page
from tests.scenario.world import Person, World, slots_of

pytestmark = pytest.mark.processes


def invited(world: World, person: Person) -> Page:
    """Invited from the desk; the page of open times, opened from the text."""
    world.press(world.on_desk(person), f"/applications/{person.pk}/invite/")
    world.wait_until(lambda: "invitation" in person.kinds(), "the invitation", seconds=90)
    home = person.tap("invitation")
    return home if slots_of(home) else person.browser.get(f"{home.url}times/")


def booked(world: World, person: Person, *, day: int, clock: str) -> Page:
    """A time chosen; the person's page with the ticket."""
    page = person.pick(invited(world, person), day=day, clock=clock)
    assert page.status == 200, page.words
    world.wait_until(
        lambda: "booked" in person.kinds() and "booked" in person.kinds("email"),
        "the confirmation on both channels",
        seconds=20,
    )
    return page


def record(world: World, person: Person, outcome: str) -> Page:
    return world.press(world.on_desk(person), "/outcome/", outcome=outcome)


def test_a_person_applies_is_reminded_answers_and_comes(world: World) -> None:
    person = world.applicant("来太", 11110001)
    assert person.kinds("email") == ["thanks"]
    booked(world, person, day=1, clock="14:00")

    world.walk_to(world.at(0, "18:01"))
    evening = person.tap("reminder_eve")
    answered = person.browser.submit(evening, evening.form(action="/yes/"))
    world.walk_to(world.at(1, "12:30"))
    before = person.everything()
    world.walk_to(world.at(1, "14:01"))
    record(world, person, "came")
    world.walk_to(world.at(1, "16:00"))

    assert answered.status == 200
    assert person.kinds() == ["thanks", "invitation", "booked", "reminder_eve", "directions"]
    assert "reminder_again" not in person.kinds("email")
    assert person.everything() == before, "nothing was said after they came"
    assert "来社" in world.on_desk(person).words or "到着" in world.on_desk(person).words


def test_silence_is_followed_kindly_on_several_channels_and_closed_by_the_rule(world: World) -> None:
    person = world.applicant("静", 11110002)
    day = today_of(world) + 2
    booked(world, person, day=day, clock="11:00")

    world.walk_to(world.at(day - 1, "20:45"))
    assert person.kinds()[-1] == "reminder_eve"
    assert person.kinds("email")[-1] == "reminder_again"
    world.walk_to(world.at(day, "9:30"))
    assert f"/desk/applications/{person.pk}/" in world.staff.get("/desk/").html, (
        "a call task stands on the desk"
    )
    world.walk_to(world.at(day, "11:10"))
    record(world, person, "absent")
    world.walk_to(world.at(day, "12:30"))
    assert person.kinds()[-1] == "absence_first"
    assert person.kinds("email")[-1] == "absence_second"
    world.press(world.on_desk(person), f"/applications/{person.pk}/call/", outcome="no_answer")
    world.walk_to(world.at(day + 1, "17:05"))
    assert person.kinds()[-2:] == ["absence_third", "final_notice"]
    world.walk_to(world.at(day + 2, "19:00"))

    case = case_of(world, person)
    closed = world.press(case, "/confirm/")
    world.walk_to(world.at(day + 2, "19:30"))

    assert person.kinds()[-1] == "rejected"
    assert closed.status == 200
    world.walk_to(world.at(day + 3, "12:00"))
    assert person.kinds()[-1] == "rejected", "the closing words are the last"
    assert person.kinds().count("rejected") + person.kinds("email").count("rejected") == 1


def test_an_answer_stops_everything_that_was_planned(world: World) -> None:
    person = world.applicant("返", 11110005)
    day = today_of(world) + 1
    booked(world, person, day=day, clock="13:00")
    world.walk_to(world.at(day, "13:10"))
    record(world, person, "absent")
    world.walk_to(world.at(day, "13:25"))

    page = person.tap("absence_first")
    person.browser.submit(page, page.form(action="/absent/"), reason="other")
    said = person.everything()
    world.walk_to(world.at(day + 3, "20:00"))

    assert person.everything() == said


def test_a_move_replaces_the_reminders_and_the_calendar_entry(world: World) -> None:
    person = world.applicant("移", 11110003)
    day = today_of(world) + 2
    booked(world, person, day=day, clock="15:30")
    old_home = person.tap("booked")
    first_file = calendar_of(person.browser, old_home)

    moved = person.pick(person.browser.get(f"{old_home.url}times/"), day=day + 1, clock="17:00")
    world.wait_until(lambda: "moved" in person.kinds(), "the word about the move", seconds=90)
    second_file = calendar_of(person.browser, person.browser.get(old_home.url))
    world.walk_to(world.at(day - 1, "20:45"))
    reminded_for_the_old_day = [kind for kind in person.kinds() if kind.startswith("reminder")]
    world.walk_to(world.at(day, "18:05"))

    assert moved.status == 200
    assert reminded_for_the_old_day == []
    reminder = [text for text in person.texts() if text.kind == "reminder_eve"]
    assert len(reminder) == 1
    assert "17:00" in reminder[0].words
    assert "17:00" in person.browser.get(old_home.url).words, "the old link opens the present state"
    assert first_file["UID"] == second_file["UID"]
    assert int(second_file["SEQUENCE"]) > int(first_file["SEQUENCE"])


def test_after_a_withdrawal_nothing_is_ever_sent(world: World) -> None:
    person = world.applicant("辞", 11110004)
    day = today_of(world) + 2
    booked(world, person, day=day, clock="13:00")
    home = person.tap("booked")

    leaving = person.browser.get(f"{home.url}withdraw/")
    thanked = person.browser.submit(leaving, leaving.form(action="/withdraw/"))
    said = person.everything()
    world.walk_to(world.at(day + 3, "12:00"))

    assert thanked.status == 200
    assert "ありがとうございます" in thanked.words
    assert person.everything() == said


def today_of(world: World) -> int:
    """How many days the clock has gone since the scenario began."""
    return (world.clock().astimezone(world.at(0, "0:00").tzinfo).date() - world.today).days


def case_of(world: World, person: Person) -> Page:
    """The page of this person's case."""
    cases = world.staff.get("/desk/cases/")
    found = re.search(r"/desk/cases/(\d+)/[^>]*>(?:(?!</a>)[\s\S])*?" + person.name, cases.html)
    assert found, cases.words
    return world.staff.get(f"/desk/cases/{found[1]}/")


def calendar_of(browser: Client, home: Page) -> dict[str, str]:
    """The properties of the calendar file behind the page's button."""
    answer = browser.get(home.link("カレンダー"))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return dict(re.findall(r"^(UID|SEQUENCE|DTSTART[^:]*):(.+?)\r?$", answer.html, re.MULTILINE))
