"""What waits for a hand before there is an application: job boards' mails that could not be read."""

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import BoardMail
from candidates.policy import BoardMailState
from dashboard.queries.queue import Act, Sight, Task


def unreadable(sight: Sight) -> list[Task]:
    """One line that leads to where they are read; nothing of what they say stands here."""
    rows = _unreadable(sight)
    latest, count = rows.aggregate(latest=Max("received_at"))["latest"], rows.count()
    if not count:
        return []
    said = ngettext("%(n)d e-mail of a job board", "%(n)d e-mails of job boards", count)
    return [
        Task(
            rank=3,
            at=latest,
            label=_("Could not be read"),
            head=said % {"n": count},
            why=_("Somebody may have applied. Please read it and take them in."),
            icon="mail",
            tone="warn",
            acts=(Act(_("Read"), reverse("dashboard:boards"), "", "soft"),),
            key="boards",
        )
    ]


def _unreadable(sight: Sight) -> QuerySet[BoardMail]:
    rows = BoardMail.objects.visible_to(sight.scope.staff).filter(state=BoardMailState.UNREADABLE)
    return rows.filter(job__location=sight.scope.location) if sight.scope.location else rows
