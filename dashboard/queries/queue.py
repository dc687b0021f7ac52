"""次の一手: what a person has to do next, most urgent first. Questions over rows, never a table."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from candidates.models import Application
from company.models import Company
from dashboard.scope import Scope

SHOWN_OF_A_KIND = 4
"""How many of one kind stand singly; the rest is one line that leads to the list."""


@dataclass(frozen=True)
class Act:
    """A button: a link, or a POST when ``fields`` is given (possibly empty)."""

    label: str
    url: str
    icon: str = ""
    style: str = ""
    fields: dict[str, str] | None = None


@dataclass(frozen=True)
class Person:
    name: str
    url: str
    beside: str = ""


@dataclass(frozen=True)
class Ring:
    """The first-contact clock: ``left`` minutes of ``whole``; negative when it is over."""

    until: datetime
    left: int
    whole: int

    @property
    def share(self) -> int:
        return max(0, min(100, round(100 * self.left / self.whole))) if self.left > 0 else 100

    @property
    def minutes(self) -> int:
        return abs(self.left)

    @property
    def is_in_hours(self) -> bool:
        """Far off (a night lies between): the ring counts hours."""
        return self.minutes >= 100

    @property
    def shown(self) -> int:
        return round(self.minutes / 60) if self.is_in_hours else self.minutes

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    @property
    def is_short(self) -> bool:
        return 0 < self.left < 10


@dataclass(frozen=True)
class Task:
    """One thing to do. ``rank`` orders kinds, ``at`` orders within one; the smaller the sooner."""

    rank: int
    at: datetime
    label: str
    why: str
    icon: str = "edit"
    tone: str = ""
    people: tuple[Person, ...] = ()
    head: str = ""  # a bold line for tasks that are about no single person
    acts: tuple[Act, ...] = ()
    ring: Ring | None = None
    is_lead: bool = False
    key: str = ""


@dataclass(frozen=True)
class Sight:
    """Who asks, when, and what the company promises."""

    scope: Scope
    company: Company
    now: datetime


def page(application: Application | int, part: str = "") -> str:
    """The address of an application's page, at one of its cards."""
    pk = application if isinstance(application, int) else application.pk
    return reverse("dashboard:application", args=[pk]) + (f"#{part}" if part else "")


def person(application: Application, beside: str | None = None) -> Person:
    candidate = application.candidate
    return Person(str(candidate), page(application), candidate.full_kana if beside is None else beside)
