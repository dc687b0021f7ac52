"""The rows of one chunk, by table, until they are loaded."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any  # a cell is whatever its column takes

from candidates.models import Application, Candidate, Link, Note, PageOpening, SearchKey
from candidates.policy import PhoneKind
from company.models import AuditEvent
from company.policy import Actor
from messaging.models import Attempt, DeliveryReceipt, Message
from noshow.models import Case
from sandbox.mass.loading import Loader, Shape
from sandbox.mass.moments import text
from scheduling.models import Booking, Interview, Slot

SHAPES = {
    "slot": Shape(Slot, "id", "location_id", "interviewer_id", "starts_at", "ends_at"),
    "candidate": Shape(
        Candidate,
        *("id", "family_name", "given_name", "family_kana", "given_kana", "phone", "email", "created_at"),
        phone_kind=PhoneKind.MOBILE,
    ),
    "application": Shape(
        Application,
        *("id", "candidate_id", "job_id", "location_id", "stage", "source", "applied_at", "owner_id"),
        *("first_contact_due_at", "contacted_at", "closed_at", "closed_reason"),
    ),
    "key": Shape(SearchKey, "id", "application_id", "location_id", "text"),
    "interview": Shape(
        Interview,
        *("id", "application_id", "location_id", "uid", "state", "invited_at", "answer_by"),
        *("starts_at", "ends_at"),
        *("booked_at", "confirmed_at", "cancelled_at", "outcome_at", "updated_at"),
    ),
    "booking": Shape(
        Booking,
        *("id", "interview_id", "slot_id", "interviewer_id", "starts_at", "ends_at", "active", "booked_at"),
        "released_at",
    ),
    "case": Shape(Case, "id", "interview_id", "state", "opened_at", "closed_at"),
    "message": Shape(
        Message,
        *("id", "application_id", "direction", "key", "kind", "about", "step", "channel", "state", "reason"),
        *("body", "address", "parts", "cost", "due_at", "wanted_due_at", "expires_at", "created_at"),
        *("sent_at", "settled_at", "attempts", "provider_id", "needs_answer", "answered_at"),
    ),
    "attempt": Shape(Attempt, "id", "message_id", "started_at", "ended_at", number=1, outcome="accepted"),
    "receipt": Shape(DeliveryReceipt, "id", "message_id", "received_at", status="delivered"),
    "link": Shape(Link, "id", "application_id", "token_hash", "created_at"),
    "opening": Shape(PageOpening, "id", "link_id", "opened_at"),
    "note": Shape(Note, "id", "application_id", "author_id", "text", "written_at"),
    "event": Shape(
        AuditEvent,
        *("id", "at", "entity_id", "application_id"),
        actor_kind=Actor.CANDIDATE,
        action="application_stored",
        entity="candidates.application",
    ),
}
"""In the order in which they may be loaded."""
MODELS = (
    *(Slot, Candidate, Application, SearchKey, Interview, Booking, Case, Message, Attempt),
    *(DeliveryReceipt, Link, PageOpening, Note, AuditEvent),
)


class Rows:
    """Collects rows and gives them their numbers."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Sequence[Any]]] = defaultdict(list)
        self._last: dict[str, int] = defaultdict(int)

    def add(self, table: str, *cells: Any) -> int:
        """A row with the next number of its table, which is returned."""
        number = self._last[table] + 1
        self._last[table] = number
        self._kept[table].append((number, *cells))
        return number

    def slot(self, number: int, location: int, who: int, starts_at: int, ends_at: int) -> None:
        self._kept["slot"].append((number, location, who, text(starts_at), text(ends_at)))

    def number(self, table: str) -> int:
        """The number of the row added last."""
        return self._last[table]

    def load(self, loader: Loader) -> None:
        for table, shape in SHAPES.items():
            if rows := self._kept.pop(table, None):
                loader.load(shape, rows)
