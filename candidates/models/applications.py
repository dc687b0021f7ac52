"""Applications, and what staff note about them."""

from collections.abc import Iterable
from typing import Any  # Django's save() takes anything by keyword

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from candidates.models.jobs import Job
from candidates.models.people import Candidate
from candidates.policy import Keenness, Source, Stage
from company.models import Location, Staff

OVER = [stage.value for stage in Stage if stage.is_over]


class ApplicationQuerySet(models.QuerySet["Application"]):
    def bulk_create(self, objs: Iterable["Application"], *args: Any, **kwargs: Any) -> list["Application"]:
        rows = list(objs)
        for row in rows:
            row.place_by_job()
        return super().bulk_create(rows, *args, **kwargs)

    def visible_to(self, staff: Staff) -> "ApplicationQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)

    def active(self) -> "ApplicationQuerySet":
        return self.exclude(stage__in=[stage for stage in Stage if stage.is_over])

    def awaiting_first_contact(self) -> "ApplicationQuerySet":
        """Nobody human has spoken with them yet."""
        return self.filter(stage=Stage.RECEIVED, contacted_at=None, is_started=True)


class Application(models.Model):
    """One person's application for one job.

    ``is_new`` is no column: ``services.intake`` sets it on what it has stored this very moment.
    """

    is_new = False
    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="applications", verbose_name=_("candidate")
    )
    job = models.ForeignKey(
        Job, models.PROTECT, related_name="applications", verbose_name=_("job"), db_index=False
    )
    location = models.ForeignKey(
        Location, models.PROTECT, related_name="+", editable=False, db_index=False, verbose_name=_("location")
    )
    """The job's, kept here so that lists of one store need no join; ``services.indexing`` follows a move."""
    stage = models.CharField(
        _("stage"),
        max_length=12,
        default=Stage.RECEIVED,
        choices=[
            (Stage.RECEIVED, _("Applied")),
            (Stage.IN_CONTACT, _("In contact")),
            (Stage.INTERVIEWING, _("Interview")),
            (Stage.DECIDING, _("Deciding")),
            (Stage.OFFERED, _("Offered")),
            (Stage.JOINED, _("Joined")),
            (Stage.REJECTED, _("Not this time")),
            (Stage.WITHDRAWN, _("Withdrawn")),
            (Stage.DECLINED, _("Declined")),
            (Stage.CLOSED, _("Closed")),
        ],
    )
    source = models.CharField(
        _("came by"),
        max_length=10,
        default=Source.FORM,
        choices=[
            (Source.FORM, _("Own page")),
            (Source.CSV, _("CSV file")),
            (Source.DESK, _("Entered by hand")),
            (Source.API, _("API")),
            (Source.MAIL, _("Job board's e-mail")),
        ],
    )
    source_note = models.CharField(_("job board"), max_length=60, blank=True)
    applied_at = models.DateTimeField(_("applied at"))
    is_started = models.BooleanField(
        _("contact started"),
        default=True,
        help_text=_("Imported people are contacted only once a person says so."),
    )
    started_at = models.DateTimeField(_("contact started at"), null=True, blank=True)
    motivation = models.TextField(_("motivation"), blank=True)
    availability = models.TextField(_("availability"), blank=True)
    constraints = models.JSONField(_("when they can come"), default=dict, blank=True)
    guardian_consent = models.BooleanField(_("guardian's consent"), default=False)
    consented_at = models.DateTimeField(_("consent to data use at"), null=True, blank=True)
    consent_text = models.TextField(_("consent text shown"), blank=True)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    owner = models.ForeignKey(
        Staff,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("in charge"),
    )
    first_contact_due_at = models.DateTimeField(_("first contact by"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("first human contact at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    external_ref = models.CharField(_("number elsewhere"), max_length=120, blank=True, db_index=True)
    decide_by = models.DateTimeField(_("decision promised by"), null=True, blank=True)
    offered_at = models.DateTimeField(_("offered at"), null=True, blank=True)
    offer_answer_by = models.DateTimeField(_("answer to the offer by"), null=True, blank=True)
    offer_accepted_at = models.DateTimeField(_("offer accepted at"), null=True, blank=True)
    offer_accepted_by_phone = models.BooleanField(_("accepted by telephone"), default=False)
    starts_on = models.DateField(_("first day of work"), null=True, blank=True)
    starts_time = models.TimeField(_("time on the first day"), null=True, blank=True)
    starts_place = models.CharField(_("place on the first day"), max_length=160, blank=True)
    starts_bring = models.CharField(_("what to bring on the first day"), max_length=160, blank=True)
    keenness = models.CharField(
        _("how keen they seem"),
        max_length=6,
        blank=True,
        choices=[
            (Keenness.LOW, _("Unsure")),
            (Keenness.MIDDLE, _("Interested")),
            (Keenness.HIGH, _("Keen")),
        ],
    )
    other_applications = models.PositiveSmallIntegerField(
        _("other places they applied"), null=True, blank=True
    )
    closed_reason = models.CharField(_("why closed"), max_length=40, blank=True)
    last_word_at = models.DateTimeField(_("last word from the candidate at"), null=True, blank=True)

    is_open = models.GeneratedField(
        verbose_name=_("under way"),
        expression=~Q(stage__in=OVER),  # type: ignore[arg-type]  # the stubs know of no Q here
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-applied_at",)
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            # Lists run by day, newest first: of everybody, of a store, of a job, of whoever is in charge.
            models.Index(fields=["applied_at", "id"], name="applications_by_day"),
            models.Index(fields=["location", "applied_at", "id"], name="applications_of_place"),
            models.Index(fields=["job", "applied_at", "id"], name="applications_of_job"),
            models.Index(fields=["stage", "applied_at", "id"], name="applications_at_stage"),
            models.Index(fields=["applied_at", "id"], condition=Q(is_open=True), name="open_by_day"),
            models.Index(
                fields=["location", "applied_at", "id"], condition=Q(is_open=True), name="open_of_place"
            ),
            models.Index(
                fields=["owner", "applied_at", "id"], condition=Q(is_open=True), name="open_of_owner"
            ),
            models.Index(
                fields=["applied_at", "location"],
                condition=Q(is_open=True, contacted_at=None),
                name="open_and_not_met",
            ),
            models.Index(
                fields=["contacted_at"], condition=Q(stage=Stage.IN_CONTACT), name="in_contact_by_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} → {self.job}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        fields = kwargs.get("update_fields")
        if fields is None or {"job", "job_id"} & set(fields):
            self.place_by_job()
            if fields is not None:
                kwargs["update_fields"] = [*fields, "location"]
        super().save(*args, **kwargs)

    def place_by_job(self) -> None:
        """Where the job is, is where they applied."""
        self.location_id = self.job.location_id
        self.__dict__.pop("seen_by", None)

    @cached_property
    def seen_by(self) -> list[Staff]:
        """Everybody active who sees it, by user name; asked once."""
        return Staff.objects.who_see([self.job.location_id])

    @property
    def is_over(self) -> bool:
        return Stage(self.stage).is_over


class Note(models.Model):
    """Something staff wrote about an application for each other."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Staff, models.SET_NULL, null=True)
    text = models.TextField()
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    mentions = models.ManyToManyField(Staff, blank=True, related_name="mentioned_in")
    pinned_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)  # it can be brought back for a while

    def __str__(self) -> str:
        return f"note {self.pk}"
