"""The tick behind earlier times: what is over ends, and what opened is offered to those waiting longest.

It lives here because an offer is no use without words that arrive: nothing is offered while sending is on
hold, and to nobody whom no channel reaches or whose texts of the day, or of the month, are used up.
"""

from datetime import datetime

from candidates.models import Application
from company.services.profile import the_company
from messaging.policy import CAP, ChannelName
from messaging.services.gathering import texts_today
from messaging.services.holding import current_hold
from messaging.services.spending import sms_parts_this_month
from reminders.services.facts import reach
from scheduling.services.backfilling import end_overdue, offer_open_times


def backfill(*, now: datetime) -> int:
    """Look once; to how many people an earlier time was offered. Two at once do what one does."""
    end_overdue(now=now)
    if current_hold() is not None:
        return 0

    no_more_sms = sms_parts_this_month(now) >= the_company().sms_monthly_ceiling

    def hears(application: Application) -> bool:
        person, ways = application.candidate_id, reach(application.candidate)
        if not ways or (no_more_sms and ways[0] == ChannelName.SMS):
            return False
        return len(texts_today({person}, now).get(person, set())) < CAP

    return offer_open_times(now=now, reachable=hears)
