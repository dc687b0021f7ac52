"""Every screen of the desk and of an applicant, light and dark, wide and narrow, from a fresh trial.

`bin/screens FOLDER` follows the links of the sample company and takes each kind of page once, in its whole
length; a kind is an address with its numbers and secrets left out. `bin/screens FOLDER en` takes the English.
A page that cannot be opened, or is wider than its screen, is named at the end, and the command then fails.
"""

import re
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Error, Page, Response, ViewportSize

from screenshots import (
    COMING,
    DESK,
    EXPECTED,
    INVITED,
    OFFERED,
    PHONE,
    browser,
    reader,
    sign_in,
    tapped_link,
    trial,
)

SIZES: dict[str, ViewportSize] = {"wide": DESK, "narrow": PHONE}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FOLLOWED = re.compile(r"^/(desk|status|tablet|sandbox|jobs|i|sign-in|api/v1/docs)(/|$)")
NO_PAGE = re.compile(r"\.(csv|ics|json|vcf|jpg|png|pdf)$|/sign-out/|/file/$|/documents/\d+/$")
SECRET = re.compile(r"[A-Za-z0-9_-]{22,}")
ALSO = (
    "/desk/", "/status", "/tablet/", "/sandbox/", "/jobs/", "/api/v1/docs/", "/desk/settings/first-steps/",
    "/sign-in/forgotten/", "/desk/no-such-page/",
)  # fmt: skip
ABSENT, JOINED = "村上 翔", "西村 樹"
"""More people of the sample: nobody saw them yesterday, has begun work."""
PHONES = {
    "asked": EXPECTED,
    "choosing": INVITED,
    "coming": COMING,
    "offered": OFFERED,
    "absent": ABSENT,
    "joined": JOINED,
}
PAGE_MILLISECONDS = 15_000
MOST = 250
HIGHEST = 6_000


@dataclass
class Album:
    """The two screens, where the pictures go, and what was wrong with which page."""

    address: str
    folder: Path
    screens: dict[str, Page]
    taken: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    if len(sys.argv) not in (2, 3):
        sys.exit("Usage: bin/screens FOLDER [ja|en]")
    folder, language = Path(sys.argv[1]), (sys.argv[2:] or ["ja"])[0]
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with trial() as address, browser() as chromium:
        album = Album(address, folder, {})
        take_every_kind(chromium, album, language)
    pictures = len(album.taken) * len(SIZES) * len(SCHEMES)
    print(
        f"{len(album.taken)} kinds of page, {pictures} pictures in {folder}, {time.monotonic() - began:.0f} s"
    )
    for line in album.wrong:
        print(line, file=sys.stderr)
    return int(bool(album.wrong))


def take_every_kind(chromium: Browser, album: Album, language: str) -> None:
    """From where people begin, along the links, each kind of page once."""
    for size, screen in SIZES.items():
        album.screens[size] = reader(chromium, screen).new_page()
        album.screens[size].set_default_timeout(PAGE_MILLISECONDS)
        speak(album, size, language)
    take(album, "/sign-in/", "sign-in")
    for page in album.screens.values():
        sign_in(page, album.address)
    waiting = deque(("", path) for path in ALSO)
    waiting.extend(links_on_phones(album))
    while waiting and len(album.taken) < MOST:
        label, path = waiting.popleft()
        label = label if path.startswith("/i/") else ""
        name = "-".join(filter(None, (label, kind_of(path))))
        if name not in album.taken:
            waiting.extend((label, found) for found in take(album, path, name))


def speak(album: Album, size: str, language: str) -> None:
    context = album.screens[size].context
    context.add_cookies([{"name": "django_language", "value": language, "url": album.address}])


def links_on_phones(album: Album) -> Iterator[tuple[str, str]]:
    """The newest link of people who stand at different points of the story, each under a name of its own."""
    for label, who in PHONES.items():
        try:
            yield label, tapped_link(album.screens["wide"], album.address, who).removeprefix(album.address)
        except Error as error:
            album.wrong.append(f"the phone of {who}: {first_line(error)}")


def take(album: Album, path: str, name: str) -> list[str]:
    """Four pictures of one page, and its links. What is no page, or another page, is passed over."""
    began, links = time.monotonic(), list[str]()
    for size, page in album.screens.items():
        try:
            answer = page.goto(album.address + path, wait_until="load")
            if not is_page(answer) or arrived_elsewhere(page, path, album):
                return links
            links = links or links_of(page, album.address)
            shoot(page, album, name, size)
        except Error as error:
            if "Download is starting" not in str(error):
                album.wrong.append(f"{path} ({size}): {first_line(error)}")
            return links
    album.taken.add(name)
    print(f"{len(album.taken):4} {time.monotonic() - began:5.1f} s  {name}", flush=True)
    return links


def is_page(answer: Response | None) -> bool:
    return answer is not None and "html" in (answer.headers.get("content-type") or "")


def arrived_elsewhere(page: Page, path: str, album: Album) -> bool:
    """Led to a page that is taken under its own name."""
    there = urlsplit(page.url).path
    return there != urlsplit(path).path and kind_of(there) in album.taken


def shoot(page: Page, album: Album, name: str, size: str) -> None:
    """By day and by night, with the screen made as high as the page; one that scrolls sideways is told."""
    screen = SIZES[size]
    width, height = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    if width > screen["width"]:
        album.wrong.append(f"{page.url} ({size}): {width} pixels wide")
    page.set_viewport_size({"width": screen["width"], "height": min(max(screen["height"], height), HIGHEST)})
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.screenshot(path=album.folder / f"{name}.{size}.{scheme}.png", animations="disabled")
    page.set_viewport_size(screen)


def links_of(page: Page, address: str) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    paths = [urlsplit(urljoin(page.url, href)) for href in hrefs if not href.startswith("#")]
    return [
        one.path + (f"?{one.query}" if one.query else "")
        for one in paths
        if f"{one.scheme}://{one.netloc}" == address
        and FOLLOWED.search(one.path)
        and not NO_PAGE.search(one.path)
    ]


def kind_of(path: str) -> str:
    """``desk-applications-N`` for ``/desk/applications/41/``: numbers and secrets make no difference."""
    parts = urlsplit(path).path.strip("/").split("/")
    if parts[0] == "jobs" and len(parts) > 1:
        parts[1] = "S"
    known = ["N" if part.isdecimal() else "T" if SECRET.fullmatch(part) else part for part in parts]
    return "-".join(known)[:80] or "front"


def first_line(error: Error) -> str:
    return str(error).splitlines()[0]


if __name__ == "__main__":
    sys.exit(main())
