"""The pages that are measured, ours and the plain change list, each asked by somebody signed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from candidates.models import Application
from company.models import Staff
from sandbox.mass.chain import OWNER, RECRUITER

DEEP = 0.8
CONVERSATION = {"hx-request": "true", "hx-target": "thread"}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@dataclass(frozen=True)
class Page:
    """``who`` is signed in."""

    name: str
    path: str
    who: str = OWNER
    headers: Mapping[str, str] = field(default_factory=dict)

    def ask(self) -> bytes:
        host = (settings.ALLOWED_HOSTS or ["localhost"])[0].replace("*", "localhost")
        browser = _browser(self.who)
        answer = browser.get(
            self.path, headers={**self.headers, "host": host}, secure=settings.SESSION_COOKIE_SECURE
        )
        if answer.status_code != 200:
            raise RuntimeError(f"{self.path}: {answer.status_code}")
        content: bytes = answer.content
        return content


@cache
def _browser(who: str) -> Client:
    """Signed in with the second step behind them, which owners cannot go without."""
    browser, staff = Client(), Staff.objects.get(username=who)
    browser.force_login(staff, backend=BACKEND)
    device, _is_new = TOTPDevice.objects.get_or_create(user=staff, name="measured")
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return browser


@cache
def pages() -> list[Page]:
    last = Application.objects.order_by("-pk").values_list("pk", flat=True)[0]
    somebody = Application.objects.select_related("candidate").get(pk=last // 2)
    met = _somebody_met()
    deep = round(last * (1 - DEEP))
    people, plain = "/desk/applications/", "/plain/candidates/application/"
    phone = f"0{somebody.candidate.phone[3:]}"
    return [
        Page("today, a store with 60 interviews", "/desk/", RECRUITER),
        Page("today, all stores", "/desk/"),
        Page("list", f"{people}?span=all"),
        Page("list, page 50", f"{people}?span=all&page=50"),
        Page("list, deep", f"{people}?span=all&after={deep}"),
        Page("search by a name's beginning", f"{people}?q=さとう"),
        Page("search by phone", f"{people}?q={phone}"),
        Page("candidate page", f"{people}{met}/"),
        Page("conversation", f"{people}{met}/", headers=CONVERSATION),
        Page("plain: list", plain),
        Page("plain: deep", f"{plain}?p={round(DEEP * last / 25)}"),
        Page("plain: search by a name's beginning", f"{plain}?q=さとう"),
        Page("plain: search by phone", f"{plain}?q={somebody.candidate.phone[3:]}"),
    ]


def _somebody_met() -> int:
    rows = Application.objects.filter(interviews__state="booked").order_by("pk")
    found: int = rows.values_list("pk", flat=True)[0]
    return found
