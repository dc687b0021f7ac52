"""Debian's Chromium under Playwright, as a reader in Japan would have it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

PATIENCE = 20_000  # milliseconds until what is expected counts as not coming; machines may be busy
DESK = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TELLS_WHAT_THE_POLICY_REFUSED = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`the content policy refused ${event.violatedDirective} ${event.blockedURI}`));
"""


def binary() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def running_browser() -> Iterator[Browser]:
    # Playwright's event loop lives in the test's thread, where Django would refuse every query.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=binary(), args=flags)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def open_page(browser: Browser, *, narrow: bool = False) -> Iterator[Page]:
    """A page in Japanese and in Tokyo; an error in its console or a breach of its policy fails the test."""
    context = browser.new_context(
        locale="ja-JP", timezone_id="Asia/Tokyo", viewport=PHONE if narrow else DESK, has_touch=narrow
    )
    context.add_init_script(TELLS_WHAT_THE_POLICY_REFUSED)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page
        assert not complaints, f"the browser complained: {complaints}"
    finally:
        context.close()
