"""What a job page makes of a job's few lines of text, and what its form offers. Plain Python."""

import re
from dataclasses import dataclass

HOURS = (
    ("8:00–11:00", "morning"),
    ("11:00–14:00", "sun"),
    ("14:00–17:00", "tea"),
    ("17:00–20:00", "moon"),
)
"""Times of day to be reached in, as they are stored and shown, each with its icon."""

_AMOUNT = re.compile(
    r"^(?P<lead>\D*?)[¥¥]?(?P<amount>\d[\d,,.]*(?:万?円?\s*[~〜~-]\s*\d[\d,,.]*)?)(?P<unit>\s*万?円?\s*[~〜~-]?)(?P<rest>.*)$",
    re.S,
)
_MARKS = "・、,。 /／()()　"


@dataclass(frozen=True)
class Pay:
    """``時給1,250円〜・交通費あり`` as a big figure, its unit, and the rest in small letters."""

    amount: str
    unit: str
    rest: str


def split_pay(text: str) -> Pay:
    """Pay whose text holds no figure is all ``rest``."""
    found = _AMOUNT.match(text.strip())
    if found is None:
        return Pay("", "", text.strip())
    rest = "・".join(part for part in (found["lead"].strip(_MARKS), found["rest"].strip(_MARKS)) if part)
    return Pay(found["amount"], found["unit"].strip(), rest)


def split_points(text: str, most: int = 4) -> list[str]:
    """``週2日から、シフト自由`` as short points for chips; long sentences stay out."""
    parts = [part.strip() for part in re.split(r"[、\n/／|]|, ", text)]
    return [part for part in parts if part and len(part) <= 24][:most]


def split_paragraphs(text: str) -> list[str]:
    return [line.strip().removeprefix("・").strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Address:
    """A Japanese address in its parts; what cannot be told apart stays in ``street``."""

    postal_code: str = ""
    region: str = ""
    locality: str = ""
    street: str = ""


_ADDRESS = re.compile(
    r"^\s*(?:〒?\s*(?P<code>\d{3}-?\d{4}))?\s*"
    r"(?P<region>東京都|北海道|京都府|大阪府|\S{2,3}県)?"
    r"(?P<locality>\S{1,6}?郡\S{1,5}?[町村]|(?:四日市|廿日市|野々市)市|\S{1,7}?市(?:\S{1,3}?区)?|\S{1,4}?区|\S{1,5}?[町村])?"
    r"(?P<street>.*)$",
    re.S,
)


def split_address(text: str) -> Address:
    """``〒180-0003 東京都武蔵野市吉祥寺南町1-2`` as code, prefecture, town and the rest."""
    found = _ADDRESS.match(text)
    if found is None or not found["region"]:
        return Address(street=text.strip())
    parts = {name: (found[name] or "").strip() for name in ("code", "region", "locality", "street")}
    return Address(parts["code"], parts["region"], parts["locality"], parts["street"])
