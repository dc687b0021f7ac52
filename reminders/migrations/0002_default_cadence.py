"""The default cadence as rows. A company may change every one of them in the settings."""

from datetime import time

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HOUR, DAY = 60, 24 * 60
STEPS = [
    {"step": "thanks", "kind": "thanks", "anchor": "applied", "route": "every", "useful_minutes": DAY},
    {
        "step": "invitation",
        "kind": "invitation",
        "anchor": "invited",
        "route": "preferred",
        "useful_minutes": 2 * DAY,
    },
    {
        "step": "invitation-chase",
        "kind": "invitation_chase",
        "anchor": "answer_by",
        "offset_minutes": -DAY,
        "route": "other_else",
        "condition": "unbooked",
        "useful_minutes": 20 * HOUR,
    },
    {"step": "booked", "kind": "booked", "anchor": "booked", "route": "every", "useful_minutes": DAY},
    {"step": "moved", "kind": "moved", "anchor": "booked", "route": "every", "useful_minutes": DAY},
    {
        "step": "days-before",
        "kind": "reminder_days",
        "anchor": "start",
        "days": -3,
        "local_time": time(18),
        "condition": "long_wait",
        "useful_minutes": DAY,
    },
    {
        "step": "evening-before",
        "kind": "reminder_eve",
        "anchor": "start",
        "days": -1,
        "local_time": time(18),
        "condition": "stale_answer",
        "useful_minutes": 12 * HOUR,
    },
    {
        "step": "evening-again",
        "kind": "reminder_again",
        "anchor": "start",
        "days": -1,
        "local_time": time(20, 30),
        "condition": "unanswered",
        "route": "other",
        "useful_minutes": 10 * HOUR,
    },
    {
        "step": "morning-call",
        "kind": "call_morning",
        "anchor": "start",
        "days": 0,
        "local_time": time(9),
        "condition": "unanswered",
        "route": "call",
        "useful_minutes": 12 * HOUR,
    },
    {
        "step": "directions",
        "kind": "directions",
        "anchor": "start",
        "offset_minutes": -2 * HOUR,
        "useful_minutes": 90,
    },
    {
        "step": "absence-first",
        "kind": "absence_first",
        "anchor": "case",
        "offset_minutes": 1,
        "useful_minutes": 2 * DAY,
    },
    {
        "step": "absence-other",
        "kind": "absence_second",
        "anchor": "case",
        "offset_minutes": HOUR,
        "route": "other",
        "useful_minutes": 2 * DAY,
    },
    {
        "step": "absence-call",
        "kind": "absence_call",
        "anchor": "case",
        "offset_minutes": HOUR,
        "route": "call",
        "useful_minutes": 2 * DAY,
    },
    {
        "step": "absence-next-day",
        "kind": "absence_third",
        "anchor": "case",
        "days": 1,
        "local_time": time(10),
        "useful_minutes": 2 * DAY,
    },
    {
        "step": "final-notice",
        "kind": "final_notice",
        "anchor": "case",
        "days": 1,
        "local_time": time(17),
        "route": "every",
        "useful_minutes": 2 * DAY,
    },
]


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    step_model = apps.get_model("reminders", "CadenceStep")
    for step in STEPS:
        step_model.objects.using(schema_editor.connection.alias).create(why=step["step"], **step)


def empty(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reminders", "CadenceStep").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("reminders", "0001_initial")]
    operations = [migrations.RunPython(fill, empty)]
