"""Postings, their pictures, and what is worth reading about them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from candidates.policy import ContentKind, EmploymentType, PayUnit
from company.models import Location, Picture, Staff


class JobQuerySet(models.QuerySet["Job"]):
    def open(self, today: date) -> "JobQuerySet":
        """What takes applications on ``today``, a local day."""
        in_time = Q(closes_on=None) | Q(closes_on__gte=today)
        return self.filter(in_time, is_published=True, location__is_active=True)

    def visible_to(self, staff: Staff) -> "JobQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)


class Job(models.Model):
    """A posting at one location, with what an interview for it needs."""

    title = models.CharField(_("title"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    location = models.ForeignKey(Location, models.PROTECT, related_name="jobs", verbose_name=_("location"))
    contract = models.CharField(_("type of contract"), max_length=40, blank=True)
    employment_type = models.CharField(
        _("kind of employment"),
        max_length=12,
        default=EmploymentType.PART_TIME,
        choices=[
            (EmploymentType.PART_TIME, _("Part-time")),
            (EmploymentType.FULL_TIME, _("Full-time")),
            (EmploymentType.FIXED_TERM, _("Fixed-term")),
            (EmploymentType.DISPATCHED, _("Temporary agency work")),
            (EmploymentType.CONTRACTOR, _("Contracted work, not employed")),
        ],
    )
    contract_term = models.CharField(_("how long the contract runs"), max_length=160, blank=True)
    trial_period = models.CharField(_("trial period"), max_length=160, blank=True)
    summary = models.CharField(_("in one line"), max_length=160, blank=True)
    duties = models.TextField(_("what you do"), blank=True)
    duties_change = models.CharField(_("how the work may change"), max_length=200, blank=True)
    workplace = models.CharField(_("place of work"), max_length=200, blank=True)
    workplace_change = models.CharField(_("how the place may change"), max_length=200, blank=True)
    pay = models.CharField(_("pay"), max_length=120, blank=True)
    pay_lowest = models.PositiveIntegerField(_("lowest pay (yen)"), null=True, blank=True)
    pay_highest = models.PositiveIntegerField(_("highest pay (yen)"), null=True, blank=True)
    pay_unit = models.CharField(
        _("pay counted by"),
        max_length=5,
        default=PayUnit.HOUR,
        choices=[
            (PayUnit.HOUR, pgettext_lazy("pay by", "Hour")),
            (PayUnit.DAY, pgettext_lazy("pay by", "Day")),
            (PayUnit.MONTH, pgettext_lazy("pay by", "Month")),
            (PayUnit.YEAR, pgettext_lazy("pay by", "Year")),
        ],
    )
    hours = models.CharField(_("hours"), max_length=200, blank=True)
    breaks = models.CharField(_("breaks"), max_length=120, blank=True)
    overtime = models.CharField(_("overtime"), max_length=120, blank=True)
    days_off = models.CharField(_("days off"), max_length=160, blank=True)
    insurance = models.CharField(_("social insurance"), max_length=160, blank=True)
    smoking = models.CharField(_("measures against passive smoking"), max_length=120, blank=True)
    people = models.TextField(_("who works here"), blank=True)
    welcome = models.TextField(_("who we welcome"), blank=True)
    interview_minutes = models.PositiveSmallIntegerField(_("length of the interview (minutes)"), default=30)
    bring = models.CharField(_("what to bring"), max_length=200, blank=True)
    dress = models.CharField(_("what to wear"), max_length=200, blank=True)
    talk = models.CharField(_("what we talk about"), max_length=200, blank=True)
    call_script = models.TextField(
        _("what to say on the telephone"),
        blank=True,
        help_text=_("With the same variables as messages. Empty: the built-in script."),
    )
    arrive_minutes = models.PositiveSmallIntegerField(
        _("arrive so many minutes before"), default=5, help_text=_("0: on time is early enough.")
    )
    reschedules_allowed = models.PositiveSmallIntegerField(
        _("times a candidate may move"),
        null=True,
        blank=True,
        help_text=_("Empty: as for the whole company."),
    )
    reschedule_cutoff_minutes = models.PositiveSmallIntegerField(
        _("last move before the start (minutes)"),
        null=True,
        blank=True,
        help_text=_("Empty: as for the whole company."),
    )
    asks_birth_date = models.BooleanField(_("asks the date of birth"), default=False)
    has_night_hours = models.BooleanField(_("has work after 22:00"), default=False)
    owner = models.ForeignKey(
        Staff, models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("in charge")
    )
    is_published = models.BooleanField(_("published"), default=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    closes_on = models.DateField(_("takes applications until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("location__name", "title")
        verbose_name = _("job")
        verbose_name_plural = _("jobs")

    def __str__(self) -> str:
        return f"{self.title} ({self.location})"


class JobPicture(models.Model):
    """A picture on a job's page; the first one is also the card shown where the page is shared."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.caption


class Content(models.Model):
    """Something worth reading before an interview: an article, a video, a word from a colleague.

    Without ``job`` it is for every job. ``url`` leads elsewhere, ``body`` is read on the candidate's page.
    """

    job = models.ForeignKey(
        Job, models.CASCADE, null=True, blank=True, related_name="contents", verbose_name=_("job")
    )
    kind = models.CharField(
        _("kind"),
        max_length=8,
        default=ContentKind.ARTICLE,
        choices=[
            (ContentKind.ARTICLE, _("Article")),
            (ContentKind.VIDEO, _("Video")),
            (ContentKind.WORD, _("A word from a colleague")),
        ],
    )
    title = models.CharField(_("title"), max_length=80)
    summary = models.CharField(_("in one line"), max_length=160, blank=True)
    url = models.URLField(_("address"), blank=True)
    body = models.TextField(_("text"), blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes to read or watch"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("content")
        verbose_name_plural = _("content")

    def __str__(self) -> str:
        return self.title
