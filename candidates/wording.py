"""What the facts of a posting are called, on its page, in its form and where one is missing."""

from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

FACTS: dict[str, StrOrPromise] = {
    "title": pgettext_lazy("a fact of a posting", "Job"),
    "place": pgettext_lazy("a fact of a posting", "Where"),
    "duties": gettext_lazy("What you do"),
    "duties_change": gettext_lazy("How the work may change"),
    "employment_type": gettext_lazy("Kind of employment"),
    "contract": gettext_lazy("Type of contract"),
    "contract_term": gettext_lazy("Contract term and renewal"),
    "trial_period": gettext_lazy("Trial period"),
    "workplace": gettext_lazy("Place of work"),
    "workplace_change": gettext_lazy("How the place may change"),
    "hours": gettext_lazy("Hours and days"),
    "breaks": gettext_lazy("Breaks"),
    "overtime": gettext_lazy("Overtime"),
    "days_off": gettext_lazy("Days off"),
    "pay": gettext_lazy("Pay"),
    "insurance": gettext_lazy("Social insurance"),
    "smoking": gettext_lazy("Measures against passive smoking"),
    "employer_name": gettext_lazy("Employer"),
}
