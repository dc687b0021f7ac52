"""Steps where coming is doubtful or the wait is long, and a morning's call to those at risk too.

In use at once where the cadence stands as it came; where somebody has edited it, the new steps wait to be
switched on, and the morning's call stays as it is.
"""

from datetime import time

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HOUR = 60
STEPS = [
    {
        "step": "while-waiting-longer",
        "kind": "nurture",
        "days": -14,
        "local_time": time(18),
        "condition": "waited",
        "useful_minutes": 48 * HOUR,
    },
    {
        "step": "while-waiting",
        "kind": "nurture",
        "days": -7,
        "local_time": time(18),
        "condition": "waited",
        "useful_minutes": 48 * HOUR,
    },
    {
        "step": "risk-asking",
        "kind": "reminder_ahead",
        "days": -2,
        "local_time": time(12),
        "condition": "at_risk",
        "useful_minutes": 8 * HOUR,
    },
    {
        "step": "risk-call",
        "kind": "call_ahead",
        "days": -1,
        "local_time": time(14),
        "condition": "at_risk",
        "route": "call",
        "useful_minutes": 6 * HOUR,
    },
]


PLAN_ANEW = """
INSERT INTO reminders_staleplan (application_id, since)
SELECT id, CURRENT_TIMESTAMP FROM candidates_application WHERE closed_at IS NULL AND is_started
ON CONFLICT (application_id) DO NOTHING
"""
"""Whoever is under way is planned by the new steps, by the usual sweep."""


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    database = schema_editor.connection.alias
    rows = apps.get_model("reminders", "CadenceStep").objects.using(database)
    is_as_it_came = not apps.get_model("reminders", "CadenceVersion").objects.using(database).exists()
    for step in STEPS:
        rows.get_or_create(
            step=step["step"],
            defaults={"anchor": "start", "why": step["step"], "is_active": is_as_it_came, **step},
        )
    if is_as_it_came:
        rows.filter(step="morning-call", condition="unanswered").update(condition="silent_or_risk")


def take_away(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    rows = apps.get_model("reminders", "CadenceStep").objects.using(schema_editor.connection.alias)
    rows.filter(step__in=[step["step"] for step in STEPS]).delete()
    rows.filter(step="morning-call", condition="silent_or_risk").update(condition="unanswered")


class Migration(migrations.Migration):
    dependencies = [("reminders", "0009_conditions_on_risk")]
    operations = [
        migrations.RunPython(add, take_away),
        migrations.RunSQL(PLAN_ANEW, migrations.RunSQL.noop),
    ]
