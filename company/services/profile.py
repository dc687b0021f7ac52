"""The one company row."""

from company.models import Company, Location
from company.prepared import Prepared

_THE_FIRST = Prepared(lambda: Company.objects.order_by("pk")[:1])


def the_company() -> Company:
    """The company this deployment serves; made with placeholders for a name on the very first call.

    Two first calls at the same moment make one row: the number is given, so the database decides.
    """
    company = _THE_FIRST.first()
    if company is None:
        company, _is_new = Company.objects.get_or_create(pk=1, defaults={"name": "Yakusoku"})
    return company


def calls_from(place: Location, company: Company | None = None) -> str:
    """The number this place calls from, wherever it is told: its own, the company's, or the place's phone."""
    return place.caller_number or (company or the_company()).caller_number or place.phone
