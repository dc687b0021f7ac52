"""「LINEで受け取る」: whether it is offered, and the addresses that lead from a code into the chat."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from candidates.models import Application
from messaging.channels import available_channels
from messaging.policy import ChannelName
from messaging.services.linking import NewCode, make_code

ADD_FRIEND = "https://line.me/R/ti/p/{account}"
WRITE = "https://line.me/R/oaMessage/{account}/?{text}"


@dataclass(frozen=True)
class CodeShown:
    """A code as its page shows it, this once. ``friend`` and ``qr`` are empty on the trial's drawn phone."""

    code: NewCode
    chat: str
    friend: str
    qr: str


def is_offered() -> bool:
    """LINE is switched on, and there is an account to add as a friend (or the drawn phone)."""
    return ChannelName.LINE in available_channels() and bool(settings.LINE_BASIC_ID or _is_drawn())


def show_code(application: Application, *, prefers_line: bool, now: datetime) -> CodeShown:
    """Make a code and what leads into the chat with it. Raises TooManyCodes."""
    code = make_code(application, prefers_line=prefers_line, now=now)
    text = _("My code: %(code)s") % {"code": code.text}
    if _is_drawn():
        who = urlencode({"who": application.pk, "tab": ChannelName.LINE.value, "text": text})
        return CodeShown(code, f"{reverse('sandbox:phone')}?{who}", "", "")
    account = quote(settings.LINE_BASIC_ID, safe="")
    chat = WRITE.format(account=account, text=quote(text, safe=""))
    return CodeShown(code, chat, ADD_FRIEND.format(account=account), _qr(chat))


def _qr(address: str) -> SafeString:
    """An SVG made of squares alone: nothing of the address is in it as text."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=3, omitsize=True, svgclass="lineqr", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno writes numbers only


def _is_drawn() -> bool:
    return bool(settings.LINE_PROVIDER == "sandbox")
