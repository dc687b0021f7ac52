"""The pictures of the documentation, taken from a freshly filled trial of its own on a free port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from supervise import die_with_parent

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
MOST_BYTES = 1_500_000
FILLING_SECONDS = 600
DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
SCREENS = {
    "people": "/desk/applications/",
    "times": "/desk/slots/",
    "case": "/desk/cases/",
    "texts": "/desk/templates/",
}
COLOURS = 256
SIGN_IN = ("kobayashi", "yakusoku")
EXPECTED, INVITED, COMING, OFFERED = "佐々木 蓮", "石井 駿", "中村 千尋", "藤田 楓"
"""People of the sample: no answer yet to the evening's question, choosing a time, said they are coming, may
begin work."""


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    folder.mkdir(parents=True, exist_ok=True)
    with trial() as address, browser() as chromium:
        take_desk(chromium, address, folder)
    total = sum(path.stat().st_size for path in folder.glob("*.png"))
    print(f"{len(list(folder.glob('*.png')))} pictures, {total / 1000:.0f} kB")
    return int(total > MOST_BYTES)


@contextmanager
def trial() -> Iterator[str]:
    """A running trial in a folder that is gone afterwards; yields its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="yakusoku-pictures-") as data:
        process = subprocess.Popen(
            [sys.executable, "bin/run.py"],
            cwd=ROOT,
            env={**os.environ, "PORT": str(port), "YAKUSOKU_DATA": data},
            preexec_fn=die_with_parent(signal.SIGINT),
        )
        try:
            wait_until_answering(process, f"{address}/healthz")
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_answering(process: "subprocess.Popen[bytes]", url: str) -> None:
    deadline = time.monotonic() + FILLING_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("The trial ended by itself; the lines above may say why.")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  our own address
                return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"The trial did not answer within {FILLING_SECONDS} seconds.")


@contextmanager
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        yield chromium
        chromium.close()


def reader(chromium: Browser, screen: ViewportSize) -> BrowserContext:
    return chromium.new_context(
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        viewport=screen,
        has_touch=screen is PHONE,
        reduced_motion="reduce",
    )


def take_desk(chromium: Browser, address: str, folder: Path) -> None:
    page = reader(chromium, DESK).new_page()
    sign_in(page, address)
    keep(page, folder / "desk.png")
    page.locator("a.who__name", has_text=EXPECTED).first.click()
    page.wait_for_url("**/desk/applications/*/")
    keep(page, folder / "candidate.png")
    page.goto(page.url + "call-screen/")
    keep(page, folder / "call.png")
    for name, path in SCREENS.items():
        page.goto(address + path)
        keep(page, folder / f"{name}.png")
    page.goto(f"{address}/sandbox/?who={number_of(page, address, EXPECTED)}")
    keep(page, folder / "phone.png")
    handset = reader(chromium, PHONE).new_page()
    for name, who in (("slots", INVITED), ("ticket", COMING), ("offer", OFFERED)):
        handset.goto(tapped_link(page, address, who))
        keep(handset, folder / f"{name}.png")
    sign_in(handset, address)
    keep(handset, folder / "desk-phone.png")


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in/")
    for name, text in zip(("username", "password"), SIGN_IN, strict=True):
        page.fill(f"[name={name}]", text)
    page.click("main [type=submit]")
    page.wait_for_url("**/desk/")


def number_of(page: Page, address: str, who: str) -> str:
    """The number of a person's application, from the list on the trial phone."""
    page.goto(f"{address}/sandbox/")
    option = page.locator("select[name=who] option").filter(has_text=who).first
    return option.get_attribute("value") or ""


def tapped_link(page: Page, address: str, who: str) -> str:
    """Where the link in the newest message on somebody's phone leads."""
    page.goto(f"{address}/sandbox/?who={number_of(page, address, who)}")
    page.locator(".sms-in__link").last.click()
    page.wait_for_url("**/i/**")
    return page.url


def keep(page: Page, path: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, animations="disabled")
    with Image.open(path) as picture:
        smaller = picture.convert("RGB").quantize(
            COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    smaller.save(path, optimize=True)
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
