"""What is sent: the evening reminder, of equal length for everybody. A message's number is its receiver."""

import hashlib
import re

COMPANY, NAME, WHEN = "みなと食堂", "佐々木", "11月23日(月) 13:00"
BASE_URL = "https://saiyo.example.jp"
SENDER = "saiyo@example.jp"
HEADERS = {
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
    "List-Unsubscribe": f"<{BASE_URL}/u/0123456789abcdefghijklmnopqrstuvwxyz/>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
}
"""What the product's reminders carry; the others are given the same mail to send."""
SUBJECT = f"【{COMPANY}】{WHEN}、お待ちしています"


def phone(number: int) -> str:
    return f"+8190{number:08d}"


def address(number: int) -> str:
    return f"person-{number}@example.com"


def number_in(receiver: str) -> int:
    """The message that went to this telephone number or address."""
    found = re.fullmatch(r"\+8190(\d{8})|person-(\d+)@example\.com", receiver)
    if found is None:
        raise ValueError(f"nobody here wrote to {receiver!r}")
    return int(found[1] or found[2])


def sms(number: int) -> str:
    """What the product's own text comes to, the link made up: the others render nothing."""
    words = "にお待ちしています。「行きます」を、ここから1タップで。ご都合が変わっても大丈夫です。"
    return f"{COMPANY}です。{NAME}さん、{WHEN}{words}\n{_link(number)}"


def mail(number: int) -> str:
    return f"""\
{NAME}様

{COMPANY}です。
{WHEN}に、お会いできるのを楽しみにしています。

お手数ですが、「行きます」を、こちらから1タップでお聞かせください。
{_link(number)}

ご都合が変わっていても大丈夫です。同じページから、別の日をすぐに選べます。
"""


def _link(number: int) -> str:
    return f"{BASE_URL}/i/{hashlib.sha256(str(number).encode()).hexdigest()[:22]}/"
