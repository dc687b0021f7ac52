"""The sorts of visit that are compared, each an endless row of requests yet to be made."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle

from bench.visits import bare
from bench.visits.asking import Browser
from bench.visits.people import Guest

Ask = Callable[[], None]
BESIDE = 40


class Sorts:
    """Those whom the bare view writes upon, and those whose page is looked at, never answer themselves."""

    def __init__(self, browser: Browser, guests: list[Guest]) -> None:
        self.browser = browser
        written, shown, answering = guests[:BESIDE], guests[BESIDE : 2 * BESIDE], guests[2 * BESIDE :]
        home = browser.meet(f"/i/{guests[0].token}/")
        bare.CONTENT["main"] = _main_of(home)
        plain = browser.get(f"/bare/{guests[0].token}/")[1]
        bare.CONTENT["main"] += " " * (len(home) - len(plain))  # what the home has around its main part
        plain = browser.get(f"/bare/{guests[0].token}/")[1]
        self.sizes = {"home": len(home), "bare page": len(plain)}
        self.all: dict[str, Iterator[Ask]] = {
            "bare view": self._posts("/bare/{}/yes/", 302, cycle(written)),
            "confirm": self._posts("/i/{}/yes/", 303, answering),
            "bare page": self._pages("/bare/{}/", shown),
            "home": self._pages("/i/{}/", shown),
        }

    def _posts(self, path: str, expected: int, guests: Iterable[Guest]) -> Iterator[Ask]:
        for guest in guests:
            yield lambda guest=guest: self._post(path.format(guest.token), guest.version, expected)  # type: ignore[misc]  # bound now

    def _post(self, path: str, version: int, expected: int) -> None:
        status, said = self.browser.post(path, version=version)
        if status != expected:
            raise RuntimeError(f"{path}: {status}\n{said.decode()[-1500:]}")

    def _pages(self, path: str, guests: list[Guest]) -> Iterator[Ask]:
        for guest in cycle(guests):
            yield lambda guest=guest: self._page(path.format(guest.token))  # type: ignore[misc]  # bound now

    def _page(self, path: str) -> None:
        status, said = self.browser.get(path)
        if status != 200:
            raise RuntimeError(f"{path}: {status}\n{said.decode()[-1500:]}")


def _main_of(page: bytes) -> str:
    found = re.search(r"<main[^>]*>(.*)</main>", page.decode(), re.DOTALL)
    if found is None:
        raise RuntimeError("the home has no main part")
    return found[1]
