"""A crowd at one web server, every member a process of its own: ``python -m`` this, standard library only.

Reads its task as JSON from standard input and prints what happened, one JSON object a line. A member keeps a
connection, the cookie and the form's secret, as a browser does; a connection that breaks is opened again.
"""

import http.client
import json
import multiprocessing
import random
import re
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any, TypedDict  # tasks and answers are JSON
from urllib.parse import urlencode, urlsplit

ANSWERS_A_LINK = 25  # fewer than one link may give within ten minutes
PATIENCE_SECONDS = 300
FIELD = re.compile(r'name="(csrfmiddlewaretoken|version)" value="([^"]+)"')
FREE = re.compile(r'name="slot" value="(\d+)" required data-label')


class Person(TypedDict):
    application: int
    tokens: list[str]


class Task(TypedDict):
    kind: str
    base: str
    seed: int
    processes: int
    staff: int
    acts: int
    people: list[Person]
    slots: list[int]
    sign_in: dict[str, str]


@dataclass
class Answer:
    status: int
    html: str
    where: str = ""


@dataclass
class Browser:
    base: str
    cookies: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **values: object) -> Answer:
        return self._ask("POST", path, urlencode({**self.fields, **values}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        """Ask, and ask again while the server is away; what it did before it died, it did."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._once(method, path, body)
            except (OSError, http.client.HTTPException):
                if time.monotonic() > until:
                    raise
                self.line = None
                time.sleep(0.1)

    def _once(self, method: str, path: str, body: str | None) -> Answer:
        if self.line is None:
            self.line = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=PATIENCE_SECONDS)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.base + path}
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        html = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.fields |= dict(FIELD.findall(html))
        return Answer(answer.status, html, answer.headers.get("Location") or "")


class Candidate:
    """One person at their own page; after a while by the next of their links."""

    def __init__(self, base: str, person: Person) -> None:
        self.browser, self.tokens, self.given = Browser(base), person["tokens"], 0

    def page(self, name: str = "") -> Answer:
        self.browser.fields.pop("version", None)
        return self.browser.get(self._address(name))

    def send(self, name: str, **values: object) -> Answer:
        self.given += 1
        return self.browser.post(self._address(name), **values)

    def _address(self, name: str) -> str:
        token = self.tokens[self.given // ANSWERS_A_LINK % len(self.tokens)]
        return f"/i/{token}/{name}/" if name else f"/i/{token}/"


def contest(number: int, task: Task, spare: "Queue[Person]", start: Barrier, heard: "Queue[Any]") -> None:
    """Everybody wants the same slot at the same moment, one slot after the other; a winner makes room."""
    mine = Candidate(task["base"], task["people"][number])
    mine.page("times")
    for slot in task["slots"]:
        start.wait()
        answer = mine.send("times", slot=slot)
        others = set(FREE.findall(answer.html)) - {str(slot)}
        heard.put({"slot": slot, "status": answer.status, "offers_others": bool(others)})
        if answer.status == 303:
            mine = Candidate(task["base"], spare.get())
            mine.page("times")


def mingle(number: int, task: Task, spare: "Queue[Person]", start: Barrier, heard: "Queue[Any]") -> None:
    """Book, move, hold, withdraw and think better of it, as the dice say, and each of them at least once."""
    dice = random.Random(f"{task['seed']}-{number}")
    everybody = task["people"][number :: task["processes"]]
    mine = [Candidate(task["base"], person) for person in everybody]
    acts = dice.choices(ACTS, WEIGHTS, k=task["acts"] - len(ACTS))
    for act in ACTS:
        acts.insert(dice.randint(0, len(acts)), act)
    acts.remove("undo")
    acts.insert(acts.index("withdraw") + 1, "undo")
    gone: list[Candidate] = []
    start.wait()
    for act in acts:
        person = gone.pop() if act == "undo" and gone else dice.choice(mine)
        page = person.page("times")
        if page.status == 303:  # nothing to choose just now
            page = person.page()
        slot = dice.choice(task["slots"])
        answer = person.send(act, slot=slot, why=dice.choice(["", "other_job"]))
        if act == "withdraw" and answer.status == 303:
            gone.append(person)
        _tell(heard, act, answer)


ACTS, WEIGHTS = ["times", "hold", "withdraw", "undo", "confirm"], [60, 15, 8, 12, 5]


def direct(number: int, task: Task, spare: "Queue[Person]", start: Barrier, heard: "Queue[Any]") -> None:
    """Staff: they book, move and invite whomever they like."""
    dice = random.Random(f"{task['seed']}-staff-{number}")
    browser = Browser(task["base"])
    browser.get("/sign-in/")
    signed_in = browser.post("/sign-in/", **task["sign_in"])
    assert signed_in.status == 302, signed_in.html
    browser.get("/desk/slots/")
    start.wait()
    for _ in range(task["acts"]):
        application = dice.choice(task["people"])["application"]
        act = dice.choices(["book", "invite"], [4, 1])[0]
        browser.fields.pop("version", None)
        answer = browser.post(f"/desk/applications/{application}/{act}/", slot=dice.choice(task["slots"]))
        _tell(heard, f"staff {act}", answer)


def _tell(heard: "Queue[Any]", act: str, answer: Answer) -> None:
    said = answer.html[:2000] if answer.status >= 500 else ""
    heard.put({"act": act, "status": answer.status, "said": said})


def main() -> int:
    task: Task = json.load(sys.stdin)
    context = multiprocessing.get_context("fork")
    size, heard, spare = task["processes"] + task["staff"], context.Queue(), context.Queue()
    for person in task["people"][task["processes"] :]:
        spare.put(person)
    start = context.Barrier(size, timeout=PATIENCE_SECONDS)
    acting = contest if task["kind"] == "contest" else mingle
    members = [
        context.Process(target=acting, args=(n, task, spare, start, heard)) for n in range(task["processes"])
    ]
    members += [
        context.Process(target=direct, args=(n, task, spare, start, heard)) for n in range(task["staff"])
    ]
    for member in members:
        member.start()
    while any(member.is_alive() for member in members) or not heard.empty():
        if not heard.empty():
            print(json.dumps(heard.get()), flush=True)
        else:
            time.sleep(0.02)
    spare.cancel_join_thread()
    return max(abs(member.exitcode or 0) for member in members)


if __name__ == "__main__":
    sys.exit(main())
