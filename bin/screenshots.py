"""Take the pictures of docs/images/ from freshly made sample data: `.venv/bin/python bin/screenshots.py`.

Starts the product on a free port in an empty folder, looks at it in Chromium as a recruiter and as a
candidate, in Japanese, and writes JPEG files that stay under 1.5 MB together.
"""

import re
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bin")]

from tests.services_fixture import chromium  # noqa: E402  the path has to be set first
from tests.services_fixture.trial import Trial  # noqa: E402

IMAGES = ROOT / "docs" / "images"
QUALITY = 82


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)  # fonts and the first htmx refresh
    page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=QUALITY)


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.fill("[name=username]", "kobayashi")
    page.fill("[name=password]", "yakusoku")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/desk/")


def number_of(page: Page, base: str, name: str) -> str:
    """The application of that person, from the list of phones."""
    page.goto(f"{base}/sandbox/")
    found = re.search(rf'<option value="(\d+)"[^>]*>{name}', page.content())
    if found is None:
        raise SystemExit(f"{name} is not among the sample's people")
    return found[1]


def recruiter(page: Page, base: str) -> None:
    sign_in(page, base)
    shoot(page, "desk")
    silent, moved = number_of(page, base, "佐々木"), number_of(page, base, "山本")
    page.goto(f"{base}/desk/applications/{silent}/")
    shoot(page, "candidate")
    page.goto(f"{base}/sandbox/?who={moved}")
    shoot(page, "phone")


def candidate(page: Page, base: str) -> None:
    """Tap the link in the invitation of somebody who has not chosen yet."""
    sign_in(page, base)
    invited = number_of(page, base, "木村")
    page.goto(f"{base}/sandbox/?who={invited}")
    page.locator("form[data-kind=invitation] button").first.click()
    page.wait_for_url("**/i/**")
    shoot(page, "slots")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium.running_browser() as browser:
        trial = Trial(Path(folder) / "data")
        trial.start()
        try:
            with chromium.open_page(browser) as wide:
                recruiter(wide, trial.url)
            with chromium.open_page(browser, narrow=True) as narrow:
                candidate(narrow, trial.url)
        finally:
            trial.stop()
    for picture in sorted(IMAGES.glob("*.jpg")):
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
