"""Sixty values that people, or jokers, may leave in any field, and what is visible of them."""

from messaging.rendering import clean_value

VALUES = (
    "{link}",
    "{名前}",
    "{{ 7*7 }}",
    "{% debug %}",
    "{0.__class__.__mro__}",
    "${jndi:ldap://127.0.0.1/a}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%s%s%n",
    "%(name)s",
    "$name `id` $(id)",
    "花子\r\nBcc: all@example.jp",
    "花子\nX-Evil: 1",
    "花子\r\n\r\n<p>body</p>",
    "花子\u2028Bcc: all@example.jp",
    "花子\x85Bcc: all@example.jp",
    "=?utf-8?Q?Boss?=",
    '"Boss" <boss@example.jp>, all@example.jp',
    "boss@example.jp>",
    "a;b,c:d(e)[f]",
    "\u202egnp.exe",
    "\u2066abc\u2069",
    "a\u200bb\ufeffc",
    "\u061cمحمد",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://a.example/")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1＋1",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</textarea></script><svg/onload=alert(1)>",
    "<!--",
    "]]><b>",
    "javascript:alert(1)",
    "&lt;b&gt;&amp;#x27;",
    "<a href=https://a.example/>押す</a>",
    "𠮷野",
    "髙﨑",
    "葛󠄀城",
    "👩‍👩‍👧‍👦",
    "🇯🇵",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O",
    "あ" * 60,
    "nul\x00byte",
    "\x1b[31mred\x07",
    'O\'Brien "Bob" `x`',
    "Robert'); DROP TABLE messaging_message;--",
    "\\n\\r\\u0000\\",
    "@everyone @channel <@U1>",
    '"},{"type":"text","text":"x',
    '","uri":"https://a.example/',
    "END:VEVENT\r\nEND:VCALENDAR",
    "a;b,c\\d\\;e\nf",
    "END:VCARD\r\nTEL:110",
    '{"level":"critical"}\n{"at":"x"}',
    "https://a.example/i/AAAAAAAAAAAAAAAAAAAAAA/",
)
assert len(VALUES) == len(set(VALUES)) == 60

STORABLE = tuple(value for value in VALUES if "\x00" not in value)
"""PostgreSQL keeps no zero byte; whatever brings one is refused before it gets there."""


def seen(value: str) -> str:
    """What a reader sees of it, in a line."""
    return clean_value(value)


def packed(length: int = 60) -> list[str]:
    """All of them, several to a field of that length, for what takes long to look at."""
    groups = [""]
    for value in STORABLE:
        if groups[-1] and len(groups[-1]) + 1 + len(value) > length:
            groups.append("")
        groups[-1] = f"{groups[-1]} {value}".strip(" ")
    return groups
