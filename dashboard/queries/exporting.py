"""応募者 as a file for a spreadsheet: the chosen columns of the people one may see, streamed."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_stubs_ext import StrOrPromise

from candidates.models import Application
from candidates.policy import local_phone
from candidates.policy.spreadsheets import safe_cell
from company.models import Company, Staff
from dashboard.scope import Scope

BATCH = 500
BOM = "\ufeff"
"""Excel takes a file for UTF-8 only with this at its head."""
DATES, TIMES = "%Y-%m-%d", "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Column:
    """``is_personal`` ones are ticked only by somebody who wants them."""

    name: str
    label: StrOrPromise
    value: Callable[[Application], str]
    is_personal: bool = False


class _Line:
    """What csv writes to: it hands each line straight back."""

    def write(self, line: str) -> str:
        return line


def _moment(name: str, form: str) -> Callable[[Application], str]:
    def value(row: Application) -> str:
        at = getattr(row, name)
        return timezone.localtime(at).strftime(form) if at else ""

    return value


COLUMNS = (
    Column("number", _("Number"), lambda row: str(row.pk)),
    Column("name", _("Name"), lambda row: row.candidate.full_name),
    Column("kana", _("Kana"), lambda row: row.candidate.full_kana),
    Column("job", pgettext_lazy("column", "Job"), lambda row: row.job.title),
    Column("location", pgettext_lazy("of a job", "Location"), lambda row: row.location.name),
    Column("stage", _("Stage"), lambda row: str(row.get_stage_display())),
    Column("source", _("Came by"), lambda row: str(row.get_source_display())),
    Column("board", _("Job board"), lambda row: row.source_note),
    Column("applied", _("Applied at"), _moment("applied_at", TIMES)),
    Column("contacted", _("First human contact"), _moment("contacted_at", TIMES)),
    Column("closed", _("Ended on"), _moment("closed_at", DATES)),
    Column("owner", _("In charge"), lambda row: str(row.owner or "")),
    Column("phone", pgettext_lazy("number", "Phone"), lambda row: local_phone(row.candidate.phone), True),
    Column("email", _("E-mail"), lambda row: row.candidate.email, True),
    Column("born", _("Date of birth"), lambda row: str(row.candidate.birth_on or ""), True),
    Column("motivation", _("Motivation"), lambda row: row.motivation, True),
)


def may_export(staff: Staff, company: Company) -> bool:
    """Owners; and recruiters, once an owner has allowed it."""
    return staff.sees_everything or (staff.may_act and company.may_export)


def chosen_columns(names: Sequence[str]) -> list[Column]:
    return [column for column in COLUMNS if column.name in names]


def lines(
    scope: Scope, parts: Iterable[Sequence[int]], columns: Sequence[Column], language: str
) -> Iterator[str]:
    """The file, line by line, in the order of ``parts``; who is no longer visible is left out."""
    with translation.override(language):  # the page's own language has ended when a file is streamed
        yield from _lines(scope, parts, columns)


def _lines(scope: Scope, parts: Iterable[Sequence[int]], columns: Sequence[Column]) -> Iterator[str]:
    write = csv.writer(_Line(), lineterminator="\r\n").writerow
    yield BOM + str(write([str(column.label) for column in columns]))
    for part in parts:
        rows = (
            scope.applications().filter(pk__in=part).select_related("candidate", "job", "location", "owner")
        )
        found = {row.pk: row for row in rows.distinct()}
        for pk in part:
            if pk in found:
                yield str(write([safe_cell(column.value(found[pk])) for column in columns]))
