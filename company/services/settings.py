"""Keeping what an administrator sets, with a line in the trail."""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction

from company.models import Staff
from company.services.trail import record


@transaction.atomic
def keep_setting(setting: models.Model, *, by: Staff, now: datetime, fields: Sequence[str]) -> None:
    """Store a new or changed setting; ``fields`` are the names of what was edited, for the trail."""
    is_new = setting.pk is None
    setting.save()
    if is_new or fields:
        name = setting._meta.model_name
        record(f"{name}_added" if is_new else f"{name}_changed", setting, now=now, by=by, fields=list(fields))
