"""Everything kept about one person: counted by kind, and read out as a file they can read."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any  # plain values of any column

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from candidates.models import Application, Candidate, Document
from candidates.policy import local_phone
from candidates.policy.spreadsheets import safe_cell
from dashboard.queries.personal_kind import FATES, Fate, Kind, Whose
from dashboard.queries.personal_kinds import KINDS
from messaging.models import Message
from messaging.policy import OPEN as UNSENT
from messaging.policy import Direction
from scheduling.models import Interview

BOM = "\ufeff"
"""Excel takes a file for UTF-8 only with this at its head."""


@dataclass(frozen=True)
class Kept:
    """One line of the screen."""

    kind: Kind
    count: int

    @property
    def fate(self) -> StrOrPromise:
        return FATES[self.kind.fate]

    @property
    def goes(self) -> bool:
        return self.kind.fate != Fate.STAYS


@dataclass(frozen=True)
class Preview:
    """What erasing would do now."""

    going: int
    changing: int
    staying: int
    unsent: int
    to_come: int
    open_applications: int


def what_is_kept(person: Candidate) -> list[Kept]:
    """How many rows of each kind; kinds that hold nothing stand as well, so that nobody need wonder."""
    whose = Whose(person)
    return [Kept(kind, kind.of(whose).count()) for kind in KINDS]


def erasing_preview(person: Candidate, kept: Sequence[Kept]) -> Preview:
    theirs = Whose(person).applications
    by_fate = {fate: sum(one.count for one in kept if one.kind.fate == fate) for fate in Fate}
    planned = Message.objects.filter(application__in=theirs, direction=Direction.OUT, state__in=UNSENT)
    open_ones = Application.objects.active().filter(pk__in=theirs)
    return Preview(
        going=by_fate[Fate.GOES],
        changing=by_fate[Fate.WORDS_GO],
        staying=by_fate[Fate.STAYS],
        unsent=planned.count(),
        to_come=Interview.objects.booked().filter(application__in=theirs).count(),
        open_applications=open_ones.count(),
    )


def export_of(person: Candidate) -> dict[str, list[dict[str, Any]]]:
    """All of it, as plain values by kind. Colleagues' notes are about the person, so they are in it."""
    whose = Whose(person)
    return {kind.name: list(kind.of(whose).values(*kind.fields)) for kind in KINDS}


def export_file(person: Candidate, *, company: str, now: datetime) -> bytes:
    """A ZIP: a page of words to begin with, a table for each kind that holds something, everything as JSON,
    and their papers as they are."""
    told = export_of(person)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(_("read-me-first.txt"), BOM + _first_page(person, told, company, now))
        file.writestr("all.json", json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        for number, kind in enumerate(KINDS, start=1):
            if told[kind.name]:
                file.writestr(f"{number:02d}_{_file_name(kind)}.csv", _table(kind, told[kind.name]))
        for paper in Document.objects.filter(candidate__in=Whose(person).records).select_related("house"):
            if paper.deleted_at is None:
                file.writestr(f"{_('papers')}/{paper.pk}_{_plain_name(paper.name)}", paper.whole)
    return packed.getvalue()


def _first_page(person: Candidate, told: dict[str, list[dict[str, Any]]], company: str, now: datetime) -> str:
    lines = [
        _("What %(company)s has stored about %(name)s") % {"company": company, "name": person},
        _("As of %(when)s") % {"when": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"},
        "",
        _("Each table is a file that a spreadsheet opens. all.json has the same for machines."),
        "",
    ]
    for number, kind in enumerate(KINDS, start=1):
        count = len(told[kind.name])
        lines.append(f"{number:02d} {kind.label} ({count})")
        lines.append(f"   {kind.what}")
    lines += ["", _("You may ask us to correct or to erase it. What then stays, and why:")]
    staying = [kind for kind in KINDS if kind.fate == Fate.STAYS]
    lines += [f"・{kind.label}: {kind.why_it_stays or FATES[kind.fate]}" for kind in staying]
    return "\r\n".join(lines) + "\r\n"


def _table(kind: Kind, rows: Sequence[dict[str, Any]]) -> str:
    text = io.StringIO()
    write = csv.writer(text, lineterminator="\r\n").writerow
    write([_head(kind.model, name) for name in kind.fields])
    for row in rows:
        write([safe_cell(_cell(kind.model, name, row[name]), keeps_numbers=True) for name in kind.fields])
    return BOM + text.getvalue()


def _head(model: type[Model], name: str) -> str:
    """The column's own name in words, as far as it has one."""
    try:
        last = model._meta.get_field(name.partition("__")[0].removesuffix("_id"))
    except FieldDoesNotExist:
        return name
    words = str(getattr(last, "verbose_name", name))
    return words if "__" not in name or words != name else name


def _cell(model: type[Model], name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, dict)):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if value else ""
    if name == "phone":
        return local_phone(str(value))
    return _label(model, name, value)


def _label(model: type[Model], name: str, value: Any) -> str:
    """The words of a code."""
    try:
        choices = getattr(model._meta.get_field(name), "flatchoices", [])
    except FieldDoesNotExist:
        choices = []
    return next((str(label) for code, label in choices if code == value), str(value))


def _file_name(kind: Kind) -> str:
    return _plain_name(str(kind.label))


def _plain_name(name: str) -> str:
    return "".join("_" if one in '/\\:*?"<>| ' or ord(one) < 32 else one for one in name)[:80]
