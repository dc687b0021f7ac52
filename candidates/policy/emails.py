"""E-mail addresses, including the old ones of Japanese carriers that no standard allows."""

import re
import unicodedata

# These carriers once let people choose dots in a row and a dot at the end; the addresses still work.
CARRIERS = {
    "docomo.ne.jp": "docomo",
    "ezweb.ne.jp": "au",
    "au.com": "au",
    "uqmobile.jp": "au",
    "softbank.ne.jp": "softbank",
    "i.softbank.jp": "softbank",
    "vodafone.ne.jp": "softbank",
    "disney.ne.jp": "softbank",
    "ymobile.ne.jp": "ymobile",
    "ymobile1.ne.jp": "ymobile",
    "yahoo.ne.jp": "ymobile",
    "willcom.com": "ymobile",
    "pdx.ne.jp": "ymobile",
    "wcm.ne.jp": "ymobile",
    "emnet.ne.jp": "ymobile",
    "rakumail.jp": "rakuten",
}
_SLIPS = {
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gnail.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gmail.cm": "gmail.com",
    "gmail.ne.jp": "gmail.com",
    "gmail.co.jp": "gmail.com",
    "hotmial.com": "hotmail.com",
    "iclould.com": "icloud.com",
    "icloud.co": "icloud.com",
    "icloud.con": "icloud.com",
    "yaho.co.jp": "yahoo.co.jp",
    "yahoo.co": "yahoo.co.jp",
    "yahooo.co.jp": "yahoo.co.jp",
    "docomo.co.jp": "docomo.ne.jp",
    "docomo.ne": "docomo.ne.jp",
    "dokomo.ne.jp": "docomo.ne.jp",
    "ezweb.co.jp": "ezweb.ne.jp",
    "ezweb.ne": "ezweb.ne.jp",
    "softbank.co.jp": "softbank.ne.jp",
}
_LOCAL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class BadEmail(ValueError):
    """``code`` is no_at, characters, dots, domain, too_long or slip; a slip has a ``suggestion``."""

    def __init__(self, code: str, suggestion: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion


def clean_email(text: str) -> str:
    """The address in lower case (no provider tells cases apart). Raises BadEmail.

    ``abc..def@docomo.ne.jp`` is accepted, the same dots elsewhere are a slip of the thumb.
    """
    address = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).removeprefix("mailto:")
    local, at, domain = address.rpartition("@")
    if not at or not local or not domain:
        raise BadEmail("no_at")
    local, domain = local.lower(), _clean_domain(domain)
    if domain in _SLIPS:
        raise BadEmail("slip", f"{local}@{_SLIPS[domain]}")
    if len(local) > 64 or len(local) + 1 + len(domain) > 254:
        raise BadEmail("too_long")
    if not _LOCAL.fullmatch(local):
        raise BadEmail("characters")
    if not carrier_of(f"{local}@{domain}") and (".." in local or local[0] == "." or local[-1] == "."):
        raise BadEmail("dots")
    return f"{local}@{domain}"


def carrier_of(address: str) -> str:
    """``docomo``, ``au``, ``softbank``, ``ymobile`` or ``rakuten``; empty for any other mail."""
    domain = address.rpartition("@")[2].lower()
    for known, carrier in CARRIERS.items():
        if domain == known or domain.endswith("." + known):
            return carrier
    return ""


def _clean_domain(domain: str) -> str:
    try:
        plain = domain.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as wrong:
        raise BadEmail("domain") from wrong
    labels = plain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise BadEmail("domain")
    return plain
