"""Where the levels of the risk begin, which points count, and changing either."""

from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.services.settings import keep_setting
from company.services.trail import record
from noshow.models import RiskModel, RiskSettings
from noshow.policy import Model


class NoSuchPoints(Exception):
    """This version never counted: it was no better than what stood."""


def the_settings() -> RiskSettings:
    """The one row; made with the published points on the very first call."""
    found = RiskSettings.objects.select_related("active").order_by("pk").first()
    return found or RiskSettings()


def _to_change() -> RiskSettings:
    """The same, made with the published points on the very first change."""
    found = the_settings()
    return found if found.pk else RiskSettings.objects.get_or_create(pk=1)[0]


def model_now() -> Model:
    """What counts now."""
    return the_settings().as_model()


def set_levels(middle: int, high: int, *, by: Staff, now: datetime) -> None:
    """Per cent of not coming from which the risk is called middle and high."""
    settings = _to_change()
    before = {"middle": settings.middle, "high": settings.high}
    settings.middle, settings.high = middle, high
    changed = [name for name, value in before.items() if getattr(settings, name) != value]
    if changed:
        keep_setting(settings, by=by, now=now, fields=changed)


@transaction.atomic
def choose_points(number: int, *, by: Staff, now: datetime) -> None:
    """Let this version count from now on, 0 for the published points; what is learned waits for a person.

    Raises NoSuchPoints.
    """
    settings = _locked()
    chosen = RiskModel.objects.filter(pk=number, is_better=True).first()
    if number and chosen is None:
        raise NoSuchPoints
    before = settings.active_id or 0
    settings.active, settings.learns = chosen, False
    settings.save(update_fields=["active", "learns"])
    record("risk_points_chosen", settings, now=now, by=by, before=before, after=number)


@transaction.atomic
def let_learn(learns: bool, *, by: Staff, now: datetime) -> None:
    """Whether better points take over by themselves."""
    settings = _locked()
    if settings.learns != learns:
        settings.learns = learns
        keep_setting(settings, by=by, now=now, fields=["learns"])


def take_over(model: RiskModel, *, now: datetime) -> bool:
    """New points count from now on, unless a person said meanwhile that theirs stay."""
    settings = _locked()
    if not settings.learns:
        return False
    before = settings.active_id or 0
    settings.active = model
    settings.save(update_fields=["active"])
    record("risk_points_learned", settings, now=now, before=before, after=model.pk)
    return True


def _locked() -> RiskSettings:
    """The caller's transaction holds it to its end."""
    return RiskSettings.objects.select_for_update().get(pk=_to_change().pk)
