"""What candidates ask of slots: a seat kept for a moment, an earlier time, times that would suit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from candidates.models import Application
from scheduling.models.interviews import Interview
from scheduling.policy import OfferState


class SlotHold(models.Model):
    """A seat kept for one candidate for ten minutes while they read; a booking takes its place."""

    slot = models.ForeignKey("scheduling.Slot", models.CASCADE, related_name="holds")
    seat = models.PositiveSmallIntegerField(default=1)
    interview = models.OneToOneField(Interview, models.CASCADE, related_name="hold")
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "seat"], name="one_hold_per_seat")]

    def __str__(self) -> str:
        return f"hold {self.pk}"


class EarlierOffer(models.Model):
    """A time that opened, offered to somebody whose interview is later; kept for those asked until ``until``.

    ``until`` is also when the others are offered it again. One row a person and slot.
    """

    slot = models.ForeignKey("scheduling.Slot", models.CASCADE, related_name="earlier_offers")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="earlier_offers")
    state = models.CharField(
        max_length=8,
        default=OfferState.OPEN,
        db_index=True,
        choices=[
            (OfferState.OPEN, pgettext_lazy("an earlier time", "Offered")),
            (OfferState.ACCEPTED, pgettext_lazy("an earlier time", "Taken")),
            (OfferState.DECLINED, pgettext_lazy("an earlier time", "Stays with the later time")),
            (OfferState.TAKEN, pgettext_lazy("an earlier time", "Somebody else was first")),
            (OfferState.EXPIRED, pgettext_lazy("an earlier time", "No answer")),
            (OfferState.STOPPED, pgettext_lazy("an earlier time", "Stopped")),
        ],
    )
    offered_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    no_more = models.BooleanField(default=False)  # with their answer: no further earlier times, please

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "interview"], name="one_earlier_offer_a_person_and_slot"),
            models.UniqueConstraint(
                fields=["interview"], condition=Q(state=OfferState.OPEN), name="one_open_earlier_offer"
            ),
        ]

    def __str__(self) -> str:
        return f"earlier offer {self.pk}"


class AvailabilityWish(models.Model):
    """「この中に合う日がない」: when they could come, in their own words.

    ``coming`` is the same as values (``candidates.policy.Coming``), ``shown`` the slots that suited it and
    were shown as the answer at once. ``matched_at`` is when other times that suit opened.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="availability_wishes")
    times = models.JSONField(default=list)
    text = models.CharField(max_length=300, blank=True)
    coming = models.JSONField(default=dict)
    shown = models.JSONField(default=list)
    told_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"wish {self.pk}"
