"""Who may hold interviews, and who waits for a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from candidates.policy import read_coming
from company.models import Location, Staff
from company.policy import Role
from dashboard.scope import Scope
from scheduling.models import AvailabilityWish, Interview
from scheduling.policy import InterviewState


@dataclass(frozen=True)
class Waiter:
    """Somebody invited who has not found a time yet."""

    interview: Interview
    wish: str
    waited: timedelta

    @property
    def days(self) -> int:
        return self.waited.days

    @property
    def hours(self) -> int:
        return int(self.waited.total_seconds() // 3600)


def interviewers_for(locations: QuerySet[Location]) -> QuerySet[Staff]:
    """Who may hold interviews at these locations: everyone there but readers, and the owners."""
    here = Q(locations__in=locations) & ~Q(role=Role.VIEWER)
    return Staff.objects.filter(here | Q(role=Role.OWNER), is_active=True).distinct().order_by("pk")


def waiting(scope: Scope, *, now: datetime) -> list[Waiter]:
    """Invited people without a time, longest waiting first, with their last wish in their own words."""
    wishes = AvailabilityWish.objects.filter(handled_at=None).order_by("-told_at")
    invited = (
        scope.interviews()
        .filter(state=InterviewState.INVITED)
        .select_related("application__candidate", "application__job__location")
        .prefetch_related(Prefetch("application__availability_wishes", wishes, to_attr="wishes"))
        .order_by("invited_at", "pk")
    )
    return [Waiter(interview, _wish_words(interview), now - interview.invited_at) for interview in invited]


def _wish_words(interview: Interview) -> str:
    wishes: list[AvailabilityWish] = interview.application.wishes  # type: ignore[attr-defined]  # the prefetch's to_attr
    told = wishes[0].text if wishes else ""
    return told or interview.application.availability or interview.application.candidate.preferred_hours


def who_would_hear(location: Location, starts: Collection[datetime], *, length: timedelta, mode: str) -> int:
    """How many who wished for times there would be told of these by themselves: some suit what they said."""
    wishes = AvailabilityWish.objects.filter(
        handled_at=None,
        matched_at=None,
        application__job__location=location,
        application__interviews__state=InterviewState.INVITED,
    )
    told = {row.application_id: read_coming(row.coming) for row in wishes.order_by("told_at", "pk")}
    return sum(
        coming.narrows
        and coming.suits_way(mode)
        and any(coming.suits(start, start + length) for start in starts)
        for coming in told.values()
    )
