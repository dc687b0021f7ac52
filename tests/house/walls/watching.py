"""What a request wrote, and which rows it left as they were."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, transaction

OF_THE_MACHINERY = ("django_session", "axes_", "django_admin_log")
PRODUCT = ("company", "candidates", "messaging", "scheduling", "noshow", "reminders")
WRITE = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


@contextmanager
def writes() -> Iterator[set[str]]:
    """The tables written meanwhile, but for sessions; everything is taken back afterwards."""
    seen: set[str] = set()

    def watch(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if (found := WRITE.match(sql)) and not found[1].startswith(OF_THE_MACHINERY):
            seen.add(found[1])
        return execute(sql, parameters, many, context)

    with transaction.atomic():
        with connection.execute_wrapper(watch):
            yield seen
        transaction.set_rollback(True)


def digests() -> dict[str, str]:
    """A hash of every row of every table of the product."""
    return {model._meta.db_table: _digest(model) for app in PRODUCT for model in _models(app)}


def rows_of_now() -> dict[str, dict[Any, str]]:
    """Every row by table and number, as text, to see which changed and which are new."""
    return {model._meta.db_table: _rows(model) for app in PRODUCT for model in _models(app)}


def _models(app: str) -> list[Any]:
    return list(apps.get_app_config(app).get_models())


def _rows(model: Any) -> dict[Any, str]:
    return {
        row["pk"]: repr(sorted(row.items())) for row in model.objects.order_by().values("pk", *_names(model))
    }


def _names(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _digest(model: Any) -> str:
    rows = model.objects.order_by("pk").values_list(*_names(model))
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()
