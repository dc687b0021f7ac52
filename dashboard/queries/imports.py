"""CSV imports as the screen shows them: columns with samples, lines with what is wrong, numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from candidates.models import Import, ImportRow, ImportState
from candidates.policy import local_phone
from dashboard.scope import Scope

PER_PAGE = 50
SAMPLES = 3
RECENT = timedelta(days=7)
BUSY = (ImportState.CHECKING, ImportState.SAVING, ImportState.STARTING)
WAITS = (*BUSY, ImportState.CHECKED, ImportState.SAVED)


@dataclass(frozen=True)
class Column:
    """One column of the file: its header, what stands in its first lines, what it is taken for."""

    index: int
    header: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True)
class Line:
    """One line of the file as the preview shows it."""

    row: ImportRow
    name: str
    kana: str
    phone: str
    email: str

    @property
    def is_saved(self) -> bool:
        return self.row.application_id is not None

    @property
    def is_known(self) -> bool:
        return self.row.duplicate_of_id is not None


def imports(scope: Scope) -> QuerySet[Import]:
    return Import.objects.filter(job__in=scope.jobs()).select_related("job__location", "uploaded_by")


def unfinished(scope: Scope, *, now: datetime) -> Import | None:
    """The newest import that still waits for somebody, or is being worked on."""
    return imports(scope).filter(state__in=WAITS, uploaded_at__gt=now - RECENT).first()


def columns(batch: Import) -> list[Column]:
    rows = list(batch.rows.order_by("number").values_list("cells", flat=True)[:50])
    return [
        Column(index, header, _samples(rows, index), batch.mapping.get(str(index), ""))
        for index, header in enumerate(batch.headers)
    ]


def _samples(rows: Iterable[list[str]], index: int) -> tuple[str, ...]:
    """The first few that say something."""
    said = (cells[index].strip() for cells in rows if index < len(cells))
    return tuple([text for text in said if text][:SAMPLES])


def rows_of(batch: Import, show: str) -> QuerySet[ImportRow]:
    rows = batch.rows.select_related("application__candidate").order_by("number")
    if show == "wrong":
        return rows.exclude(errors=[])
    if show == "repeated":
        return rows.filter(errors=[]).exclude(repeats_row=None)
    if show == "known":
        return rows.filter(errors=[], repeats_row=None).exclude(duplicate_of=None)
    return rows


def page_of(rows: QuerySet[ImportRow], number: str | None) -> "Page[ImportRow]":
    return Paginator(rows, PER_PAGE).get_page(number)


def lines(page: "Page[ImportRow]", mapping: dict[str, str]) -> list[Line]:
    return [_line(row, mapping) for row in page.object_list]


def _line(row: ImportRow, mapping: dict[str, str]) -> Line:
    """A saved line has its words on the application alone; a checked one as cleaned, a wrong one as typed."""
    if row.application is not None:
        who = row.application.candidate
        return Line(row, who.full_name, who.full_kana, local_phone(who.phone), who.email)
    cells = {field: row.cells[int(i)] for i, field in mapping.items() if int(i) < len(row.cells)}
    cleaned = {} if row.errors else {name: value for name, value in row.clean.items() if value}
    said = {**cells, **cleaned}
    phone = said.get("phone", "")
    return Line(
        row,
        _joined(said, "family_name", "given_name") or said.get("full_name", ""),
        _joined(said, "family_kana", "given_kana") or said.get("full_kana", ""),
        local_phone(phone) if phone.startswith("+") and not row.errors else phone,
        said.get("email", ""),
    )


def _joined(said: dict[str, str], *names: str) -> str:
    return " ".join(said[name] for name in names if said.get(name))
