"""What is left of a conversation when a person is erased."""

from datetime import datetime

from messaging.models import Attempt, Message
from messaging.policy import OPEN, Direction, State
from messaging.services.events import forget_what_was_heard
from messaging.services.linking import forget_codes_of


def forget_conversation(candidate_id: int, *, now: datetime) -> None:
    """Plans end; what was said and heard loses its words and addresses. The caller holds the person's lock.

    The provider's number stays: late receipts still find their row.
    """
    forget_codes_of(candidate_id)
    theirs = Message.objects.filter(application__candidate=candidate_id)
    forget_what_was_heard(theirs.filter(direction=Direction.IN).values_list("pk", flat=True))
    theirs.filter(state__in=OPEN).update(
        state=State.CANCELLED, reason="erased", claim="", lease_until=None, settled_at=now
    )
    theirs.update(
        subject="",
        body="",
        own_subject="",
        own_body="",
        attachments=[],
        address="",
        needs_answer=False,
        needs_follow_up=False,
    )
    theirs.filter(direction=Direction.OUT).update(values={})  # of what was heard they are figures
    Attempt.objects.filter(message__in=theirs).update(error="")
