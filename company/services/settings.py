"""Keeping what an administrator sets, with a line in the trail."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

from company.models import Staff
from company.services.trail import record

TELLABLE = (
    *(models.BooleanField, models.IntegerField, models.DecimalField, models.FloatField),
    *(models.DateField, models.TimeField, models.DurationField, models.ForeignKey),
)


@transaction.atomic
def keep_setting(setting: models.Model, *, by: Staff, now: datetime, fields: Sequence[str]) -> None:
    """Store a new or changed setting; ``fields`` are the names of what was edited, for the trail.

    Figures, moments, choices and switches stand there with their values before and after, as ``name=value``;
    of free text only the name does, for it may speak of a person.
    """
    is_new = setting.pk is None
    before = [] if is_new else list(_values(_as_stored(setting), fields))
    setting.save()
    if is_new or fields:
        name = setting._meta.model_name
        action = f"{name}_added" if is_new else f"{name}_changed"
        after = list(_values(_as_stored(setting), fields))
        if after:
            record(action, setting, now=now, by=by, fields=list(fields), before=before, after=after)
        else:
            record(action, setting, now=now, by=by, fields=list(fields))


def _as_stored(setting: models.Model) -> models.Model:
    return type(setting)._base_manager.get(pk=setting.pk)


def _values(setting: models.Model, fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        try:
            field = setting._meta.get_field(name)
        except FieldDoesNotExist:  # a form's own, made into others
            continue
        if isinstance(field, TELLABLE) or getattr(field, "choices", None):
            yield f"{name}={field.value_from_object(setting)}"  # type: ignore[union-attr]  # relations have none
