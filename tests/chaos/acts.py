"""What people do meanwhile, over HTTP: staff cancel, move and withdraw; candidates answer by their links."""

import random
import re
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import psycopg
import requests

from tests.chaos.evidence import TOKEN, read_journal
from tests.chaos.servers import Provider
from tests.scenario.client import Client

DUE_NOW = """
SELECT DISTINCT i.application_id, i.id FROM messaging_message m
JOIN scheduling_interview i USING (application_id)
WHERE m.direction = 'out' AND m.due_at BETWEEN %s AND %s AND NOT i.application_id = ANY(%s)
ORDER BY 1
"""
FREE_SLOT = """
SELECT s.id FROM scheduling_slot s WHERE s.starts_at > now() + interval '3 hours'
AND NOT EXISTS (SELECT FROM scheduling_booking b WHERE b.slot_id = s.id) ORDER BY random() LIMIT 1
"""
POSTBACK = re.compile(r'"type": "postback", "label": "[^"]*", "data": "([^"]+)"')
NEAR = 4.0  # seconds around the moment a message is due: there a cancel meets the gate
TROUBLE = (requests.RequestException, psycopg.Error, AssertionError)
"""The web server or the database is down, or the page is another one by now: part of the day."""


class Booked(NamedTuple):
    application: int
    interview: int


class Acts(threading.Thread):
    """Does ``rate`` things a second until told to stop; ``done`` counts them by name and status."""

    def __init__(
        self, url: str, database: str, provider: Provider, password: str, *, seed: int, rate: float
    ) -> None:
        super().__init__(daemon=True)
        self.url, self.database, self.password = url, database, password
        self.provider, self.journal = provider.url, provider.journal
        self.chance, self.rate = random.Random(seed), rate
        self.done: Counter[str] = Counter()
        self.stopping = threading.Event()
        self.staff = Client(url)
        self.touched: set[int] = set()

    def run(self) -> None:
        deeds = (
            self.cancel,
            self.move,
            self.withdraw,
            self.answer,
            self.press_in_line,
            self.press_in_line,
            self.not_me,
            self.leave,
        )
        while not self.stopping.wait(self.chance.expovariate(self.rate)):
            deed = self.chance.choice(deeds)
            try:
                deed()
            except TROUBLE as error:
                self.done[f"{deed.__name__}: {type(error).__name__}"] += 1

    def stop(self) -> None:
        self.stopping.set()
        self.join(timeout=60)

    def cancel(self) -> None:
        if found := self._near():
            self._press("cancel", f"/desk/interviews/{found.interview}/cancel/", reason="us_ill")

    def move(self) -> None:
        if found := self._near():
            with psycopg.connect(self.database, connect_timeout=3) as connection:
                slot = connection.execute(FREE_SLOT).fetchone()
            if slot:
                self._press("move", f"/desk/applications/{found.application}/book/", slot=str(slot[0]))

    def withdraw(self) -> None:
        if found := self._near():
            self._press("withdraw", f"/desk/applications/{found.application}/withdraw/")

    def answer(self) -> None:
        self._by_link("answer", "", "/yes/")

    def not_me(self) -> None:
        self._by_link("not_me", "not-me/", "/not-me/")

    def leave(self) -> None:
        self._by_link("leave", "withdraw/", "/withdraw/")

    def press_in_line(self) -> None:
        """Somebody presses a button under a message in LINE; the stand-in tells it twice."""
        lately = [taken for taken in read_journal(self.journal)[-200:] if taken.channel == "line"]
        if not lately:
            return
        pushed = self.chance.choice(lately)
        data = self.chance.choice(POSTBACK.findall(pushed.attached) or [""])
        if not data:
            return
        said = {"type": "postback", "user": pushed.to, "data": data}
        first = requests.post(f"{self.provider}/line/event", json=said, timeout=20).json()
        requests.post(f"{self.provider}/line/event", json={"again": first["event"]}, timeout=20)
        self.done[f"press_in_line {first['status']}"] += 1

    def _near(self) -> Booked | None:
        """Somebody not met before who has a message due about now."""
        now, near = datetime.now(UTC), timedelta(seconds=NEAR)
        with psycopg.connect(self.database, connect_timeout=3) as connection:
            rows = connection.execute(DUE_NOW, [now - near, now + near, [*self.touched]]).fetchall()
        if not rows:
            return None
        chosen = Booked(*self.chance.choice(rows))
        self.touched.add(chosen.application)
        return chosen

    def _press(self, name: str, path: str, **said: str) -> None:
        """A button of the desk; signs in first when nobody is."""
        session = self.staff.session
        if "yakusoku_session" not in session.cookies:
            page = self.staff.get("/sign-in/")
            self.staff.submit(page, page.form(action="/sign-in/"), username="chaos", password=self.password)
        answer = session.post(
            self.url + path,
            data={**said, "csrfmiddlewaretoken": session.cookies.get("yakusoku_csrf", "")},
            headers={"Referer": self.url},
            timeout=20,
            allow_redirects=False,
        )
        self.done[f"{name} {answer.status_code}"] += 1

    def _by_link(self, name: str, path: str, action: str) -> None:
        """Open the link of somebody who was lately written to, and press the page's button."""
        lately = [taken for taken in read_journal(self.journal)[-60:] if TOKEN.search(taken.body)]
        if not lately:
            return
        token = TOKEN.search(self.chance.choice(lately).body)
        assert token
        browser = Client(self.url)
        page = browser.get(f"/i/{token[1]}/{path}")
        answered = browser.submit(page, page.form(action=action))
        self.done[f"{name} {answered.status}"] += 1
