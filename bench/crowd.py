"""Many processes that ask a web server at once: ``python -m bench.crowd PLAN OUT``. Standard library alone.

PLAN says ``port``, ``processes`` and either ``rounds`` (a race: everybody is after the same time, one
after another) or ``asks`` (plain requests, shared out). OUT gets what each request was answered, in
milliseconds.
"""

import http.client
import json
import multiprocessing
import sys
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any  # a plan is what its file says
from urllib.parse import urlencode

SECRET = "a" * 32  # any cookie will do, as long as the form says the same
POSTS_A_LINK = 20
PATIENCE = 300.0
TRIES = 3
Answer = tuple[int, str, str]
_called = multiprocessing.Value("i", 0)  # how many of the people have had their turn begun


class Browser:
    """One connection that stays open."""

    def __init__(self, port: int, cookies: str = "") -> None:
        self.port = port
        self.cookies = f"{cookies}; __Host-csrf={SECRET}; csrftoken={SECRET}".lstrip("; ")
        self.line = self._new_line()
        self.taken: list[tuple[int, float]] = []

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, "", headers)

    def post(self, path: str, said: dict[str, object]) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": SECRET, **said})
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str, headers: dict[str, str]) -> Answer:
        before = time.perf_counter()
        for left in reversed(range(TRIES)):
            try:
                self.line.request(method, path, body, {"Cookie": self.cookies, **headers})
                answer = self.line.getresponse()
                words = answer.read().decode(errors="replace")
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                self.line = self._new_line()  # the server closes a connection now and then
                if not left or method == "POST":
                    raise
        self.taken.append((answer.status, 1000 * (time.perf_counter() - before)))
        return answer.status, answer.headers.get("Location") or "", words

    def _new_line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def main(plan: dict[str, Any], out: Path) -> None:
    processes = plan["processes"]
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(processes), context.Queue()
    if "rounds" in plan:
        run = race_ours if plan["who"] == "ours" else race_theirs
    else:
        run = ask_all
    crowd = [
        context.Process(target=_one, args=(run, plan, number, start, results)) for number in range(processes)
    ]
    for one in crowd:
        one.start()
    told = [results.get() for _ in crowd]
    for one in crowd:
        one.join()
    began, ended = min(one["began"] for one in told), max(one["ended"] for one in told)
    taken = [each for one in told for each in one["taken"]]
    errors = [one["error"] for one in told if one["error"]]
    out.write_text(json.dumps({"seconds": ended - began, "taken": taken, "errors": errors}))


def _one(run: Any, plan: dict[str, Any], number: int, start: Barrier, results: Any) -> None:
    told: dict[str, Any] = {"began": time.time(), "taken": [], "error": ""}
    try:
        start.wait(PATIENCE)
        told["began"] = time.time()
        told["taken"] = run(plan, number, start)
    except Exception as error:  # told to the parent, which is waiting
        start.abort()
        told["error"] = f"{type(error).__name__}: {error}"
    results.put(told | {"ended": time.time()})


def ask_all(plan: dict[str, Any], number: int, start: Barrier) -> list[tuple[int, float]]:
    """Every so many-th of the requests."""
    browser = Browser(plan["port"])
    for path, said in plan["asks"][number :: plan["processes"]]:
        browser.get(path) if said is None else browser.post(path, said)
    return browser.taken


def race_ours(plan: dict[str, Any], number: int, start: Barrier) -> list[tuple[int, float]]:
    """Nobody looks again before pressing the button; whoever won is followed by somebody else."""
    browser, person, posts = Browser(plan["port"]), _next_person(plan), 0
    for slot in plan["rounds"]:
        start.wait(PATIENCE)
        said = {"slot": slot, "version": person["version"]}
        status, _, _ = browser.post(f"/i/{person['token']}/times/", said)
        posts += 1
        if status != 409 or posts == POSTS_A_LINK:
            person, posts = _next_person(plan), 0
    return browser.taken


def _next_person(plan: dict[str, Any]) -> dict[str, Any]:
    """Nobody plays for two processes."""
    with _called.get_lock():
        _called.value += 1
        person: dict[str, Any] = plan["people"][_called.value - 1]
    return person


def race_theirs(plan: dict[str, Any], number: int, start: Barrier) -> list[tuple[int, float]]:
    """As its page does it: look which times are free, choose, give one's data. Gone is gone."""
    browser = Browser(plan["port"], f"sessionid={plan['sessions'][number]}")
    staff, service = plan["staff"], plan["service"]
    asked = {"X-Requested-With": "XMLHttpRequest"}
    for day, begins, ends in plan["rounds"]:
        start.wait(PATIENCE)
        query = urlencode({"selected_date": day, "staff_member": staff, "service_id": service})
        free = browser.get(f"/appointment/ajax/available_slots/?{query}", **asked)[2]
        if f"{day}T{begins}:00" not in free:
            continue
        wanted = {"date": day, "start_time": begins, "end_time": ends}
        status, there, words = browser.post(
            "/appointment/request-submit/", {**wanted, "service": service, "staff_member": staff}
        )
        _expect(status, words)
        client: dict[str, object] = {
            "name": f"Client {number}",
            "phone_0": "JP",
            "phone_1": "09012345678",
            "payment_type": "full",
        }
        status, _, words = browser.post(there, client)
        _expect(status, words)
    return browser.taken


def _expect(status: int, words: str) -> None:
    if status != 302:
        raise RuntimeError(f"{status}: {words[:3000]}")


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2]))
