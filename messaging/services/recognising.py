"""Whose words are these? The person who is reached at an address, and what we last spoke about there."""

from datetime import datetime

from candidates.models import Application, Candidate
from candidates.services.recognising import kept_of
from messaging.models import Message, Suppression
from messaging.policy import ChannelName, Direction

FIELD = {
    ChannelName.SMS: "phone",
    ChannelName.PHONE: "phone",
    ChannelName.EMAIL: "email",
    ChannelName.LINE: "line_id",
}
"""Where a person's address on a channel is kept."""

NOT_THEIRS = "not_theirs"


def application_of(channel: ChannelName, address: str, *, now: datetime) -> Application | None:
    """The application we last wrote about to this address, else the newest of whoever is reached there.

    Several people may share a phone: the last message sent to it says who is meant. None for an address
    that nobody has (any more), that was erased, or whose owner told us that it is not the candidate's.
    """
    address = as_kept(channel, address)
    people = _reached_at(channel, address)
    if not people or _is_not_theirs(channel, address):
        return None
    said = (
        Message.objects.filter(
            application__candidate__in=people,
            address=address,
            direction=Direction.OUT,
            sent_at__lte=now,
        )
        .order_by("-sent_at", "-pk")
        .values_list("application", flat=True)
        .first()
    )
    theirs = Application.objects.select_related("candidate", "job__location").filter(candidate__in=people)
    if said is not None:
        return theirs.get(pk=said)
    return theirs.active().order_by("-applied_at", "-pk").first() or theirs.order_by("-applied_at").first()


def as_kept(channel: ChannelName | str, address: str) -> str:
    """The address as people's rows hold it: mail programs write capitals as they please, we write none."""
    address = address.strip()
    return address.lower() if channel == ChannelName.EMAIL else address


def _reached_at(channel: ChannelName, address: str) -> list[int]:
    if not address or channel not in FIELD:
        return []
    people = Candidate.objects.filter(erased_at=None, **{FIELD[channel]: address})
    merged = people.filter(merged_into__isnull=False).select_related("merged_into")
    kept = [kept_of(person).pk for person in merged]
    return [*people.filter(merged_into=None).values_list("pk", flat=True), *kept]


def _is_not_theirs(channel: ChannelName, address: str) -> bool:
    return Suppression.objects.filter(
        channel=channel, address=address, reason=NOT_THEIRS, lifted_at=None
    ).exists()
