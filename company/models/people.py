"""The people who work here, and the e-mails they get."""

from collections.abc import Iterable
from datetime import time
from typing import Any, ClassVar  # Django's managers take anything by keyword

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from company.models.pictures import Picture
from company.models.profile import Location
from company.policy import Role

ROLES = [
    (Role.OWNER, _("Owner")),
    (Role.RECRUITER, _("Recruiter")),
    (Role.INTERVIEWER, _("Interviewer")),
    (Role.VIEWER, _("Read only")),
]

SEES_EVERYTHING = models.Q(role=Role.OWNER) | models.Q(is_superuser=True)


class StaffManager(UserManager["Staff"]):
    """Whoever holds all rights is an owner, also when made at the command line."""

    def create_superuser(self, *args: Any, **fields: Any) -> "Staff":
        return super().create_superuser(*args, **{"role": Role.OWNER, **fields})

    def who_see(self, places: Iterable[int]) -> list["Staff"]:
        """Everybody active who sees what is at one of these places, by user name. One question."""
        there = Staff.locations.through.objects.filter(location__in=places)
        return list(self.filter(SEES_EVERYTHING | models.Q(pk__in=there.values("staff")), is_active=True))


class Staff(AbstractUser):
    """A person who signs in. What they may see follows from ``locations``; owners see everything."""

    role = models.CharField(_("role"), max_length=12, default=Role.RECRUITER, choices=ROLES)
    display_name = models.CharField(_("name shown to candidates"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    greeting = models.CharField(_("a word to candidates"), max_length=200, blank=True)
    photo = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    language = models.CharField(
        _("language"), max_length=2, default="ja", choices=[("ja", _("Japanese")), ("en", _("English"))]
    )
    locations = models.ManyToManyField(
        Location, verbose_name=_("locations"), blank=True, related_name="staff"
    )

    phone = models.CharField(
        _("own mobile number"), max_length=20, blank=True, help_text=_("For test messages to yourself.")
    )
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)
    """How often everything they were signed in to was ended; part of what a session is checked against."""
    pin_hash = models.CharField(max_length=128, blank=True, editable=False)
    pin_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    pin_locked_until = models.DateTimeField(null=True, blank=True, editable=False)  # machine time
    notice_choices = models.JSONField(default=dict, blank=True, editable=False)
    """How they want to hear of each kind of notice; see ``company.policy``. Empty: the default ways."""
    digest_at = models.TimeField(_("digest at"), default=time(8, 30))

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

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, and different after every time their sessions were ended."""
        if not self.sessions_ended:
            return str(super()._get_session_auth_hash(secret))  # type: ignore[misc]  # not in the stubs
        held = f"{self.password}|{self.sessions_ended}"
        return salted_hmac("company.Staff.session", held, secret=secret, algorithm="sha256").hexdigest()

    def colleagues(self) -> "models.QuerySet[Staff]":
        """Themselves and everybody who works at one of their locations; owners work everywhere."""
        here = models.Q(locations__in=self.locations.all()) | models.Q(pk=self.pk)
        return Staff.objects.filter(here | models.Q(role=Role.OWNER)).distinct()

    @property
    def may_act(self) -> bool:
        """Whether this person may message candidates and change bookings."""
        return self.is_superuser or self.role in {Role.OWNER, Role.RECRUITER}


class StaffMailState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("No longer needed")


class StaffMail(models.Model):
    """An e-mail to somebody who works here, kept until it is sent: at least once, and twice does no harm.

    ``key`` says what it is about, so that it is written once. ``lease_until`` and ``next_attempt_at`` are
    machine time. Who is only invited has no row yet: then ``to`` is empty and ``address`` says where to.
    ``secret`` is what stands for ``{link}`` in the text; it is forgotten once the mail has left.
    """

    to = models.ForeignKey(
        Staff, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("to whom")
    )
    address = models.EmailField(_("address"), blank=True)
    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    secret = models.CharField(max_length=300, blank=True, editable=False)
    attachments = models.JSONField(default=list, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=StaffMailState.choices, default=StaffMailState.PLANNED
    )
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail to staff")
        verbose_name_plural = _("e-mails to staff")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(state=StaffMailState.PLANNED),
                name="staff_mail_to_send",
            )
        ]

    def __str__(self) -> str:
        return self.subject or f"#{self.pk}"

    @property
    def recipient(self) -> str:
        return self.to.email if self.to else self.address
