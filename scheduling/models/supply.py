"""When somebody can be met: rules, closures, and the times interviewers are elsewhere."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from company.models import Location, Staff
from scheduling.policy import Holidays, Mode

MODES = [(Mode.ONSITE, _("At the place")), (Mode.ONLINE, _("Online")), (Mode.PHONE, _("By telephone"))]


class RuleQuerySet(models.QuerySet["AvailabilityRule"]):
    def visible_to(self, staff: Staff) -> "RuleQuerySet":
        return self if staff.sees_everything else self.filter(location__staff=staff)


class ClosureQuerySet(models.QuerySet["Closure"]):
    def visible_to(self, staff: Staff) -> "ClosureQuerySet":
        """The company's, their locations', and those of the people they work with."""
        if staff.sees_everything:
            return self
        here = Q(location=None) | Q(location__in=staff.locations.all())
        return self.filter(here, Q(interviewer=None) | Q(interviewer__in=staff.colleagues()))


class FeedQuerySet(models.QuerySet["BusyFeed"]):
    def visible_to(self, staff: Staff) -> "FeedQuerySet":
        return self if staff.sees_everything else self.filter(staff__in=staff.colleagues())


class AvailabilityRule(models.Model):
    """When somebody can be met, week by week; slots are computed from it and kept up to date.

    Local times of the location's zone. ``weekdays`` are numbers, Monday is 0. ``until_on`` is the last day.
    """

    location = models.ForeignKey(Location, models.CASCADE, related_name="rules", verbose_name=_("location"))
    interviewer = models.ForeignKey(
        Staff, models.CASCADE, null=True, blank=True, related_name="rules", verbose_name=_("interviewer")
    )
    mode = models.CharField(_("how"), max_length=8, default=Mode.ONSITE, choices=MODES)
    online_url = models.URLField(_("meeting link"), blank=True)
    weekdays = models.JSONField(_("weekdays"), default=list)
    opens = models.TimeField(_("from"))
    closes = models.TimeField(_("until"))
    from_on = models.DateField(_("first day"), null=True, blank=True)
    until_on = models.DateField(_("last day"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length (minutes)"), default=30)
    buffer_minutes = models.PositiveSmallIntegerField(_("pause after each (minutes)"), default=0)
    capacity = models.PositiveSmallIntegerField(_("seats"), default=1)
    daily_cap = models.PositiveSmallIntegerField(_("interviews a day at most"), null=True, blank=True)
    notice_minutes = models.PositiveIntegerField(_("shortest notice (minutes)"), default=120)
    horizon_days = models.PositiveSmallIntegerField(_("days ahead"), default=21)
    holidays = models.CharField(
        _("on national holidays"),
        max_length=8,
        default=Holidays.AS_USUAL,
        choices=[
            (Holidays.AS_USUAL, _("as on any day")),
            (Holidays.CLOSED, _("closed")),
            (Holidays.ONLY, _("only then")),
        ],
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_at = models.DateTimeField(_("made at"))
    computed_at = models.DateTimeField(_("slots brought in step at"), null=True, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        ordering = ("location__name", "opens", "pk")
        verbose_name = _("availability rule")
        verbose_name_plural = _("availability rules")
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="a_rule_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="a_rule_gives_at_least_five_minutes"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_rule_has_a_seat"),
        ]

    def __str__(self) -> str:
        return f"rule {self.pk}"


class Closure(models.Model):
    """Days or hours in which nobody is met: the company's holiday, a location's, or an interviewer's.

    Without a location and an interviewer it is the whole company's. Both moments are aware.
    """

    location = models.ForeignKey(
        Location, models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("location")
    )
    interviewer = models.ForeignKey(
        Staff, models.CASCADE, null=True, blank=True, related_name="closures", verbose_name=_("interviewer")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    label = models.CharField(_("why closed"), max_length=80, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="a_closure_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"closure {self.pk}"


class BusyFeed(models.Model):
    """An interviewer's own calendar, uploaded once or read over https; only when is kept, not what.

    ``lease_until`` and ``next_read_at`` are machine time.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="busy_feeds", verbose_name=_("interviewer"))
    name = models.CharField(_("name"), max_length=80)
    url = models.URLField(_("address"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    next_read_at = models.DateTimeField(_("read next at"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("why it was not read"), max_length=40, blank=True)  # a code
    added_at = models.DateTimeField(_("added at"))

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar of an interviewer")
        verbose_name_plural = _("calendars of interviewers")

    def __str__(self) -> str:
        return f"feed {self.pk}"


class BusyTime(models.Model):
    """The interviewer is elsewhere then."""

    feed = models.ForeignKey(BusyFeed, models.CASCADE, related_name="times")
    interviewer = models.ForeignKey(Staff, models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["interviewer", "starts_at"])]

    def __str__(self) -> str:
        return f"busy {self.starts_at:%Y-%m-%d %H:%M}"
