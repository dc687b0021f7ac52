"""The conditions of a posting as a page shows them, from the posting itself or as they stood at a booking."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.models import Job
from candidates.policy import EmploymentType
from candidates.policy.posting import SHOWN
from candidates.services.posting import conditions_of, fact_words
from company.models import Company
from portal.policy import split_paragraphs
from scheduling.models import Interview

IN_SHORT = ("pay", "hours", "contract", "workplace", "contract_term", "trial_period", "days_off")
"""What a person who comes to an interview looks up first; the rest is one tap away."""


@dataclass(frozen=True)
class Row:
    """One condition; ``lines`` are paragraphs."""

    name: str
    label: str
    lines: list[str]


def rows_of(conditions: Mapping[str, str]) -> list[Row]:
    """In the order a posting tells them; agency work is said beside the type of contract."""
    rows = [
        Row(name, fact_words(name), split_paragraphs(conditions[name]))
        for name in SHOWN
        if conditions.get(name)
    ]
    return [_with_kind(row, conditions.get("employment_type", "")) for row in rows]


def _with_kind(row: Row, kind: str) -> Row:
    words = {
        EmploymentType.DISPATCHED: _("You are employed as a temporary agency worker."),
        EmploymentType.CONTRACTOR: _("This is contracted work and no employment."),
    }
    if row.name != "contract" or kind not in words:
        return row
    return Row(row.name, row.label, [*row.lines, words[EmploymentType(kind)]])


@dataclass(frozen=True)
class Conditions:
    """``rows`` in short and the ``rest``; ``changed`` are what the posting says differently by now."""

    title: str
    rows: list[Row]
    rest: list[Row]
    changed: list[Row]
    was_booked: bool


def conditions_shown(interview: Interview | None, job: Job, company: Company) -> Conditions:
    """Those of the booking, if there is one; before that those of the posting now."""
    current = conditions_of(job, company)
    kept = {str(name): str(text) for name, text in (interview.conditions if interview else {}).items()}
    shown = kept or current
    rows = rows_of(shown)
    changed = [row for row in rows_of(current) if kept and kept.get(row.name, "") != current[row.name]]
    return Conditions(
        title=shown.get("title", job.title),
        rows=[row for row in rows if row.name in IN_SHORT],
        rest=[row for row in rows if row.name not in IN_SHORT],
        changed=changed,
        was_booked=bool(kept),
    )
