"""Every screen of the desk and of a candidate, light and dark, wide and narrow, from a fresh trial.

`bin/screens FOLDER` follows the links of the sample company and takes each kind of page once; a kind is an
address with its numbers and secrets left out.
"""

import re
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Error, Page, ViewportSize

from screenshots import COMING, DESK, INVITED, PHONE, browser, reader, sign_in, tapped_link, trial

SIZES: dict[str, ViewportSize] = {"wide": DESK, "narrow": PHONE}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FOLLOWED = re.compile(r"^/(desk|status|tablet|sandbox|jobs|i|api/v1/docs)(/|$)")
NO_PAGE = re.compile(r"\.(csv|ics|json|vcf|jpg|png|pdf)$|/sign-out/")
ALSO = ("/desk/", "/status", "/tablet/", "/sandbox/", "/jobs/", "/api/v1/docs/", "/desk/no-such-page/")
MOST = 150


def main() -> int:
    if len(sys.argv) != 2:
        sys.exit("Usage: bin/screens FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with trial() as address, browser() as chromium:
        kinds = list(found_kinds(chromium, address))
        for size in SIZES:
            take(chromium, address, kinds, folder, size)
    print(f"{len(kinds)} kinds of page, {len(list(folder.glob('*.png')))} pictures in {folder}")
    return 0


def found_kinds(chromium: Browser, address: str) -> Iterator[tuple[str, str]]:
    """Name and path of one page of each kind, found by following links from where people begin."""
    page = reader(chromium, DESK).new_page()
    yield "sign-in", "/sign-in/"
    sign_in(page, address)
    begin = [tapped_link(page, address, who).removeprefix(address) for who in (COMING, INVITED)]
    waiting, seen = deque([*ALSO, *begin]), {"sign-in"}
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        name = kind_of(path)
        if name in seen:
            continue
        seen.add(name)
        try:
            answer = page.goto(address + path)
        except Error:  # a file to be saved is no page
            continue
        if answer is None or "html" not in (answer.headers.get("content-type") or ""):
            continue
        yield name, path
        waiting.extend(links_of(page, address))


def links_of(page: Page, address: str) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    paths = [urlsplit(urljoin(page.url, href)) for href in hrefs if not href.startswith("#")]
    ours = [one for one in paths if f"{one.scheme}://{one.netloc}" == address]
    return [
        one.path + (f"?{one.query}" if one.query else "")
        for one in ours
        if FOLLOWED.search(one.path) and not NO_PAGE.search(one.path)
    ]


def kind_of(path: str) -> str:
    """``desk-applications-N`` for ``/desk/applications/41/``: numbers and secrets make no difference."""
    parts = urlsplit(path).path.strip("/").split("/")
    known = ["N" if part.isdecimal() else "T" if len(part) == 22 else part for part in parts]
    return "-".join(known)[:80] or "front"


def take(
    chromium: Browser,
    address: str,
    kinds: list[tuple[str, str]],
    folder: Path,
    size: str,
) -> None:
    """Each page once, by day and by night; a page that fails is told and the others are taken."""
    page = reader(chromium, SIZES[size]).new_page()
    sign_in(page, address)
    for name, path in kinds:
        try:
            page.goto(address + path)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                page.screenshot(path=folder / f"{name}.{size}.{scheme}.png", animations="disabled")
        except Error as error:
            print(f"{path}: {error}", file=sys.stderr)
    page.context.close()


if __name__ == "__main__":
    sys.exit(main())
