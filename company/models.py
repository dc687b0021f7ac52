"""The company itself: profile, locations, the people who work there, the clock's shift, the trail."""

from datetime import datetime, time
from typing import Any, ClassVar  # Django's save() takes anything by keyword

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from company.policy import Actor, Role, SpeakingHours


class Company(models.Model):
    """One row: one deployment serves one company."""

    name = models.CharField(_("name"), max_length=80)
    caller_number = models.CharField(
        _("number we call from"),
        max_length=20,
        blank=True,
        help_text=_("Shown to applicants before we call."),
    )
    privacy_contact = models.CharField(_("contact for personal data"), max_length=200, blank=True)
    retention_months = models.PositiveSmallIntegerField(_("months kept after a decision"), default=6)
    speaking_opens = models.TimeField(_("SMS from"), default=time(8))
    speaking_closes = models.TimeField(_("SMS until"), default=time(21))
    first_contact_minutes = models.PositiveSmallIntegerField(_("first contact within (minutes)"), default=30)
    sms_monthly_ceiling = models.PositiveIntegerField(
        _("SMS parts a month at most"),
        default=2000,
        help_text=_("At 80 % the desk warns; at the ceiling only receipts of a person's own act go out."),
    )
    sms_part_yen = models.DecimalField(
        _("price of an SMS part (yen)"),
        max_digits=6,
        decimal_places=2,
        default=12,
        help_text=_("As in your contract; the likely cost of messages is counted with it."),
    )
    invitation_days = models.PositiveSmallIntegerField(_("days to answer an invitation"), default=3)
    decision_days = models.PositiveSmallIntegerField(
        _("days to an answer after the interview"),
        default=7,
        help_text=_("Promised on the candidate's page."),
    )
    reschedules_allowed = models.PositiveSmallIntegerField(_("times a candidate may move"), default=3)
    reschedule_cutoff_minutes = models.PositiveSmallIntegerField(
        _("last move before the start (minutes)"), default=60
    )
    fewest_slots = models.PositiveSmallIntegerField(_("open times to offer at least"), default=5)

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A store or office: where people work and are interviewed."""

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    postal_address = models.CharField(_("address"), max_length=200, blank=True)
    map_url = models.URLField(_("map link"), blank=True)
    access = models.CharField(
        _("how far"), max_length=80, blank=True, help_text=_("e.g. 4 minutes from Kichijoji")
    )
    directions = models.TextField(_("directions"), blank=True, help_text=_("One step a line."))
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    opens = models.TimeField(_("opens"), default=time(10))
    closes = models.TimeField(_("closes"), default=time(20))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name

    def speaking_hours(self, company: Company) -> SpeakingHours:
        return SpeakingHours(company.speaking_opens, company.speaking_closes, self.zone)


class StaffManager(UserManager["Staff"]):
    """Whoever holds all rights is an owner, also when made at the command line."""

    def create_superuser(self, *args: Any, **fields: Any) -> "Staff":
        return super().create_superuser(*args, **{"role": Role.OWNER, **fields})


class Staff(AbstractUser):
    """A person who signs in. What they may see follows from ``locations``; owners see everything."""

    role = models.CharField(
        _("role"),
        max_length=12,
        default=Role.RECRUITER,
        choices=[
            (Role.OWNER, _("Owner")),
            (Role.RECRUITER, _("Recruiter")),
            (Role.INTERVIEWER, _("Interviewer")),
            (Role.VIEWER, _("Read only")),
        ],
    )
    display_name = models.CharField(_("name shown to candidates"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    greeting = models.CharField(_("a word to candidates"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=2, default="ja", choices=[("ja", _("Japanese")), ("en", _("English"))]
    )
    locations = models.ManyToManyField(
        Location, verbose_name=_("locations"), blank=True, related_name="staff"
    )

    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        ordering = ("username",)
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")

    def __str__(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    @property
    def sees_everything(self) -> bool:
        return self.is_superuser or self.role == Role.OWNER

    @property
    def may_act(self) -> bool:
        """Whether this person may message candidates and change bookings."""
        return self.is_superuser or self.role in {Role.OWNER, Role.RECRUITER}


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, entity: models.Model) -> "AuditEventQuerySet":
        return self.filter(entity=entity._meta.label_lower, entity_id=entity.pk)


class AuditEvent(models.Model):
    """Who did what, when and why. Ids, field names and reason codes only, never personal values."""

    at = models.DateTimeField(_("at"), db_index=True)
    actor_kind = models.CharField(
        _("by whom"),
        max_length=10,
        choices=[(Actor.STAFF, _("Staff")), (Actor.CANDIDATE, _("Candidate")), (Actor.SYSTEM, _("System"))],
    )
    actor = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, verbose_name=_("staff member"))
    action = models.CharField(_("action"), max_length=60)
    entity = models.CharField(_("about"), max_length=60)
    entity_id = models.BigIntegerField(_("number"))
    application_id = models.BigIntegerField(_("application"), null=True, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        indexes = [models.Index(fields=["entity", "entity_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.entity}:{self.entity_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The audit trail is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit trail is only ever added to.")


class ClockShift(models.Model):
    """One row, sandbox only: how far the product's clock runs ahead of the machine's, in seconds.

    ``walking_to`` is set while the clock is on its way: it stops at each due moment. Whoever walks
    holds ``walker_until`` (machine time), so that two processes do not walk at once.
    """

    shift_seconds = models.FloatField(default=0)
    walking_to = models.DateTimeField(null=True)
    walker_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"+{self.shift_seconds:.0f} s"


class Heartbeat(models.Model):
    """When a background process last swept, in the machine's own time."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%H:%M:%S}"

    def is_fresh(self, machine_now: datetime) -> bool:
        return (machine_now - self.beat_at).total_seconds() < 120
