"""The earlier times an interview was offered, as facts for ``plan``."""

from candidates.models import Application
from company.moments import day_hour_words, day_words, hour_words
from company.prepared import Prepared
from reminders.policy.facts import EarlierFacts
from reminders.services.values import deadline_words, spoken_to
from scheduling.models import EarlierOffer, Interview
from scheduling.policy import OfferState

TELLING = [OfferState.OPEN, OfferState.TAKEN]
"""However else an offer ended, they know it or need not."""
_TOLD = Prepared(
    lambda interview: (
        EarlierOffer.objects.filter(interview=interview, state__in=TELLING)
        .select_related("slot")
        .order_by("pk")
    )
)


def earlier_facts(interview: Interview, application: Application) -> tuple[EarlierFacts, ...]:
    """Those that stand and those somebody else took, oldest first."""
    rows = _TOLD.all(interview.pk)
    if not rows:
        return ()
    with spoken_to(application):
        return tuple(_one(row) for row in rows)


def _one(row: EarlierOffer) -> EarlierFacts:
    starts_at = row.slot.starts_at
    return EarlierFacts(
        id=row.pk,
        offered_at=row.offered_at,
        until=row.until,
        is_open=row.state == OfferState.OPEN,
        taken_at=row.ended_at if row.state == OfferState.TAKEN else None,
        values={
            "date": day_words(starts_at),
            "time": hour_words(starts_at),
            "when": day_hour_words(starts_at),
            "deadline": deadline_words(row.until),
        },
    )
