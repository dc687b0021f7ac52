"""Records that may be one person, what each of them says, and what was made one lately."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from candidates.models import Application, Candidate, Merge, NotTheSame
from candidates.policy import local_phone
from candidates.policy.sameness import LAST_DIGITS, Likeness, Surety, likeness, ways_to_write
from candidates.policy.text import folded
from candidates.services.merging import PARTS, parts_to_take
from candidates.services.recognising import identity, kept_of
from company.models import Staff
from dashboard.queries.people_search import hits

LOOKED_AT = 400
"""People with the newest applications, each compared with everybody on record."""

SHOWN = 50
MOST_ALIKE = 20
"""A number that more people share than this is nobody's own."""

FOUND = 20
UNDONE_WITHIN = timedelta(days=90)
BEST_FIRST = [Surety.SURE, Surety.LIKELY, Surety.MAYBE]


@dataclass(frozen=True)
class Proposal:
    """``kept`` is the record with the newest application; the other one would go."""

    kept: Candidate
    gone: Candidate
    likeness: Likeness


def proposals(staff: Staff) -> list[Proposal]:
    """The surest first; nobody who was told apart, and only people this member of staff sees."""
    newest = (
        Application.objects.visible_to(staff)
        .filter(candidate__erased_at=None)
        .order_by("-applied_at")
        .values_list("candidate", flat=True)[:LOOKED_AT]
    )
    return _proposals(Candidate.objects.filter(pk__in=list(newest), merged_into=None), staff)


def twins(candidate: Candidate, staff: Staff) -> list[Proposal]:
    """Who else this person may be."""
    return _proposals([candidate], staff)


def _proposals(people: Iterable[Candidate], staff: Staff) -> list[Proposal]:
    people = list(people)
    pairs = _pairs(people)
    seen = visible_people(staff, {pk for key in pairs for pk in key})
    apart = _told_apart(seen)
    kept = {key: pair for key, pair in pairs.items() if set(key) <= seen and key not in apart}
    newest = _newest({pk for key in kept for pk in key})
    made = [_proposal(one, other, found, newest) for one, other, found in kept.values()]
    return sorted(made, key=lambda one: (BEST_FIRST.index(one.likeness.surety), -one.kept.pk))[:SHOWN]


Pair = tuple[Candidate, Candidate, Likeness]


def _pairs(people: list[Candidate]) -> dict[tuple[int, int], Pair]:
    """Each pair once, by the numbers of both."""
    shelves: dict[str, list[Candidate]] = defaultdict(list)
    for other in _near(people):
        for key in _shelves(other):
            shelves[key].append(other)
    pairs: dict[tuple[int, int], Pair] = {}
    for person in people:
        for other in (other for key in _shelves(person) for other in shelves[key][:MOST_ALIKE]):
            both = min(person.pk, other.pk), max(person.pk, other.pk)
            if person.pk != other.pk and both not in pairs and (found := likeness_of(person, other)):
                pairs[both] = (person, other, found)
    return pairs


def _near(people: list[Candidate]) -> list[Candidate]:
    """Everybody on record who shares an address, a date of birth or the way the name reads, by index."""
    shared = Q(phone__in={one.phone for one in people if one.phone})
    shared |= Q(email__in={one.email for one in people if one.email})
    shared |= Q(birth_on__in={one.birth_on for one in people if one.birth_on})
    families = {kana for one in people for kana in ways_to_write(one.family_kana)}
    given = {kana for one in people if one.family_kana for kana in ways_to_write(one.given_kana)}
    shared |= Q(family_kana__in=families, given_kana__in=given) & ~Q(family_kana="")
    return list(Candidate.objects.filter(shared, erased_at=None, merged_into=None))


def _shelves(one: Candidate) -> list[str]:
    """Only who stands on the same shelf is compared."""
    who = identity(one)
    reads = folded(who.family_kana + who.given_kana)
    return [*who.keys, *([f"kana:{reads}:{who.phone[-LAST_DIGITS:]}"] if reads and who.phone else [])]


def _told_apart(people: set[int]) -> set[tuple[int, int]]:
    """Pairs staff called two, also through records that were merged since."""
    theirs = Q(first__in=people) | Q(second__in=people)
    theirs |= Q(first__merged_into__isnull=False) | Q(second__merged_into__isnull=False)
    rows = NotTheSame.objects.filter(theirs).select_related("first__merged_into", "second__merged_into")
    pairs = [(kept_of(row.first).pk, kept_of(row.second).pk) for row in rows]
    return {(min(pair), max(pair)) for pair in pairs}


def _newest(people: set[int]) -> dict[int, datetime]:
    """When each of them applied last."""
    rows = Application.objects.filter(candidate__in=people).order_by()
    return dict(rows.values_list("candidate").annotate(Max("applied_at")))


def _proposal(one: Candidate, other: Candidate, found: Likeness, newest: Mapping[int, datetime]) -> Proposal:
    order = sorted(
        [one, other], key=lambda who: (who.pk in newest, newest.get(who.pk, who.created_at), who.pk)
    )
    return Proposal(order[1], order[0], found)


def visible_people(staff: Staff, people: Iterable[int]) -> set[int]:
    """Those of them this member of staff sees: somebody who applied where they work."""
    rows = Candidate.objects.filter(pk__in=list(people)).visible_to(staff)
    return set(rows.values_list("pk", flat=True))


@dataclass(frozen=True)
class Choice:
    """One part of what is said of a person: both ways, and which one is ticked."""

    part: str
    mine: str
    theirs: str
    takes_theirs: bool

    @property
    def differs(self) -> bool:
        return self.mine != self.theirs


def choices(kept: Candidate, gone: Candidate) -> list[Choice]:
    taken = parts_to_take(kept, gone)
    rows = [Choice(part, said(kept, part), said(gone, part), part in taken) for part in PARTS]
    return [row for row in rows if row.mine or row.theirs]


def said(person: Candidate, part: str) -> str:
    """What the record says of this part, in words; nothing where it says nothing."""
    return {
        "name": person.full_name,
        "kana": person.full_kana,
        "birth": person.birth_on.isoformat() if person.birth_on else "",
        "phone": local_phone(person.phone),
        "email": person.email,
        "line": "✓" if person.line_id else "",
        "language": str(person.get_language_display()),
        "channel": str(person.get_preferred_channel_display()),
        "hours": person.preferred_hours,
    }[part]


def applications_of(people: Iterable[Candidate], staff: Staff) -> list[Application]:
    rows = Application.objects.visible_to(staff).filter(candidate__in=list(people))
    return list(rows.select_related("job__location", "candidate").order_by("-applied_at"))


def last_merges(staff: Staff, now: datetime) -> list[Merge]:
    """Made one lately and not two again; only those whose applications this member of staff sees."""
    rows = Merge.objects.filter(undone_at=None, at__gt=now - UNDONE_WITHIN, kept__erased_at=None)
    rows = rows.filter(gone__erased_at=None)
    if not staff.sees_everything:
        theirs = Application.objects.visible_to(staff).filter(candidate=OuterRef("kept"))
        rows = rows.filter(Exists(theirs))
    return list(rows.select_related("kept", "gone", "by").order_by("-at")[:SHOWN])


def told_apart(staff: Staff) -> list[NotTheSame]:
    """Pairs that are proposed no more, newest first."""
    rows = list(NotTheSame.objects.select_related("first", "second", "by").order_by("-at")[:SHOWN])
    seen = visible_people(staff, {pk for row in rows for pk in (row.first_id, row.second_id)})
    return [row for row in rows if {row.first_id, row.second_id} <= seen]


def likeness_of(one: Candidate, other: Candidate) -> Likeness | None:
    return likeness(identity(one), identity(other))


def found(query: str, candidate: Candidate, staff: Staff) -> list[Candidate]:
    """Other people this member of staff sees, by the beginning of a name or kana, a number, an address."""
    places = None if staff.sees_everything else list(staff.locations.values_list("pk", flat=True))
    theirs = [hit.application_id for hit in hits(query, places, most=FOUND)]
    rows = Candidate.objects.filter(applications__in=theirs, erased_at=None).exclude(pk=candidate.pk)
    return list(rows.distinct())
