"""One kind of thing kept about a person: what it is, whose rows it has, and what erasing leaves of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any  # querysets of any table

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from candidates.models import Application, Candidate
from candidates.services.merging import gone_into


class Fate(StrEnum):
    """What erasing leaves."""

    GOES = "goes"
    WORDS_GO = "words_go"
    STAYS = "stays"


FATES: dict[Fate, StrOrPromise] = {
    Fate.GOES: _("Goes, at once and for good"),
    Fate.WORDS_GO: _("Name, words and addresses go; that it was, and when, stays for the figures"),
    Fate.STAYS: _("Stays: it says nothing about who it was"),
}


@dataclass(frozen=True)
class Whose:
    """A person with the records that were made one with theirs; what hangs on them is looked up once."""

    person: Candidate

    @cached_property
    def records(self) -> list[int]:
        return [self.person.pk, *(one.pk for one in gone_into(self.person.pk))]

    @cached_property
    def applications(self) -> list[int]:
        return list(Application.objects.filter(candidate__in=self.records).values_list("pk", flat=True))

    @cached_property
    def addresses(self) -> list[str]:
        rows = Candidate.objects.filter(pk__in=self.records).values_list("phone", "email", "line_id")
        return [one for row in rows for one in row if one]


Rows = Callable[[Whose], "QuerySet[Any]"]


@dataclass(frozen=True)
class Kind:
    """One kind: ``name`` is its file's, ``what`` says in plain words what is in it."""

    name: str
    label: StrOrPromise
    what: StrOrPromise
    fate: Fate
    model: type[Model]
    fields: tuple[str, ...]
    rows: Rows = field(repr=False)
    why_it_stays: StrOrPromise = ""

    def of(self, whose: Whose) -> "QuerySet[Any]":
        return self.rows(whose)


def by(model: type[Model], path: str) -> Rows:
    """Whatever hangs on one of their applications."""
    return lambda whose: model._default_manager.filter(**{f"{path}__in": whose.applications}).order_by("pk")
