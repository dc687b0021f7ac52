"""Whose eyes a screen is drawn for, and which store they chose: where every question of the desk starts."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from candidates.models import Application, ApplicationQuerySet, Job, JobQuerySet
from company.models import Location, Staff
from messaging.models import Message, MessageQuerySet
from noshow.models import Case, CaseQuerySet
from scheduling.models import Interview, InterviewQuerySet, Slot, SlotQuerySet

STORE_IN_SESSION = "desk_store"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


@dataclass(frozen=True)
class Scope:
    """What one member of staff may see, narrowed to one location if they chose one in the top bar."""

    staff: Staff
    location: Location | None = None

    def locations(self) -> QuerySet[Location]:
        return locations_of(self.staff)

    def applications(self) -> ApplicationQuerySet:
        rows = Application.objects.visible_to(self.staff)
        return rows.filter(location=self.location) if self.location else rows

    def jobs(self) -> JobQuerySet:
        rows = Job.objects.visible_to(self.staff)
        return rows.filter(location=self.location) if self.location else rows

    def slots(self) -> SlotQuerySet:
        rows = Slot.objects.visible_to(self.staff)
        return rows.filter(location=self.location) if self.location else rows

    def interviews(self) -> InterviewQuerySet:
        rows = Interview.objects.visible_to(self.staff)
        return rows.filter(location=self.location) if self.location else rows

    def messages(self) -> MessageQuerySet:
        rows = Message.objects.visible_to(self.staff)
        return rows.filter(application__location=self.location) if self.location else rows

    def cases(self) -> CaseQuerySet:
        rows = Case.objects.visible_to(self.staff)
        return rows.filter(interview__location=self.location) if self.location else rows


def locations_of(staff: Staff) -> QuerySet[Location]:
    """The locations in use that this person works for; an owner sees all of them."""
    rows = Location.objects.filter(is_active=True)
    return rows if staff.sees_everything else rows.filter(staff=staff)


def staff_of(request: HttpRequest) -> Staff:
    """The member of staff behind a request that has passed ``login_required``."""
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user


def scope_of(request: HttpRequest) -> Scope:
    """The signed-in person with the location chosen in the top bar, if they still work there."""
    staff = staff_of(request)
    chosen = request.session.get(STORE_IN_SESSION)
    return Scope(staff, locations_of(staff).filter(pk=chosen).first() if chosen else None)


def acting(view: "View[P]") -> "View[P]":
    """A pressed button: signed in, by POST, and by someone who may message candidates and change bookings."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not staff_of(request).may_act:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(require_POST(wrapped))
