"""Who is the same person. Plain values in, yes or no out."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from candidates.policy.coming import NOTHING_SAID, Coming
from candidates.policy.text import folded, script_of
from candidates.policy.vocabulary import PhoneKind


@dataclass(frozen=True)
class Applicant:
    """What one application says about a person, already cleaned. Phone is E.164 or empty."""

    family_name: str = ""
    given_name: str = ""
    family_kana: str = ""
    given_kana: str = ""
    birth_on: date | None = None
    phone: str = ""
    phone_kind: PhoneKind = PhoneKind.NONE
    email: str = ""
    language: str = "ja"
    easy_words: bool = False
    preferred_channel: str = "sms"
    preferred_hours: str = ""
    motivation: str = ""
    availability: str = ""
    coming: Coming = NOTHING_SAID
    guardian_consent: bool = False
    consent_text: str = ""


@dataclass(frozen=True)
class Identity:
    """What people are recognised by."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    birth_on: date | None
    phone: str
    email: str

    @property
    def keys(self) -> frozenset[str]:
        """Two people who share no key are not compared at all."""
        keys = set()
        if self.phone:
            keys.add(f"phone:{self.phone}")
        if self.email:
            keys.add(f"email:{self.email}")
        if self.birth_on and self.family_name and self.given_name:
            keys.add(f"born:{self.birth_on}:{folded(self.family_name + self.given_name)}")
        return frozenset(keys)


def identity_of(applicant: Applicant) -> Identity:
    return Identity(
        applicant.family_name,
        applicant.given_name,
        applicant.family_kana,
        applicant.given_kana,
        applicant.birth_on,
        applicant.phone,
        applicant.email,
    )


def same_person_key(applicant: Applicant) -> frozenset[str]:
    """The keys (phone, e-mail, name with date of birth) under which this person may be known already."""
    return identity_of(applicant).keys


def is_same_person(one: Identity, other: Identity) -> bool:
    """They share a key, and neither birth dates nor names speak against it.

    A family may share a phone, so two given names in the same script that differ are two people;
    the same phone *and* the same e-mail are one person however the name is written.
    """
    shared = one.keys & other.keys
    if not shared:
        return False
    if one.birth_on and other.birth_on and one.birth_on != other.birth_on:
        return False
    if one.phone and one.phone == other.phone and one.email and one.email == other.email:
        return True
    return names_agree(one, other)


def best_match(one: Identity, others: Iterable[Identity]) -> int | None:
    """The position of the known person ``one`` most likely is: most shared keys, then the first."""
    found = [(len(one.keys & other.keys), -i) for i, other in enumerate(others) if is_same_person(one, other)]
    return -max(found)[1] if found else None


def is_written_alike(one: Identity, other: Identity) -> bool:
    """The whole name is the same, letter for letter but for width, case and spaces."""
    whole = folded(one.family_name + one.given_name)
    return bool(whole) and whole == folded(other.family_name + other.given_name)


def names_agree(one: Identity, other: Identity) -> bool:
    """Whether both names can belong to one person; unknown or incomparable names do."""
    if is_written_alike(one, other):
        return True
    names, others = _parts(one.family_name, one.given_name), _parts(other.family_name, other.given_name)
    if set(names) == set(others):  # the two boxes of the form swapped
        return True
    mine, theirs = names[-1:] or [""], others[-1:] or [""]
    if len(names) != len(others):
        return bool(set(names) & set(others)) or not names or not others or _incomparable(mine[0], theirs[0])
    if mine == theirs:
        return True
    if one.given_kana and other.given_kana:
        return folded(one.given_kana) == folded(other.given_kana)
    return _incomparable(mine[0], theirs[0])


def _parts(*names: str) -> list[str]:
    return [folded(unicodedata.normalize("NFKC", name)) for name in names if name]


def _incomparable(one: str, other: str) -> bool:
    return script_of(one) != script_of(other)
