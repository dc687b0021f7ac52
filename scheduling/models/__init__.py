"""Rules and busy times, slots, interviews and their bookings, and what people wish."""

from scheduling.models.demand import AvailabilityWish, EarlierOffer, SlotHold
from scheduling.models.feeds import CalendarFeed
from scheduling.models.interviews import Booking, Interview, InterviewQuerySet
from scheduling.models.reasons import LEAVING_REASONS, MOVING_REASONS
from scheduling.models.slots import Slot, SlotQuerySet
from scheduling.models.supply import MODES, AvailabilityRule, BusyFeed, BusyTime, Closure

__all__ = [
    "LEAVING_REASONS",
    "MODES",
    "MOVING_REASONS",
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
    "Slot",
    "SlotHold",
    "SlotQuerySet",
]
