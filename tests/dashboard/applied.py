"""Somebody who has applied at a place, as the lists of the desk show them."""

from candidates.models import Application
from company.models import Location
from tests.factories import a_candidate, a_job, an_application


def applied(
    place: Location, name: str = "佐々木", *, person: dict[str, object] | None = None, **values: object
) -> Application:
    who = a_candidate(family_name=name, given_name="", **(person or {}))
    return an_application(job=a_job(location=place), candidate=who, **values)
