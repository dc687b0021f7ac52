"""A person's own words to a candidate, and the papers beside them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from candidates.models import Application, Document, HousePaper
from candidates.services.documents import share
from candidates.services.house_papers import hand_out
from candidates.services.locking import lock_person
from company.models import Staff
from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from messaging.services import writing

SAME_PRESS = timedelta(seconds=30)


def say(
    application: Application,
    *,
    channel: ChannelName,
    body: str,
    subject: str = "",
    papers: Sequence[Document] = (),
    house: Sequence[HousePaper] = (),
    read: int | None = None,
    by: Staff,
    now: datetime,
) -> Message:
    """The words and the right to open what is beside them, or neither; once a press.

    ``read`` is the last message of theirs the page showed. Raises TooMany, UnknownVariables, PersonErased.
    """
    with transaction.atomic():
        lock_person(application.candidate_id)
        if (again := _said_just_now(application, channel, body, by, now)) is not None:
            return again
        hand_out(house, application, by=by, now=now)
        for paper in papers:
            share(paper, shown=True, by=by, now=now)
        return writing.write(
            application, channel=channel, body=body, subject=subject, author=by, now=now, read=read
        )


def _said_just_now(
    application: Application, channel: ChannelName, body: str, by: Staff, now: datetime
) -> Message | None:
    """The same words by the same hand on the same way are the same press; the person is locked."""
    alike = application.messages.filter(kind=Kind.MANUAL, author=by, channel=channel, body=body)
    return alike.filter(created_at__gt=now - SAME_PRESS).exclude(state=State.SUPPRESSED).first()
