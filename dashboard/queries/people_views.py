"""Saved views as tabs over the list: three that everybody has, then one's own."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from company.models import SavedView, Staff
from dashboard.queries.people_filter import Filter


@dataclass(frozen=True)
class Tab:
    """``pk`` is set for one's own."""

    name: str
    query: str
    is_here: bool
    pk: int | None = None


def tabs(staff: Staff, wanted: Filter) -> list[Tab]:
    here = wanted.query
    known = [("", _("On the way"))]
    if staff.may_act:
        known += [("owner=me", _("Mine")), ("contact=owed", _("To be contacted"))]
    own = SavedView.objects.filter(staff=staff, screen="applications")
    return [
        *(Tab(name, query, query == here) for query, name in known),
        *(Tab(view.name, view.query, view.query == here, view.pk) for view in own),
    ]
