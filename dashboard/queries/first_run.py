"""はじめの7歩: from an empty database to the first invitation. A tick is a row that is there, or by hand."""

from dataclasses import dataclass

from django.db.models import Exists, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Application, Job
from company.models import Company, Location, Staff, StaffInvitation
from company.services.profile import the_company
from messaging.models import TrialSend
from messaging.policy import State
from scheduling.models import AvailabilityRule, Interview, Slot

DISMISSED = "dismissed"
BY_HAND = ("staff", "channels")
"""Steps that may be ticked without a row: one works alone, a channel was tried elsewhere."""
UNNAMED = "Yakusoku"


@dataclass(frozen=True)
class Step:
    key: str
    number: int
    title: str
    words: str
    url: str
    is_done: bool

    @property
    def may_be_ticked(self) -> bool:
        return self.key in BY_HAND and not self.is_done


@dataclass(frozen=True)
class Guide:
    steps: list[Step]
    is_dismissed: bool

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_done(self) -> bool:
        return self.done == len(self.steps)

    @property
    def has_invited(self) -> bool:
        """What the steps lead to has happened: what is left is a line, no longer a list."""
        return self.steps[-1].is_done

    @property
    def next(self) -> Step | None:
        return next((step for step in self.steps if not step.is_done), None)


def first_run() -> Guide:
    """One question to the database."""
    company = the_company()
    facts = _facts(company)
    steps = [
        Step(key, number, title, words, url, bool(facts[key]) or key in company.setup_done)
        for number, (key, title, words, url) in enumerate(
            _steps(company, has_people=facts["applied"]), start=1
        )
    ]
    return Guide(steps, DISMISSED in company.setup_done)


def _facts(company: Company) -> dict[str, bool]:
    went = Q(state__in=[State.ACCEPTED, State.DELIVERED])
    row = Company.objects.filter(pk=company.pk).values(
        places=Exists(Location.objects.filter(is_active=True)),
        two=Exists(Staff.objects.filter(is_active=True).order_by("pk")[1:2]),
        asked=Exists(StaffInvitation.objects.filter(revoked_at=None, invited_by__isnull=False)),
        tried=Exists(TrialSend.objects.filter(went)),
        jobs=Exists(Job.objects.filter(is_published=True)),
        rules=Exists(AvailabilityRule.objects.filter(is_active=True)),
        times=Exists(Slot.objects.filter(is_open=True)),
        invited=Exists(Interview.objects.all()),
        applied=Exists(Application.objects.all()),
    )[0]
    found = {name: bool(value) for name, value in row.items()}
    return found | {
        "company": company.name != UNNAMED and bool(company.caller_number),
        "staff": found["two"] or found["asked"],
        "channels": found["tried"],
        "times": found["rules"] or found["times"],
    }


def _steps(company: Company, *, has_people: bool) -> list[tuple[str, str, str, str]]:
    name_first = company.name == UNNAMED
    return [
        (
            "company",
            _("The company’s name and the number you call from"),
            _("Both stand in every message: people pick up for a number they know."),
            reverse("dashboard:company" if name_first else "dashboard:settings_hours"),
        ),
        (
            "places",
            _("A store, with the way there and its hours"),
            _("Nobody is invited before they can be told where to come."),
            reverse("dashboard:add_location"),
        ),
        (
            "staff",
            _("The people you work with"),
            _("Each gets an e-mail and chooses a password. Alone? Tick it off."),
            reverse("dashboard:settings_staff") + "#invite",
        ),
        (
            "channels",
            _("A test message to yourself"),
            _("To see that SMS and e-mail arrive before an applicant waits for one."),
            reverse("dashboard:settings_channels"),
        ),
        (
            "jobs",
            _("The first job"),
            _("With a page of its own, to which people apply in a minute."),
            reverse("dashboard:add_job"),
        ),
        (
            "times",
            _("Interview times, from a weekly rule"),
            _("Applicants choose from these by themselves, evenings and weekends too."),
            reverse("dashboard:add_rule"),
        ),
        (
            "invited",
            _("The first invitation"),
            _("Enter somebody who has applied, or send yourself an application by the job’s page."),
            reverse("dashboard:applications" if has_people else "dashboard:add_application"),
        ),
    ]
