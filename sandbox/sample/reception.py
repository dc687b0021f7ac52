"""The shops have put up their poster: a number at each reception."""

from datetime import datetime

from sandbox.sample.place import Place
from scheduling.services.reception import renew_code


def put_up_numbers(place: Place, now: datetime) -> None:
    for location in place.locations.values():
        renew_code(location, by=place.staff["kobayashi"], now=now)
