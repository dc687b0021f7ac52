"""How interviews went, recording by recording, and the number a place shows to those who arrive."""

from collections.abc import Iterable
from typing import Any, NoReturn  # Django's managers take anything by keyword

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from company.models import Location, Staff
from scheduling.models.interviews import Interview
from scheduling.policy import By, ExcuseReason, InterviewState

WAYS = [
    (By.DESK, pgettext_lazy("recorded", "at the desk")),
    (By.TABLET, pgettext_lazy("recorded", "on the shared tablet")),
    (By.MAIL, pgettext_lazy("recorded", "by the link in the e-mail")),
    (By.CHECK_IN, pgettext_lazy("recorded", "checked in with the number at the reception")),
    (By.CANDIDATE, pgettext_lazy("recorded", "told by the candidate")),
    (By.SYSTEM, pgettext_lazy("recorded", "automatic")),
    (By.EARLIER, pgettext_lazy("recorded", "taken over from before")),
]
EXCUSES = [
    (ExcuseReason.UNWELL, _("Unwell")),
    (ExcuseReason.FAMILY, _("Something in the family")),
    (ExcuseReason.WORK_OR_SCHOOL, _("Work or school")),
    (ExcuseReason.TRAFFIC, _("Trains or traffic")),
    (ExcuseReason.WEATHER, _("Weather or disaster")),
    (ExcuseReason.TOLD_BEFORE, _("They had told us in time")),
    (ExcuseReason.OUR_FAULT, _("It was our fault")),
    (ExcuseReason.TOLD_US, _("What they told us themselves")),
    (ExcuseReason.OTHER, _("Another reason")),
]
STATES = [
    (InterviewState.BOOKED, pgettext_lazy("attendance", "Not yet known")),
    (InterviewState.CAME, pgettext_lazy("attendance", "Came")),
    (InterviewState.CAME_LATE, pgettext_lazy("attendance", "Came late")),
    (InterviewState.EXCUSED, pgettext_lazy("attendance", "Excused")),
    (InterviewState.ABSENT, pgettext_lazy("attendance", "Could not come")),
    (InterviewState.CANCELLED_BY_US, pgettext_lazy("attendance", "Cancelled by us")),
    (InterviewState.CANCELLED_BY_CANDIDATE, pgettext_lazy("attendance", "Cancelled by the candidate")),
]


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError("Recordings are only ever added to.")

    def delete(self) -> NoReturn:
        raise TypeError("Recordings are only ever added to.")

    def bulk_update(self, objs: Iterable["Attendance"], *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Recordings are only ever added to.")

    def forget_words(self) -> int:
        """The one change there is: a person is erased."""
        return models.QuerySet.update(self.exclude(words=""), words="")


class Attendance(models.Model):
    """One recording of how an interview went; the next one corrects it, and this one stays.

    ``state`` BOOKED is "not yet known" again: somebody took a recording back. What holds now is the
    interview's own state. ``by`` is empty where the candidate, or the passing of time, did it.
    """

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="attendance")
    state = models.CharField(_("how it was"), max_length=24, choices=STATES)
    minutes_late = models.PositiveSmallIntegerField(_("minutes late"), null=True, blank=True)
    reason = models.CharField(_("why excused"), max_length=20, blank=True, choices=EXCUSES)
    words = models.CharField(_("in own words"), max_length=300, blank=True)
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by whom")
    )
    way = models.CharField(_("by which way"), max_length=10, choices=WAYS)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name = _("recording of attendance")
        verbose_name_plural = _("recordings of attendance")

    def __str__(self) -> str:
        return f"attendance {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Recordings are only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Recordings are only ever added to.")


class ReceptionCode(models.Model):
    """The number a place shows at its reception; whoever types it on their own page is there.

    A place without one does not ask for it.
    """

    location = models.OneToOneField(Location, models.CASCADE, related_name="reception_code")
    code = models.CharField(_("number"), max_length=6, unique=True)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("number at the reception")
        verbose_name_plural = _("numbers at the reception")

    def __str__(self) -> str:
        return f"code of {self.location_id}"


class AskingRule(models.Model):
    """Whether interviewers are asked by e-mail how it was; one row at most, and yes without it."""

    asks_interviewers = models.BooleanField(default=True)

    def __str__(self) -> str:
        return "asking interviewers"
