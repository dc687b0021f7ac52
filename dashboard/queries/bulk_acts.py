"""Decisions about many, as the screen shows them while they are carried out and afterwards."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from candidates.models import Application
from company.models import BulkAct, BulkItem, Staff
from dashboard.services.bulk import BulkKind, Outcome, UnknownKind, kind_of
from scheduling.models import Interview

MOST_NAMED = 100


@dataclass(frozen=True)
class Passed:
    """Somebody who was passed over or for whom it failed; without ``pk`` the reader may not see who."""

    name: str
    why: str
    pk: int | None = None


@dataclass(frozen=True)
class Progress:
    act: BulkAct
    title: str
    counts: dict[str, int]
    passed: list[Passed]
    may_undo: bool

    @property
    def is_running(self) -> bool:
        return self.act.ended_at is None

    @property
    def left(self) -> int:
        return self.act.total - self.act.done

    @property
    def done(self) -> int:
        return self.counts.get(Outcome.DONE, 0)

    @property
    def not_done(self) -> int:
        return self.act.done - self.done


def acts_seen_by(staff: Staff) -> QuerySet[BulkAct]:
    """One's own; owners see everybody's."""
    rows = BulkAct.objects.select_related("by")
    return rows if staff.sees_everything else rows.filter(by=staff)


def under_way(staff: Staff) -> list[Progress]:
    """One's own that are being carried out."""
    rows = BulkAct.objects.filter(ended_at=None, by=staff).select_related("by").order_by("pk")[:3]
    return [Progress(act, _title(act), {}, [], False) for act in rows]


def progress(act: BulkAct, staff: Staff) -> Progress:
    outcomes = Counter(act.items.exclude(outcome="").values_list("outcome", flat=True))
    undoable = bool(_kind(act) and _kind(act).undo) and not act.choices.get("undone_by")  # type: ignore[union-attr]  # looked at just before
    return Progress(
        act=act,
        title=_title(act),
        counts=dict(outcomes),
        passed=_passed(act, staff),
        may_undo=undoable and outcomes[Outcome.DONE] > 0 and staff.may_act,
    )


def _passed(act: BulkAct, staff: Staff) -> list[Passed]:
    rows = act.items.filter(outcome__in=[Outcome.SKIPPED, Outcome.FAILED]).order_by("pk")[:MOST_NAMED]
    items = list(rows)
    people = _people(act, items, staff)
    return [_named(act, item, people.get(item.about_id)) for item in items]


def _named(act: BulkAct, item: BulkItem, found: Application | None) -> Passed:
    if found is None:
        return Passed(_("Somebody you no longer see"), _why(act, item))
    return Passed(str(found.candidate), _why(act, item), found.pk)


def _people(act: BulkAct, items: list[BulkItem], staff: Staff) -> dict[int, Application]:
    """Applications the reader may see, by what the items are about."""
    about, chosen = [item.about_id for item in items], _kind(act)
    seen = Application.objects.visible_to(staff).select_related("candidate")
    if chosen and chosen.about == "interview":
        pairs = dict(Interview.objects.filter(pk__in=about).values_list("pk", "application_id"))
        found = seen.in_bulk(list(pairs.values()))
        return {pk: found[number] for pk, number in pairs.items() if number in found}
    return dict(seen.in_bulk(about)) if chosen and chosen.about == "application" else {}


def _why(act: BulkAct, item: BulkItem) -> str:
    if item.outcome == Outcome.FAILED:
        return _("It did not work; please do it on their page.")
    chosen = _kind(act)
    return str(chosen.reasons.get(item.reason, item.reason)) if chosen else item.reason


def _title(act: BulkAct) -> str:
    chosen = _kind(act)
    return str(chosen.title) if chosen and chosen.title else _("Several at once")


def _kind(act: BulkAct) -> BulkKind | None:
    try:
        return kind_of(act)
    except UnknownKind:
        return None
