"""Whether two records may be one person, and how sure that is. Plain values; a person decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from candidates.policy.people import Identity, is_written_alike, names_agree
from candidates.policy.text import folded

LAST_DIGITS = 4


class Clue(StrEnum):
    """What two records have in common."""

    PHONE = "phone"
    EMAIL = "email"
    BORN = "born"  # the name and the date of birth
    KANA = "kana"  # how the name is read, and how the phone number ends


class Surety(StrEnum):
    SURE = "sure"
    LIKELY = "likely"
    MAYBE = "maybe"


@dataclass(frozen=True)
class Likeness:
    """Why two records look like one person; ``differing`` names what is written differently."""

    clues: tuple[Clue, ...]
    surety: Surety
    differing: tuple[str, ...] = ()


def likeness(one: Identity, other: Identity) -> Likeness | None:
    """None for two people: nothing in common, other dates of birth, or a family that shares a phone.

    Two clues that do not follow from each other are as good as sure; a shared phone or address under the
    same name is likely; a name that reads alike with the same last digits is worth a look.
    """
    clues = tuple(_clues(one, other))
    if not clues or (one.birth_on and other.birth_on and one.birth_on != other.birth_on):
        return None
    both_ways = {Clue.PHONE, Clue.EMAIL} <= set(clues)
    if not both_ways and not names_agree(one, other):
        return None
    return Likeness(clues, _surety(clues, alike=_reads_alike(one, other)), tuple(_differing(one, other)))


def _clues(one: Identity, other: Identity) -> Iterable[Clue]:
    if one.phone and one.phone == other.phone:
        yield Clue.PHONE
    if one.email and one.email == other.email:
        yield Clue.EMAIL
    if one.birth_on and one.birth_on == other.birth_on and _reads_alike(one, other):
        yield Clue.BORN
    if _kana(one) and _kana(one) == _kana(other) and _same_end(one.phone, other.phone):
        yield Clue.KANA


def _surety(clues: tuple[Clue, ...], *, alike: bool) -> Surety:
    if len(clues) > 1:
        return Surety.SURE
    if clues[0] == Clue.BORN or (alike and clues[0] in {Clue.PHONE, Clue.EMAIL}):
        return Surety.LIKELY
    return Surety.MAYBE


def _reads_alike(one: Identity, other: Identity) -> bool:
    return is_written_alike(one, other) or bool(_kana(one) and _kana(one) == _kana(other))


def _kana(one: Identity) -> str:
    return folded(one.family_kana + one.given_kana) if one.family_kana else ""


def _same_end(one: str, other: str) -> bool:
    return one != other and bool(one and other) and one[-LAST_DIGITS:] == other[-LAST_DIGITS:]


def _differing(one: Identity, other: Identity) -> Iterable[str]:
    if not is_written_alike(one, other):
        yield "name"
    for field in ("phone", "email"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if mine and theirs and mine != theirs:
            yield field


def ways_to_write(kana: str) -> frozenset[str]:
    """As it stands, in hiragana and in katakana: a database compares letter by letter. Empty for nothing."""
    hiragana = folded(kana)
    katakana = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in hiragana)
    return frozenset({kana, hiragana, katakana}) - {""}
