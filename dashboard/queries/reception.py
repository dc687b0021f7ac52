"""The numbers that places show at their reception, and the drawing that leads to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from company.models import Location
from dashboard.scope import Scope
from scheduling.models import ReceptionCode
from scheduling.services.reception import spaced


@dataclass(frozen=True)
class Reception:
    """A place, its number as it is read aloud, and since when; empty where there is none."""

    location: Location
    code: str
    made_at: datetime | None


def receptions(locations: Iterable[Location]) -> list[Reception]:
    places = list(locations)
    codes = {row.location_id: row for row in ReceptionCode.objects.filter(location__in=places)}
    return [_one(place, codes.get(place.pk)) for place in places]


def _one(place: Location, row: ReceptionCode | None) -> Reception:
    return Reception(place, spaced(row.code) if row else "", row.made_at if row else None)


def reception_of(scope: Scope) -> Reception | None:
    """The one place somebody looks at, if it is one: chosen in the top bar, or the only one they have."""
    if scope.location is not None:
        return receptions([scope.location])[0]
    places = list(scope.locations()[:2])
    return receptions(places)[0] if len(places) == 1 else None


def address_of(code: str) -> str:
    """What the drawing leads to."""
    return settings.PUBLIC_BASE_URL + reverse("portal:at", args=[code.replace(" ", "")])


@lru_cache(maxsize=256)
def drawing(address: str) -> SafeString:
    """The address as a QR code; the same one is drawn once."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=2, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno writes numbers only
