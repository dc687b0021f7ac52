"""What each person is found by, as the product folds it. Names repeat, so their keys are made once."""

from functools import lru_cache

from candidates.policy.finding import email_key, keys_of, phone_keys
from sandbox.mass.people import Person


def search_keys(who: Person) -> list[str]:
    """Folded names, kana, phone and e-mail."""
    names = _name_keys(who.family, who.given, who.family_kana, who.given_kana)
    return list(dict.fromkeys((*names, *phone_keys(who.phone), email_key(who.email))))


@lru_cache(maxsize=100_000)
def _name_keys(family: str, given: str, family_kana: str, given_kana: str) -> tuple[str, ...]:
    keys = keys_of(
        family_name=family,
        given_name=given,
        family_kana=family_kana,
        given_kana=given_kana,
        phone="",
        email="",
    )
    return tuple(keys)
