"""Interviews, and the bookings that join them to slots."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any  # Django's save() takes anything by keyword
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from company.models import Location, Staff
from company.prepared import Prepared
from scheduling.policy import InterviewState


class InterviewQuerySet(models.QuerySet["Interview"]):
    def bulk_create(self, objs: Iterable["Interview"], *args: Any, **kwargs: Any) -> list["Interview"]:
        rows = list(objs)
        for row in rows:
            row.place_by_application()
        return super().bulk_create(rows, *args, **kwargs)

    def visible_to(self, staff: Staff) -> "InterviewQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)

    def booked(self) -> "InterviewQuerySet":
        return self.filter(state=InterviewState.BOOKED)

    def between(self, start: datetime, end: datetime) -> "InterviewQuerySet":
        return self.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at", "pk")

    def awaiting_outcome(
        self, now: datetime, grace: timedelta = timedelta(minutes=10)
    ) -> "InterviewQuerySet":
        """Started ``grace`` ago and nobody has said whether they came."""
        return self.booked().filter(starts_at__lte=now - grace)


class Interview(models.Model):
    """From the invitation to an outcome; one calendar entry (``uid``) for ever.

    ``version`` grows with every change and travels in every form, so a stale page is refused.
    ``sequence`` is the calendar file's SEQUENCE: it grows with every move and with a cancel.
    ``starts_at`` and ``ends_at`` repeat the booked slot's times (the last ones after a release).
    """

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="interviews", verbose_name=_("application")
    )
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="+", editable=False, db_index=False, verbose_name=_("location")
    )
    """The application's, kept here so that a day of one store needs no join; ``services.following``."""
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"),
        max_length=24,
        default=InterviewState.INVITED,
        db_index=True,
        choices=[
            (InterviewState.INVITED, _("Invited")),
            (InterviewState.BOOKED, _("Booked")),
            (InterviewState.CAME, _("Came")),
            (InterviewState.CAME_LATE, _("Came late")),
            (InterviewState.EXCUSED, _("Excused")),
            (InterviewState.ABSENT, _("Could not come")),
            (InterviewState.CANCELLED_BY_US, _("Cancelled by us")),
            (InterviewState.CANCELLED_BY_CANDIDATE, _("Cancelled by the candidate")),
            (InterviewState.LAPSED, _("Lapsed")),
        ],
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    invited_at = models.DateTimeField(_("invited at"))
    invited_again = models.PositiveSmallIntegerField(default=0, editable=False)
    invited_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    answer_by = models.DateTimeField(_("answer by"), null=True, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True, db_index=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    booked_at = models.DateTimeField(_("booked at"), null=True, blank=True)
    booked_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    moves = models.PositiveSmallIntegerField(_("times moved"), default=0)
    own_moves = models.PositiveSmallIntegerField(_("times moved by the candidate"), default=0)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    late_minutes = models.PositiveSmallIntegerField(_("minutes late"), null=True, blank=True)
    late_noted_at = models.DateTimeField(null=True, blank=True)
    lost_at = models.DateTimeField(_("asked for the way at"), null=True, blank=True)
    conditions = models.JSONField(_("conditions as shown"), default=dict, blank=True)
    conditions_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)
    cancel_reason = models.CharField(_("why cancelled"), max_length=40, blank=True)
    outcome_at = models.DateTimeField(_("outcome recorded at"), null=True, blank=True)
    outcome_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(_("changed at"))

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(state__in=[InterviewState.INVITED, InterviewState.BOOKED]),
                name="one_open_interview_per_application",
            ),
            models.CheckConstraint(
                condition=~Q(state=InterviewState.BOOKED) | Q(starts_at__isnull=False),
                name="a_booked_interview_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["location", "starts_at"], name="interviews_of_place"),
            models.Index(
                fields=["starts_at"], condition=Q(state=InterviewState.BOOKED), name="booked_by_time"
            ),
            models.Index(
                fields=["location", "invited_at"],
                condition=Q(state=InterviewState.INVITED),
                name="invited_of_place",
            ),
            models.Index(
                fields=["state", "answer_by"],
                condition=Q(state__in=[InterviewState.INVITED, InterviewState.LAPSED]),
                name="unbooked_by_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.place_by_application()
        super().save(*args, **kwargs)

    def place_by_application(self) -> None:
        """Where they applied, is where they are met."""
        self.location_id = self.application.location_id

    @property
    def is_booked(self) -> bool:
        return self.state == InterviewState.BOOKED

    @property
    def is_unconfirmed(self) -> bool:
        return self.is_booked and self.confirmed_at is None

    @property
    def booking(self) -> "Booking | None":
        """The seat it holds now."""
        return _HELD.first(self.pk)

    @property
    def last_booking(self) -> "Booking | None":
        """The seat it holds now, or held last."""
        return _HELD_LAST.first(self.pk)


class Booking(models.Model):
    """One interview on one seat. Times and interviewer repeat the slot's, for the overlap constraint."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="bookings")
    slot = models.ForeignKey("scheduling.Slot", models.PROTECT, related_name="bookings")
    seat = models.PositiveSmallIntegerField(default=1)
    interviewer = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    active = models.BooleanField(default=True)
    booked_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=40, blank=True)  # why it was moved here, as the candidate said

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "seat"], condition=Q(active=True), name="one_booking_per_seat"
            ),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(active=True), name="one_active_booking_per_interview"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(active=True), name="seats_to_come"),
            models.Index(fields=["slot", "ends_at"], condition=Q(active=True), name="seats_of_slot"),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"


_HELD = Prepared(
    lambda interview: Booking.objects.filter(interview=interview, active=True).select_related(
        "slot__location", "slot__interviewer"
    )
)
_HELD_LAST = Prepared(
    lambda interview: (
        Booking.objects.filter(interview=interview)
        .select_related("slot__location", "slot__interviewer")
        .order_by("-active", "-pk")[:1]
    )
)
