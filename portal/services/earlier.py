"""An earlier time as their page shows it: to be answered, or how it ended a moment ago."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from company.models import Staff
from company.prepared import Prepared
from scheduling.models import EarlierOffer, Interview
from scheduling.policy import OfferState

STILL_TOLD = timedelta(hours=24)
"""Who opens an old message within a day reads what became of it."""


@dataclass(frozen=True)
class ShownOffer:
    offer: EarlierOffer
    now: datetime

    @property
    def stands(self) -> bool:
        return self.offer.state == OfferState.OPEN and self.offer.until > self.now

    @property
    def people(self) -> int:
        """How many are being asked now, this person among them."""
        asked = EarlierOffer.objects.filter(slot=self.offer.slot_id, state=OfferState.OPEN)
        return asked.filter(until__gt=self.now).count()

    @property
    def interviewer(self) -> Staff | None:
        return self.offer.slot.interviewer

    @property
    def was_taken(self) -> bool:
        return self.offer.state == OfferState.TAKEN


_LAST = Prepared(
    lambda interview, since: (
        EarlierOffer.objects.filter(interview=interview, offered_at__gte=since)
        .select_related("slot__interviewer")
        .order_by("-pk")[:1]
    )
)


def shown_offer(interview: Interview | None, now: datetime) -> ShownOffer | None:
    """The last one, while it stands or for a day after it was gone; what they answered themselves is done."""
    if interview is None or not interview.is_booked or interview.booked_at is None:
        return None
    last = _LAST.first(interview.pk, interview.booked_at)
    if last is None or last.state in {OfferState.ACCEPTED, OfferState.DECLINED}:
        return None
    return ShownOffer(last, now) if now < (last.ended_at or last.until) + STILL_TOLD else None
