"""Crowds: two hundred applications at once, twenty people after one time, and a broker that is gone."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from messaging.standin.server import Standin
from tests.scenario.client import Page
from tests.scenario.conftest import KINDS, Instance, running
from tests.scenario.world import Person, World, slots_of
from tests.services_fixture import broker
from tests.services_fixture.deployment import Deployment

pytestmark = pytest.mark.processes
APPLICANTS, AFTER_ONE_TIME = 200, 20


@contextmanager
def at_the_standin(kind: str, folder: Path) -> Iterator[tuple[World, Standin, Instance]]:
    """An instance that really sends: by Twilio's client and Anymail's, to the stand-in on this machine."""
    with Standin() as standin:
        providers = {
            "SMS_PROVIDER": "twilio",
            "TWILIO_BASE_URL": standin.url,
            "TWILIO_ACCOUNT_SID": standin.account_sid,
            "TWILIO_AUTH_TOKEN": standin.auth_token,
            "TWILIO_FROM": "+15005550006",
            "EMAIL_PROVIDER": "django",
            "EMAIL_BACKEND": "anymail.backends.postmark.EmailBackend",
            "ANYMAIL_POSTMARK_API_URL": f"{standin.url}/",
            "ANYMAIL_POSTMARK_SERVER_TOKEN": standin.auth_token,
        }
        with running(kind, folder, **providers) as instance:
            yield World(instance.url), standin, instance


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_applications_at_once_are_each_stored_and_thanked_exactly_once(
    kind: str, tmp_path: Path
) -> None:
    with at_the_standin(kind, tmp_path) as (world, standin, _instance):
        people = [Person(world, f"応募{number:03d}", 22220000 + number) for number in range(APPLICANTS)]

        with ThreadPoolExecutor(20) as crowd:
            thanked = list(crowd.map(lambda person: person.apply().status, people))
        world.wait_until(lambda: len(standin.accepted) >= 2 * APPLICANTS, "every thanks at the stand-in")
        world.walk_to(world.at(0, "10:30"))
        taken = Counter((one.channel, one.to) for one in standin.accepted)

        assert thanked == [200] * APPLICANTS
        ours = {key: count for key, count in taken.items() if is_one_of(people, key[1])}
        assert len(ours) == 2 * APPLICANTS
        assert set(ours.values()) == {1}
        stored = world.staff.get("/sandbox/").html
        assert all(f">{person.name} 試" in stored for person in people)


def is_one_of(people: list[Person], address: str) -> bool:
    known = {f"+8190{person.number:08d}" for person in people}
    known |= {f"person{person.number}@mail.example" for person in people}
    return address in known


def test_of_twenty_people_after_one_time_one_gets_it_and_the_others_see_other_times(world: World) -> None:
    people = [Person(world, f"希望{number:02d}", 33330000 + number) for number in range(AFTER_ONE_TIME)]
    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(lambda person: person.apply(), people))
    for person in people:
        person.know_me()
        world.press(world.on_desk(person), f"/applications/{person.pk}/invite/")
    world.wait_until(
        lambda: all("invitation" in person.kinds() for person in people), "the invitations", seconds=180
    )
    pages = [person.browser.get(f"{person.tap('invitation').url}times/") for person in people]
    wanted = slots_of(pages[0])[-1][0]
    start = threading.Barrier(AFTER_ONE_TIME)

    def book(person: Person, page: Page) -> Page:
        start.wait()
        return person.browser.submit(page, page.form(action="/times/"), slot=wanted)

    with ThreadPoolExecutor(AFTER_ONE_TIME) as crowd:
        answers = list(crowd.map(book, people, pages))

    assert Counter(page.status for page in answers) == {200: 1, 409: AFTER_ONE_TIME - 1}
    refused = [page for page in answers if page.status == 409]
    assert all("うまりました" in page.words or "うまってしまいました" in page.words for page in refused)
    assert all(slots_of(page) for page in refused), "other times are offered at once"
    assert all(wanted not in dict(slots_of(page)) for page in refused)


@pytest.mark.postgres
@pytest.mark.redis
def test_without_redis_people_are_answered_and_reminded_in_time(tmp_path: Path) -> None:
    with running("deployment", tmp_path) as instance:
        assert isinstance(instance, Deployment)
        world = World(instance.url)
        person = world.applicant("断", 44440001)
        page = world.press(world.on_desk(person), f"/applications/{person.pk}/invite/")
        world.wait_until(lambda: "invitation" in person.kinds(), "the invitation", seconds=90)
        page = person.browser.get(f"{person.tap('invitation').url}times/")
        person.pick(page, day=1, clock="14:00")
        world.walk_to(world.at(0, "17:59") + timedelta(seconds=45))
        redis: broker.Server = instance.redis

        redis.stop()
        late_comer = Person(world, "後", 44440002)
        answered = late_comer.apply()
        world.wait_until(lambda: world.clock() >= world.at(0, "18:00"), "six o'clock", seconds=75)
        world.wait_until(lambda: "reminder_eve" in person.kinds(), "the reminder", seconds=15)

        assert answered.status == 200
        late_comer.know_me()
        world.wait_until(lambda: "thanks" in late_comer.kinds(), "the thanks", seconds=15)
