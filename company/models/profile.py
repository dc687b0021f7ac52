"""The company's profile and rules, and its locations."""

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.policy import SpeakingHours


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
    deputy_after_minutes = models.PositiveSmallIntegerField(
        _("minutes after which the deputy is told"),
        default=10,
        help_text=_("Counted in opening hours from the end of the time for first contact."),
    )
    owners_need_two_steps = models.BooleanField(
        _("owners sign in with two steps"),
        default=True,
        help_text=_("A code from an app beside the password."),
    )
    tablet_minutes = models.PositiveSmallIntegerField(
        _("minutes until a shared tablet asks for the PIN again"), default=10
    )
    may_export = models.BooleanField(
        _("recruiters may export lists"), default=False, help_text=_("Owners always may.")
    )
    setup_done = models.JSONField(default=list, blank=True, editable=False)
    """Steps of the first-run guide that somebody ticked off by hand."""
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
    reschedules_need_a_reason = models.BooleanField(_("ask candidates why they move"), default=False)
    fewest_slots = models.PositiveSmallIntegerField(_("open times to offer at least"), default=5)
    longest_wait_days = models.PositiveSmallIntegerField(
        _("days until the interview at most"),
        default=7,
        help_text=_("The desk warns when somebody would wait longer for the first free time."),
    )
    offers_earlier_times = models.BooleanField(
        _("offer freed times to those waiting longest"),
        default=True,
        help_text=_("At most three offers a person and one a day."),
    )
    earlier_offer_minutes = models.PositiveSmallIntegerField(
        _("minutes an earlier time is kept for them"), default=60
    )
    employer_name = models.CharField(
        _("employer's name"),
        max_length=120,
        blank=True,
        help_text=_("As in the contract; stands in every posting. Empty: the name above."),
    )
    about = models.TextField(_("who we are"), blank=True)
    values = models.TextField(_("what matters to us"), blank=True, help_text=_("One thing a line."))
    online_test_url = models.URLField(_("page to test an online meeting"), blank=True)
    online_help_phone = models.CharField(
        _("number to call when an online meeting does not work"), max_length=20, blank=True
    )

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
    station = models.CharField(_("nearest station"), max_length=80, blank=True)
    entrance = models.CharField(
        _("where to come in"), max_length=160, blank=True, help_text=_("Entrance, floor, whom to ask for.")
    )
    directions = models.TextField(_("directions"), blank=True, help_text=_("One step a line."))
    smoking = models.CharField(
        _("measures against passive smoking"),
        max_length=120,
        blank=True,
        help_text=_("e.g. no smoking inside"),
    )
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    opens = models.TimeField(_("opens"), default=time(10))
    closes = models.TimeField(_("closes"), default=time(20))
    closed_weekdays = models.JSONField(_("closed on"), default=list, blank=True)  # 0 is Monday
    caller_number = models.CharField(
        _("number we call from"), max_length=20, blank=True, help_text=_("Empty: the company's.")
    )
    responsible = models.ForeignKey(
        "company.Staff", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("in charge")
    )
    deputy = models.ForeignKey(
        "company.Staff", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("deputy")
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)
        verbose_name = _("location")
        verbose_name_plural = _("locations")

    def __str__(self) -> str:
        return self.name

    def speaking_hours(self, company: Company) -> SpeakingHours:
        return SpeakingHours(company.speaking_opens, company.speaking_closes, self.zone)
