"""Two records of one person made one, and two again. What hangs on a person hangs on their applications.

The record that goes stays in its table without applications, so that an old number still leads to the kept
one (``kept_of``) and everything can be taken back. Blocks of addresses are neither lifted nor copied: they
belong to the address, whoever's it is.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any  # values of a person's fields, whatever their type

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from candidates.models import Application, Candidate, Merge, NotTheSame
from candidates.policy import PhoneKind
from candidates.services.indexing import index
from candidates.services.locking import lock_keys, lock_people
from candidates.services.recognising import identity
from candidates.signals import application_changed, merge_undone, people_merged
from company.models import Staff
from company.services import trail

PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("family_name", "given_name"),
    "kana": ("family_kana", "given_kana"),
    "birth": ("birth_on",),
    "phone": ("phone", "phone_kind"),
    "email": ("email",),
    "line": ("line_id",),
    "language": ("language", "easy_words"),
    "channel": ("preferred_channel",),
    "hours": ("preferred_hours",),
}
"""What may be taken from either record; the fields of a part go together."""

FIELDS = tuple(field for fields in PARTS.values() for field in fields)


class Rule(StrEnum):
    MOVES = "moves"  # to the kept record, and back
    STAYS = "stays"  # says something about that record itself; read through ``kept_of``


RULES: Mapping[str, Rule] = {
    "candidates.application.candidate": Rule.MOVES,
    "candidates.candidate.merged_into": Rule.STAYS,
    "candidates.document.candidate": Rule.MOVES,
    "candidates.importrow.duplicate_of": Rule.MOVES,
    "candidates.merge.gone": Rule.STAYS,
    "candidates.merge.kept": Rule.STAYS,
    "candidates.notthesame.first": Rule.STAYS,
    "candidates.notthesame.second": Rule.STAYS,
}
"""Every column that names a person. A test fails on one without a rule."""


class CannotMerge(Exception):
    """One of them is erased, merged already, or staff said that they are two people."""


class CannotUndo(Exception):
    """It is undone already, one of them was erased, or the kept record was merged into another since."""


def merge(kept: Candidate, gone: Candidate, *, take: Collection[str], by: Staff, now: datetime) -> Merge:
    """Make two records one. ``take`` names the parts (see PARTS) that come from ``gone``; the rest stays.

    Their applications, papers and file lines come together, and are planned in one voice. Raises CannotMerge.
    """
    with transaction.atomic():
        lock_keys(identity(kept).keys | identity(gone).keys)
        people = lock_people({kept.pk, gone.pk}, wait=True)
        kept, gone = people[kept.pk], people[gone.pk]
        _refuse(kept, gone)
        before = {"kept": _values(kept), "gone": _values(gone)}
        written = _written(kept, gone, take)
        merged = Merge.objects.create(kept=kept, gone=gone, by=by, at=now)
        version = max(kept.contact_version, gone.contact_version) + 1
        _write(gone, {"line_id": ""}, version, merged_into=kept)
        _write(kept, written, version)
        rows = _move(gone, kept)
        merged.moved = rows.pop("candidates.application.candidate", [])
        merged.before = {**before, "written": _plain(written), "rows": rows}
        merged.save(update_fields=["moved", "before"])
        _record("people_merged", merged, by, now, parts=sorted(set(take) & PARTS.keys()))
        people_merged.send(sender=Candidate, kept_id=kept.pk, gone_id=gone.pk, now=now)
        _follow([kept.pk], now)
    return merged


def undo_merge(merged: Merge, *, by: Staff, now: datetime) -> list[Candidate]:
    """Two records again, each with what was its own. What came in or was changed since stays where it is.

    A LINE account that somebody has connected elsewhere since stays there; returns who is without it now.
    Raises CannotUndo.
    """
    with transaction.atomic():
        people = lock_people({merged.kept_id, merged.gone_id}, wait=True)
        kept, gone = people[merged.kept_id], people[merged.gone_id]
        merged = Merge.objects.select_for_update().get(pk=merged.pk)
        if merged.undone_at or kept.erased_at or gone.erased_at or kept.merged_into_id is not None:
            raise CannotUndo
        if not merged.before:  # what it was made of is no longer known
            raise CannotUndo
        before = merged.before
        version = max(kept.contact_version, gone.contact_version) + 1
        written, old = before["written"], before["kept"]
        back = {
            name: _value(name, old[name]) for name in written if _plain(_values(kept))[name] == written[name]
        }
        lost = [] if _give_back(kept, back, version) else [kept]
        if not _give_back(gone, {"line_id": before["gone"]["line_id"]}, version, merged_into=None):
            lost.append(gone)
        _move_back(merged, kept, gone)
        merged.undone_at, merged.before = now, {}
        merged.save(update_fields=["undone_at", "before"])
        _record("merge_undone", merged, by, now)
        merge_undone.send(sender=Candidate, kept_id=kept.pk, gone_id=gone.pk, now=now)
        _follow([kept.pk, gone.pk], now)
    return lost


def _give_back(person: Candidate, values: Mapping[str, Any], version: int, **more: Any) -> bool:
    """Their own again; False if their LINE account is somebody else's by now, and is not theirs any more."""
    try:
        with transaction.atomic():
            _write(person, _reachable(person, values), version, **more)
    except IntegrityError:  # one_person_per_line_account
        _write(person, _reachable(person, {**values, "line_id": ""}), version, **more)
        return False
    return True


def say_different(one: Candidate, other: Candidate, *, by: Staff, now: datetime) -> NotTheSame:
    """Two people: they are proposed no more, and not merged by mistake."""
    first, second = sorted([one.pk, other.pk])
    with transaction.atomic():
        said, is_new = NotTheSame.objects.get_or_create(
            first_id=first, second_id=second, defaults={"by": by, "at": now}
        )
        if is_new:
            trail.record("told_apart", said, now=now, by=by, first=first, second=second)
    return said


def say_perhaps(said: NotTheSame, *, by: Staff, now: datetime) -> None:
    """Taken back: they may be proposed again."""
    with transaction.atomic():
        trail.record(
            "told_apart_taken_back", said, now=now, by=by, first=said.first_id, second=said.second_id
        )
        said.delete()


def parts_to_take(kept: Candidate, gone: Candidate) -> list[str]:
    """What the kept record does not say and the other does."""
    return [
        part for part, fields in PARTS.items() if not getattr(kept, fields[0]) and getattr(gone, fields[0])
    ]


def gone_into(candidate_id: int) -> list[Candidate]:
    """Every record that became this one, however many steps ago."""
    found = list(Candidate.objects.filter(merged_into=candidate_id).order_by("pk"))
    return [one for person in found for one in (person, *gone_into(person.pk))]


def _refuse(kept: Candidate, gone: Candidate) -> None:
    is_over = any(one.erased_at or one.merged_into_id for one in (kept, gone))
    if kept.pk == gone.pk or is_over or are_told_apart(kept, gone):
        raise CannotMerge


def are_told_apart(one: Candidate, other: Candidate) -> bool:
    """Staff said so, of them or of records that were merged into them."""
    ones, others = ([who.pk, *(gone.pk for gone in gone_into(who.pk))] for who in (one, other))
    pair = Q(first__in=ones, second__in=others) | Q(first__in=others, second__in=ones)
    return NotTheSame.objects.filter(pair).exists()


def _written(kept: Candidate, gone: Candidate, take: Collection[str]) -> dict[str, Any]:
    """The fields of the kept record that change."""
    taken = {field: getattr(gone, field) for part in PARTS if part in take for field in PARTS[part]}
    changed = _reachable(kept, taken)
    return {field: value for field, value in changed.items() if value != getattr(kept, field)}


def _reachable(person: Candidate, values: Mapping[str, Any]) -> dict[str, Any]:
    """Who is left without LINE is written to another way."""
    result = {**_values(person), **values}
    if result["preferred_channel"] != "line" or result["line_id"]:
        return dict(values)
    mobile = result["phone_kind"] == PhoneKind.MOBILE
    return {**values, "preferred_channel": "sms" if mobile else "email" if result["email"] else "phone"}


def _write(person: Candidate, values: Mapping[str, Any], version: int, **more: Any) -> None:
    """The new version makes messages on their way look again."""
    Candidate.objects.filter(pk=person.pk).update(**values, **more, contact_version=version)


def _move(gone: Candidate, kept: Candidate) -> dict[str, list[int]]:
    """What hangs on ``gone`` hangs on ``kept``; returns which rows, by column."""
    moved = {}
    for column in (column for column, rule in RULES.items() if rule == Rule.MOVES):
        model, field = _column(column)
        rows = model._default_manager.filter(**{field: gone}).order_by("pk")
        numbers = list(rows.values_list("pk", flat=True))
        model._default_manager.filter(pk__in=numbers).update(**{field: kept})
        if numbers:
            moved[column] = numbers
    return moved


def _move_back(merged: Merge, kept: Candidate, gone: Candidate) -> None:
    for column, numbers in {
        **merged.before["rows"],
        "candidates.application.candidate": merged.moved,
    }.items():
        model, field = _column(column)
        model._default_manager.filter(pk__in=numbers, **{field: kept}).update(**{field: gone})


def _column(column: str) -> tuple[type[models.Model], str]:
    label, field = column.rsplit(".", 1)
    return apps.get_model(label), field


def _values(person: Candidate) -> dict[str, Any]:
    values = {field: getattr(person, field) for field in FIELDS}
    return values | {"birth_on": person.birth_on.isoformat() if person.birth_on else None}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _value(name: str, plain: Any) -> Any:
    return date.fromisoformat(plain) if name == "birth_on" and plain else plain


def _record(action: str, merged: Merge, by: Staff, now: datetime, *, parts: list[str] | None = None) -> None:
    """Once for the two records, and once in the story of each application that changes hands."""
    kept, gone = merged.kept_id, merged.gone_id
    trail.record(action, merged, now=now, by=by, kept=kept, gone=gone, parts=parts or [])
    for number in merged.moved:
        trail.record(action, merged, now=now, by=by, application_id=number, kept=kept, gone=gone)


def _follow(people: Collection[int], now: datetime) -> None:
    """Everything planned for them is planned anew, everything kept about them is kept anew."""
    index(candidates=people)
    rows = Application.objects.filter(candidate__in=people).order_by("candidate_id", "pk")
    for pk in rows.values_list("pk", flat=True):
        application_changed.send(sender=Application, application_id=pk, now=now)
