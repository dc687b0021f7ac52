"""A list with its filters, kept under a name by the person who uses it."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from company.models import SavedView, Staff

MOST = 12
LONGEST = SavedView._meta.get_field("query").max_length or 0
"""Letters of a query."""


class NameTaken(Exception):
    """This person has a view of this name already."""


class TooLong(Exception):
    """The conditions do not fit; a search for a whole sentence does that."""


class EnoughViews(Exception):
    """No more than ``MOST`` fit beside each other."""


def save_view(staff: Staff, name: str, query: str, *, at: int | None = None) -> SavedView:
    """Keep an address's query under a name, behind the others unless ``at`` says where.

    Raises NameTaken, EnoughViews, TooLong.
    """
    if len(query) > LONGEST:
        raise TooLong
    mine = SavedView.objects.filter(staff=staff, screen="applications")
    if mine.count() >= MOST:
        raise EnoughViews
    if at is None:
        last = mine.aggregate(last=Max("position"))["last"]
        at = 0 if last is None else last + 1
    return _kept(SavedView(staff=staff, name=name, query=query, position=at))


def rename_view(view: SavedView, name: str) -> None:
    """Raises NameTaken."""
    view.name = name
    _kept(view)


def move_view(view: SavedView, steps: int) -> None:
    """So many places to the right, or to the left; at the ends it stays."""
    with transaction.atomic():
        mine = list(
            SavedView.objects.select_for_update()
            .filter(staff=view.staff, screen=view.screen)
            .order_by("position", "pk")
        )
        at = next(n for n, one in enumerate(mine) if one.pk == view.pk)
        mine.insert(min(max(at + steps, 0), len(mine) - 1), mine.pop(at))
        for position, one in enumerate(mine):
            one.position = position
        SavedView.objects.bulk_update(mine, ["position"])


def _kept(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise NameTaken from None
    return view
