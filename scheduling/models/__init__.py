"""Rules and busy times, slots, interviews and their bookings, and what people wish."""

from scheduling.models.demand import AvailabilityWish, EarlierOffer, SlotHold
from scheduling.models.feeds import CalendarFeed
from scheduling.models.interviews import Booking, Interview, InterviewQuerySet
from scheduling.models.slots import Slot, SlotQuerySet
from scheduling.models.supply import MODES, AvailabilityRule, BusyFeed, BusyTime, Closure

__all__ = [
    "MODES",
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
