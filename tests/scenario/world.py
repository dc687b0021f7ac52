"""The people of the scenarios, each at a browser of their own, and the drawn phone."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.scenario.client import Client, Page

TOKYO = ZoneInfo("Asia/Tokyo")
SIGN_IN = {"username": "kobayashi", "password": "yakusoku"}
WALK_SECONDS = 400


@dataclass(frozen=True)
class Text:
    """Something that arrived on the drawn phone."""

    kind: str
    message_id: int
    words: str


class Person:
    """An applicant: fills in the form of a job, reads the phone, taps links."""

    def __init__(self, world: "World", name: str, number: int) -> None:
        self.world, self.name, self.number = world, name, number
        self.browser = Client(world.base)
        self.pk = 0

    def apply(self, job: str = "kichijoji-hall") -> Page:
        page = self.browser.get(f"/jobs/{job}/")
        form = next(form for form in page.forms if form.id == "form")
        sent = self.browser.submit(
            page,
            form,
            family_name=self.name,
            given_name="試",
            family_kana="ためし",
            given_kana="ためし",
            phone=f"０９０−{self.number // 10000:04d}−{self.number % 10000:04d}",
            email=f"person{self.number}@mail.example",
            consent="on",
        )
        assert sent.status == 200, sent.words
        assert "/thanks/" in sent.url, sent.words
        return sent

    def know_me(self) -> None:
        """Find this person's number in the list of phones."""
        page = self.world.staff.get("/sandbox/")
        found = re.search(rf'<option value="(\d+)"[^>]*>{self.name} 試', page.html)
        assert found, page.words
        self.pk = int(found[1])

    def texts(self, tab: str = "sms") -> list[Text]:
        """What arrived by one channel, oldest first."""
        page = self.world.staff.get(f"/sandbox/?part=phone&who={self.pk}&tab={tab}")
        bubbles = re.findall(
            r'<form class="sms-in" [^>]*action="/sandbox/open/(\d+)/" data-kind="(\w+)">(.*?)</form>',
            page.html,
            re.DOTALL,
        )
        return [
            Text(kind, int(pk), " ".join(re.sub(r"<[^>]+>", " ", html).split())) for pk, kind, html in bubbles
        ]

    def kinds(self, tab: str = "sms") -> list[str]:
        return [text.kind for text in self.texts(tab)]

    def everything(self) -> list[tuple[str, int]]:
        return [(tab, text.message_id) for tab in ("sms", "email") for text in self.texts(tab)]

    def tap(self, kind: str, tab: str = "sms") -> Page:
        """Tap the link in the latest text of this kind; it opens in the person's own browser."""
        text = [one for one in self.texts(tab) if one.kind == kind][-1]
        phone = self.world.staff.get(f"/sandbox/?part=phone&who={self.pk}&tab={tab}")
        opened = self.world.staff.submit(phone, phone.form(action=f"/sandbox/open/{text.message_id}/"))
        return self.browser.get(opened.url)

    def answer(self, words: str) -> None:
        phone = self.world.staff.get(f"/sandbox/?part=phone&who={self.pk}&tab=sms")
        self.world.staff.submit(phone, phone.form(action=f"/sandbox/answer/{self.pk}/"), text=words)

    def pick(self, page: Page, *, day: int, clock: str) -> Page:
        """Choose the time on that day (from today) and clock, on the page of open times."""
        wanted = self.world.at(day, clock)
        while not (found := [value for value, start in slots_of(page) if start == wanted]):
            page = self.browser.get(page.link("からも見る"))
        form = page.form(action="/times/")
        return self.browser.submit(page, form, slot=found[0])


def slots_of(page: Page) -> list[tuple[str, datetime]]:
    """The open times of a page: the value to send, and the moment."""
    found = re.findall(
        r'(<input type="radio" name="slot"[^>]*>)<span class="choice__box"><time datetime="([^"]+)"',
        page.html,
    )
    values = [(re.search(r'value="(\d+)"', tag), start) for tag, start in found if "disabled" not in tag]
    return [(value[1], datetime.fromisoformat(start)) for value, start in values if value]


class World:
    """One running instance in sandbox mode, seen over HTTP only."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.staff = Client(base)
        page = self.staff.get("/sign-in/")
        signed_in = self.staff.submit(page, page.form(action="/sign-in/"), **SIGN_IN)
        assert signed_in.url.endswith("/desk/"), signed_in.words
        self.today = self.clock().astimezone(TOKYO).date()

    def clock(self) -> datetime:
        page = self.staff.get("/sandbox/?part=clock")
        found = re.search(r'<time datetime="([^"]+)"', page.html)
        assert found, page.words
        return datetime.fromisoformat(found[1])

    def at(self, day: int, clock: str) -> datetime:
        hour, minute = (int(part) for part in clock.split(":"))
        return datetime(
            self.today.year, self.today.month, self.today.day, hour, minute, tzinfo=TOKYO
        ) + timedelta(days=day)

    def walk_to(self, moment: datetime) -> None:
        """Move the clock and wait until it is there; everything due on the way has happened then."""
        page = self.staff.get("/sandbox/?part=clock")
        self.staff.submit(page, page.form(action="/sandbox/clock/"), to=moment.isoformat())
        self.wait_until(lambda: 'id="walking"' not in self.staff.get("/sandbox/?part=clock").html, "the walk")
        assert self.clock() >= moment

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = WALK_SECONDS) -> float:
        """Poll until ``holds()``; returns how long it took, in seconds."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if holds():
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"{what} did not happen within {seconds} s")

    def applicant(self, name: str, number: int, job: str = "kichijoji-hall") -> Person:
        """Somebody who has applied and been thanked."""
        person = Person(self, name, number)
        person.apply(job)
        person.know_me()
        self.wait_until(lambda: "thanks" in person.kinds(), "the thanks", seconds=90)
        return person

    def on_desk(self, person: Person) -> Page:
        return self.staff.get(f"/desk/applications/{person.pk}/")

    def press(self, page: Page, action: str, button: str = "", **values: str) -> Page:
        """Press a button of a staff page."""
        done = self.staff.submit(page, page.form(action=action, button=button), button, **values)
        assert done.status < 400, done.words
        return done
