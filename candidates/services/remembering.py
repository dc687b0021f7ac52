"""What columns of CSV files were taken for: changed by hand, or forgotten."""

from datetime import datetime

from django.db import transaction

from candidates.models import ColumnChoice
from company.models import Staff
from company.services import trail


@transaction.atomic
def keep_column(choice: ColumnChoice, field: str, *, by: Staff, now: datetime) -> None:
    """``field`` empty: this column is left out."""
    if choice.field == field:
        return
    choice.field = field
    choice.save(update_fields=["field"])
    trail.record("import_column_changed", choice, now=now, by=by, field=field)


@transaction.atomic
def forget_column(choice: ColumnChoice, *, by: Staff, now: datetime) -> None:
    trail.record("import_column_forgotten", choice, now=now, by=by)
    choice.delete()
