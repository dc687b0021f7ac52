"""Times somebody can be met, and the questions which of them are still to be had."""

from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from company.models import Location, Staff
from scheduling.models.demand import EarlierOffer, SlotHold
from scheduling.models.interviews import Booking, Interview
from scheduling.models.supply import MODES, AvailabilityRule, BusyTime, Closure
from scheduling.policy import Mode, OfferState

Seats = models.QuerySet[Booking] | models.QuerySet[SlotHold]


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, staff: Staff) -> "SlotQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)

    def open(self, now: datetime, *, for_interview: Interview | None = None) -> "SlotQuerySet":
        """What candidates may be offered, soonest first: ``free`` and ``offered``."""
        return self.free(now, for_interview=for_interview).offered(now, for_interview=for_interview)

    def free(self, now: datetime, *, for_interview: Interview | None = None) -> "SlotQuerySet":
        """To come, not withdrawn, with a seat nobody has or holds, its interviewer free; soonest first.

        What ``for_interview`` holds, and the booking it would give back by moving, stand in nobody's way.
        """
        booked = Booking.objects.filter(active=True, ends_at__gt=now)  # none that is over is in the way
        held = SlotHold.objects.filter(until__gt=now)
        if for_interview is not None:
            held = held.exclude(interview=for_interview)
        elsewhere = booked if for_interview is None else booked.exclude(interview=for_interview)
        return (
            self.filter(starts_at__gt=now, is_open=True)
            .alias(taken=_how_many(booked) + _how_many(held))
            .filter(taken__lt=F("capacity"))
            .filter(~Exists(_met_elsewhere(elsewhere)), ~Exists(_met_elsewhere(held, "slot__")))
            .order_by("starts_at", "pk")
        )

    def offered(self, now: datetime, *, for_interview: Interview | None = None) -> "SlotQuerySet":
        """Wanted by its rule, kept for nobody as an earlier time, nobody closed, the interviewer not busy."""
        offers = EarlierOffer.objects.filter(state=OfferState.OPEN, until__gt=now, slot=OuterRef("pk"))
        kept = Q(Exists(offers))
        if for_interview is not None:
            kept &= ~Q(Exists(offers.filter(interview=for_interview)))
        busy = BusyTime.objects.filter(_at_that_time(), interviewer=OuterRef("interviewer"))
        return self.filter(~kept, ~Exists(busy), ~Exists(closures_over()), is_off_rule=False)


def _at_that_time(prefix: str = "") -> Q:
    return Q(**{f"{prefix}starts_at__lt": OuterRef("ends_at"), f"{prefix}ends_at__gt": OuterRef("starts_at")})


def closures_over(prefix: str = "") -> models.QuerySet[Closure]:
    """What closes a slot, as a subquery; ``prefix`` leads from the rows asked about to their slot."""
    place, person = OuterRef(f"{prefix}location"), OuterRef(f"{prefix}interviewer")
    return Closure.objects.filter(
        Q(location=None) | Q(location=place),
        Q(interviewer=None) | Q(interviewer=person),
        starts_at__lt=OuterRef(f"{prefix}ends_at"),
        ends_at__gt=OuterRef(f"{prefix}starts_at"),
    )


def _met_elsewhere(seats: Seats, prefix: str = "") -> Seats:
    """Those seats on another slot of the same interviewer at that time; one slot may hold a group."""
    of_theirs = seats.filter(_at_that_time(prefix), **{f"{prefix}interviewer": OuterRef("interviewer")})
    return of_theirs.exclude(slot=OuterRef("pk"))


def _how_many(seats: Seats) -> Coalesce:
    counted = seats.filter(slot=OuterRef("pk")).order_by().values("slot").annotate(number=Count("*"))
    return Coalesce(Subquery(counted.values("number")), 0)


class Slot(models.Model):
    """A time somebody can be met, at a place or online. Seats are numbered 1 to ``capacity``."""

    location = models.ForeignKey(Location, models.PROTECT, related_name="slots", verbose_name=_("location"))
    interviewer = models.ForeignKey(
        Staff, models.PROTECT, null=True, blank=True, related_name="slots", verbose_name=_("interviewer")
    )
    mode = models.CharField(_("how"), max_length=8, default=Mode.ONSITE, choices=MODES)
    online_url = models.URLField(_("meeting link"), blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveSmallIntegerField(_("seats"), default=1)
    is_open = models.BooleanField(_("offered"), default=True)
    series = models.UUIDField(null=True, blank=True, editable=False)
    rule = models.ForeignKey(
        AvailabilityRule, models.SET_NULL, null=True, blank=True, related_name="slots", editable=False
    )
    is_off_rule = models.BooleanField(default=False, editable=False)  # its rule no longer wants it
    made_at = models.DateTimeField(null=True, editable=False)  # whoever booked before has not seen it

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_slot_has_a_seat"),
            models.UniqueConstraint(
                fields=["interviewer", "location", "mode", "starts_at"],
                name="one_slot_per_interviewer_and_start",
            ),
        ]
        indexes = [models.Index(fields=["location", "starts_at"])]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.location}"

    @property
    def is_online(self) -> bool:
        return self.mode == Mode.ONLINE
