"""Our places, with what an invitation could not say about them yet."""

from collections.abc import Iterable
from dataclasses import dataclass

from company.models import Company, Location
from dashboard.words_facts import OF_PLACE, need_words
from scheduling.policy import Mode
from scheduling.policy.checklist import NEEDED, Need


@dataclass(frozen=True)
class PlaceRow:
    """``unsaid`` are words; without them nobody is invited to come here."""

    location: Location
    unsaid: list[str]


def place_rows(locations: Iterable[Location], company: Company) -> list[PlaceRow]:
    return [PlaceRow(one, [need_words(need) for need in _unsaid(one, company)]) for one in locations]


def _unsaid(place: Location, company: Company) -> list[Need]:
    said = {
        Need.ADDRESS: place.postal_address,
        Need.ACCESS: place.access or place.station,
        Need.ENTRANCE: place.entrance or place.directions,
        Need.PHONE: place.phone or company.caller_number,
    }
    return [need for need in NEEDED[Mode.ONSITE] if need in OF_PLACE and not said[need].strip()]
