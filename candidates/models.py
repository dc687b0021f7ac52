"""People, jobs, applications, their secret links, and imports."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.policy import PhoneKind, Source, Stage
from company.models import Location, Staff

LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(is_published=True, location__is_active=True)

    def visible_to(self, staff: Staff) -> "JobQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)


class Job(models.Model):
    """A posting at one location, with what an interview for it needs."""

    title = models.CharField(_("title"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    location = models.ForeignKey(Location, models.PROTECT, related_name="jobs", verbose_name=_("location"))
    contract = models.CharField(_("type of contract"), max_length=40, blank=True)
    summary = models.CharField(_("in one line"), max_length=160, blank=True)
    duties = models.TextField(_("what you do"), blank=True)
    pay = models.CharField(_("pay"), max_length=120, blank=True)
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    welcome = models.TextField(_("who we welcome"), blank=True)
    interview_minutes = models.PositiveSmallIntegerField(_("length of the interview (minutes)"), default=30)
    bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    dress = models.CharField(_("what to wear"), max_length=200, blank=True)
    talk = models.CharField(_("what we talk about"), max_length=200, blank=True)
    asks_birth_date = models.BooleanField(_("asks the date of birth"), default=False)
    has_night_hours = models.BooleanField(_("has work after 22:00"), default=False)
    owner = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("in charge")
    )
    is_published = models.BooleanField(_("published"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("location__name", "title")
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.title} ({self.location})"


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, staff: Staff) -> "CandidateQuerySet":
        if staff.sees_everything:
            return self
        return self.filter(applications__in=Application.objects.visible_to(staff)).distinct()


class Candidate(models.Model):
    """A person. Phones are stored in E.164 (``+819012345678``); either name alone is enough."""

    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    family_kana = models.CharField(_("family name (kana)"), max_length=60, blank=True)
    given_kana = models.CharField(_("given name (kana)"), max_length=60, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    phone_kind = models.CharField(
        _("kind of phone"),
        max_length=10,
        default=PhoneKind.NONE,
        choices=[
            (PhoneKind.NONE, _("None")),
            (PhoneKind.MOBILE, _("Mobile")),
            (PhoneKind.LANDLINE, _("Landline (calls only)")),
        ],
    )
    email = models.CharField(_("e-mail"), max_length=254, blank=True, db_index=True)
    line_id = models.CharField(_("LINE"), max_length=40, blank=True)  # LINE's id of the person, for us alone
    language = models.CharField(_("language"), max_length=2, default="ja", choices=LANGUAGES)
    preferred_channel = models.CharField(
        _("preferred channel"),
        max_length=10,
        default="sms",
        choices=[("sms", _("SMS")), ("email", _("E-mail")), ("line", _("LINE")), ("phone", _("Phone"))],
    )
    preferred_hours = models.CharField(_("when to reach them"), max_length=80, blank=True)
    contact_version = models.PositiveIntegerField(default=1, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first seen"))

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["line_id"], condition=~Q(line_id=""), name="one_person_per_line_account"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or f"#{self.pk}"

    @property
    def full_name(self) -> str:
        """What they are called, or that we no longer know it."""
        name = " ".join(part for part in (self.family_name, self.given_name) if part)
        return name or (str(_("Erased")) if self.erased_at else "")

    @property
    def full_kana(self) -> str:
        return " ".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def call_name(self) -> str:
        """What さん is put behind: the family name, or the only name there is."""
        return self.family_name or self.given_name


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, staff: Staff) -> "ApplicationQuerySet":
        return self if staff.sees_everything else self.filter(job__location__staff=staff)

    def active(self) -> "ApplicationQuerySet":
        return self.exclude(stage__in=[stage for stage in Stage if stage.is_over])

    def awaiting_first_contact(self) -> "ApplicationQuerySet":
        """Nobody human has spoken with them yet."""
        return self.filter(stage=Stage.RECEIVED, contacted_at=None, is_started=True)


class Application(models.Model):
    """One person's application for one job."""

    candidate = models.ForeignKey(
        Candidate, models.CASCADE, related_name="applications", verbose_name=_("candidate")
    )
    job = models.ForeignKey(Job, models.PROTECT, related_name="applications", verbose_name=_("job"))
    stage = models.CharField(
        _("stage"),
        max_length=12,
        default=Stage.RECEIVED,
        db_index=True,
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
        ],
    )
    source_note = models.CharField(_("job board"), max_length=60, blank=True)
    applied_at = models.DateTimeField(_("applied at"), db_index=True)
    is_started = models.BooleanField(
        _("contact started"),
        default=True,
        help_text=_("Imported people are contacted only once a person says so."),
    )
    started_at = models.DateTimeField(_("contact started at"), null=True, blank=True)
    motivation = models.TextField(_("motivation"), blank=True)
    availability = models.TextField(_("availability"), blank=True)
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
    closed_reason = models.CharField(_("why closed"), max_length=40, blank=True)
    last_word_at = models.DateTimeField(_("last word from the candidate at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-applied_at",)
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return f"{self.candidate} → {self.job}"

    @property
    def is_over(self) -> bool:
        return Stage(self.stage).is_over


class Link(models.Model):
    """A secret address ``/i/<token>/``; only the token's SHA-256 is kept. It opens one application's home."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    LIVES_AFTER_CLOSING = timedelta(days=30)

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_alive(self, now: datetime) -> bool:
        closed_at = self.application.closed_at
        return self.revoked_at is None and (closed_at is None or now < closed_at + self.LIVES_AFTER_CLOSING)


class PageOpening(models.Model):
    """A person touched or scrolled the linked page. A signal; it changes no state."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opened {self.opened_at:%Y-%m-%d %H:%M}"


class Note(models.Model):
    """Something staff wrote about an application for each other."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Staff, models.SET_NULL, null=True)
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class FormUse(models.Model):
    """One use of the public form, for its limits; the address is kept as a keyed hash, for a day."""

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"form use {self.pk}"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", _("Choose the columns")
    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Ready to save")
    SAVING = "saving", _("Saving")
    SAVED = "saved", _("Saved; nobody contacted yet")
    STARTING = "starting", _("Starting contact")
    STARTED = "started", _("Contact started")
    DISCARDED = "discarded", _("Discarded")


class Import(models.Model):
    """A CSV file on its way in. Nothing is saved until confirmed, nothing sent until started."""

    job = models.ForeignKey(Job, models.PROTECT, verbose_name=_("job"))
    file_name = models.CharField(_("file"), max_length=200)
    encoding = models.CharField(_("encoding"), max_length=12)
    headers = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED
    )
    uploaded_by = models.ForeignKey(Staff, models.SET_NULL, null=True, verbose_name=_("by"))
    uploaded_at = models.DateTimeField(_("uploaded at"))
    started_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+", editable=False)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-uploaded_at",)
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One line of a file: what it says, what is wrong with it, whom it duplicates, what became of it."""

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=list)
    clean = models.JSONField(default=dict)
    errors = models.JSONField(default=list)
    duplicate_of = models.ForeignKey(Candidate, models.SET_NULL, null=True)
    repeats_row = models.PositiveIntegerField(null=True)
    application = models.ForeignKey(Application, models.SET_NULL, null=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="one_row_per_line_of_a_file")]

    def __str__(self) -> str:
        return f"line {self.number}"


class ColumnChoice(models.Model):
    """Which field a column of that header was last mapped to."""

    header = models.CharField(max_length=80, unique=True)
    field = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return f"{self.header} → {self.field}"
