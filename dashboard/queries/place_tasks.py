"""What waits for a hand, by place: too few times, files not started, the SMS of the month."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Import, ImportState
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task
from dashboard.queries.shortages import Shortage, shortages
from dashboard.words import sentences
from messaging.services.spending import sms_parts_lately, sms_yen_this_month

WARN_AT = 0.8


def gaps(sight: Sight) -> list[Task]:
    """Locations where somebody waits for a time and too few are open."""
    short = shortages(sight.scope, fewest=sight.company.fewest_slots, now=sight.now)
    return [
        Task(
            rank=4,
            at=sight.now,
            label=_("Too few times to offer"),
            head=gap.left,
            why=_gap_words(gap),
            icon="calendar",
            acts=(Act(_("Make times"), reverse("dashboard:slots"), "", "soft"),),
            key=f"gap-{gap.location.pk}",
        )
        for gap in short[:SHOWN_OF_A_KIND]
    ]


def _gap_words(gap: Shortage) -> str:
    if gap.asked:
        return gap.who
    return ngettext(
        "%(n)d person is choosing. Add evenings or weekends.",
        "%(n)d people are choosing. Add evenings or weekends.",
        gap.waiting,
    ) % {"n": gap.waiting}


def files(sight: Sight) -> list[Task]:
    """Imported people whom nobody has begun to contact; nothing goes out to them until someone says so."""
    rows = (
        Import.objects.filter(state=ImportState.SAVED, job__in=sight.scope.jobs())
        .annotate(people=Count("rows", filter=Q(rows__application__is_started=False)))
        .filter(people__gt=0)
        .order_by("uploaded_at")[:SHOWN_OF_A_KIND]
    )
    return [
        Task(
            rank=6,
            at=row.uploaded_at,
            label=_("Imported, not contacted yet"),
            head=row.file_name,
            why=ngettext(
                "%(n)d person waits for you to start.", "%(n)d people wait for you to start.", row.people
            )
            % {"n": row.people},
            icon="upload",
            acts=(Act(_("See"), reverse("dashboard:import", args=[row.pk]), "", "soft"),),
            key=f"import-{row.pk}",
        )
        for row in rows
    ]


def sms_budget(sight: Sight) -> list[Task]:
    """From 80 % of the month's SMS on, said in time; at the ceiling, said loudly."""
    ceiling, used = sight.company.sms_monthly_ceiling, sms_parts_lately(sight.now)
    if used < WARN_AT * ceiling:
        return []
    is_over = used >= ceiling
    why = (
        _("Only receipts go out by SMS now. Raise the ceiling in the settings, or write e-mails.")
        if is_over
        else _("At the ceiling, only receipts go out by SMS.")
    )
    return [
        Task(
            rank=1 if is_over else 6,
            at=sight.now,
            label=_("SMS of this month are used up") if is_over else _("SMS of this month run short"),
            head=_("%(used)d of %(ceiling)d") % {"used": used, "ceiling": ceiling},
            why=sentences([words for words in (_yen_words(sight), why) if words]),
            icon="sms",
            tone="bad" if is_over else "warn",
            key="sms",
        )
    ]


def _yen_words(sight: Sight) -> str:
    yen = sms_yen_this_month(sight.now)
    return _("About %(yen)s yen so far this month.") % {"yen": f"{round(yen):,}"} if yen else ""
