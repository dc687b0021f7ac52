"""Whose calendars are subscribed to, for the page on which people make and revoke their addresses."""

from dataclasses import dataclass

from company.models import Staff
from company.policy import Role
from scheduling.models import CalendarFeed


@dataclass(frozen=True)
class Feeds:
    """``mine`` is the address in use; ``others`` are everybody else's, for owners."""

    mine: CalendarFeed | None
    others: tuple[CalendarFeed, ...]


def feeds_for(staff: Staff) -> Feeds:
    in_use = CalendarFeed.objects.filter(revoked_at=None).select_related("staff").order_by("staff", "-pk")
    mine = in_use.filter(staff=staff).first()
    others = tuple(in_use.exclude(staff=staff)) if staff.sees_everything else ()
    return Feeds(mine, others)


def may_have_one(staff: Staff) -> bool:
    """Everybody who may hold interviews; readers hold none."""
    return staff.sees_everything or staff.role != Role.VIEWER
