"""Rules and busy times, slots, interviews and their bookings, and what people wish."""

from scheduling.models.attendance import EXCUSES, STATES, WAYS, AskingRule, Attendance, ReceptionCode
from scheduling.models.demand import AvailabilityWish, EarlierOffer, SlotHold
from scheduling.models.feeds import CalendarFeed
from scheduling.models.interviews import Booking, Interview, InterviewQuerySet
from scheduling.models.reasons import LEAVING_REASONS, MOVING_REASONS
from scheduling.models.slots import Slot, SlotQuerySet
from scheduling.models.supply import MODES, AvailabilityRule, BusyFeed, BusyTime, Closure

__all__ = [
    "EXCUSES",
    "LEAVING_REASONS",
    "MODES",
    "MOVING_REASONS",
    "STATES",
    "WAYS",
    "AskingRule",
    "Attendance",
    "AvailabilityRule",
    "AvailabilityWish",
    "Booking",
    "BusyFeed",
    "BusyTime",
    "CalendarFeed",
    "Closure",
    "EarlierOffer",
    "Interview",
    "InterviewQuerySet",
    "ReceptionCode",
    "Slot",
    "SlotHold",
    "SlotQuerySet",
]
