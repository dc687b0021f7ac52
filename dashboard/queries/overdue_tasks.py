"""Who has waited a day without a word from a person: one line that leads to the list."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboard.queries.overdue import overdue
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, person


def overdue_contacts(sight: Sight) -> list[Task]:
    rows = overdue(sight.scope, sight.now).select_related("candidate").order_by("applied_at", "pk")
    count = rows.count()
    if not count:
        return []
    first = list(rows[:SHOWN_OF_A_KIND])
    said = ngettext(
        "Over 24 hours without a word: %(n)d person", "Over 24 hours without a word: %(n)d people", count
    )
    return [
        Task(
            rank=2,
            at=first[0].applied_at,
            label=said % {"n": count},
            why=_("Nobody of us has spoken with them or written to them yet."),
            icon="clock",
            tone="bad",
            people=tuple(person(row, "") for row in first),
            acts=(Act(_("Show all"), reverse("dashboard:overdue"), "", "soft"),),
            key="overdue",
        )
    ]
