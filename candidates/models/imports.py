"""CSV files on their way in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.applications import Application
from candidates.models.jobs import Job
from candidates.models.people import Candidate
from company.models import Staff


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
