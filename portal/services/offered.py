"""What a candidate's page says of an offer, and of the papers that go with it."""

from dataclasses import dataclass
from datetime import datetime

from candidates.policy import Stage
from candidates.services.documents import documents_of
from candidates.services.offers import OFFER_DECLINED, may_undo_answer, version_of
from portal.services.standing import Facts, Standing
from reminders.services.offer_facts import first_day_words


@dataclass(frozen=True)
class Offered(Facts):
    """The offer as they see it."""

    @property
    def has_offer(self) -> bool:
        """An offer in writing that they may answer here."""
        return self.standing is Standing.OFFERED and self.application.offered_at is not None

    @property
    def has_accepted(self) -> bool:
        return self.has_offer and self.application.offer_accepted_at is not None

    @property
    def offer_version(self) -> str:
        """What the page showed of the offer: a yes to other facts is none."""
        return version_of(self.application) if self.has_offer else ""

    @property
    def offer_answer_by(self) -> datetime | None:
        """The deadline of an offer without an answer, also once it has passed."""
        return self.application.offer_answer_by if self.has_offer and not self.has_accepted else None

    @property
    def offer_is_late(self) -> bool:
        due = self.offer_answer_by
        return due is not None and self.now > due

    @property
    def first_day(self) -> str:
        """In words; empty while it is to be agreed."""
        return first_day_words(self.application)

    @property
    def has_declined_offer(self) -> bool:
        told = self.application
        return told.stage == Stage.DECLINED and told.closed_reason == OFFER_DECLINED

    @property
    def may_undo_offer(self) -> bool:
        return may_undo_answer(self.application, self.now)

    @property
    def papers_shown(self) -> int:
        """How many papers of ours they may open."""
        return documents_of(self.application).filter(shared_at__isnull=False).count()
