"""Whom no message reaches: neither mobile, address nor LINE that may be used here now."""

from django.db.models import Exists, OuterRef, Q

from candidates.models import Application
from candidates.policy import PhoneKind
from messaging.channels import available_channels
from messaging.models import Suppression
from messaging.policy import ChannelName
from messaging.services.quotas import used_up_channels
from reminders.services.facts import reach

WHERE = {
    ChannelName.SMS: ("phone", Q(application__candidate__phone_kind=PhoneKind.MOBILE)),
    ChannelName.EMAIL: ("email", Q()),
    ChannelName.LINE: ("line_id", Q()),
}
"""Channel → the candidate's field it needs, and what else has to hold."""


def is_reached(application: Application) -> bool:
    """Whether what is said to them now goes anywhere."""
    return bool(reach(application.candidate))


def reached_rows() -> Q:
    """The same for rows that have an ``application``."""
    found = Q(pk__in=[])
    for channel in available_channels() - used_up_channels():
        field, more = WHERE[channel]
        blocks = Suppression.objects.filter(
            channel=channel, address=OuterRef(f"application__candidate__{field}"), lifted_at=None
        )
        found |= ~Q(**{f"application__candidate__{field}": ""}) & more & Q(~Exists(blocks))
    return found
