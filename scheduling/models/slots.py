"""Times somebody can be met."""

from datetime import datetime

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from company.models import Location, Staff
from scheduling.models.supply import MODES, AvailabilityRule
from scheduling.policy import Mode


class SlotQuerySet(models.QuerySet["Slot"]):
    def visible_to(self, staff: Staff) -> "SlotQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)

    def open(self, now: datetime) -> "SlotQuerySet":
        """In the future, not withdrawn, with a free seat; soonest first."""
        taken = Count("bookings", filter=Q(bookings__active=True))
        return (
            self.filter(starts_at__gt=now, is_open=True)
            .annotate(taken=taken)
            .filter(taken__lt=F("capacity"))
            .order_by("starts_at", "pk")
        )


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
