"""Who applies: names, numbers and addresses drawn by the application's number."""

from random import Random
from typing import NamedTuple

from sandbox.mass.names import FAMILY, GIVEN


class Person(NamedTuple):
    number: int
    family: str
    given: str
    family_kana: str
    given_kana: str
    phone: str
    email: str


def person(number: int, draws: Random) -> Person:
    """Common names are drawn more often; every phone number is one that nobody can have."""
    family, family_kana = FAMILY[int(draws.random() ** 2 * len(FAMILY))]
    given, given_kana = GIVEN[int(draws.random() * len(GIVEN))]
    scattered = number * 7919 % 10_000_000
    phone = f"+81{('90', '80', '70')[number % 3]}0{scattered:07d}"
    email = f"{('sato', 'tanaka', 'mail', 'hello')[number % 4]}.{number}@mail.example"
    return Person(number, family, given, family_kana, given_kana, phone, email)
