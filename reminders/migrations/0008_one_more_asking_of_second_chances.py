"""A second chance is asked about once more, two days before."""

from datetime import time

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

STEP = {
    "step": "second-chance",
    "kind": "reminder_days",
    "anchor": "start",
    "days": -2,
    "local_time": time(18),
    "condition": "second_chance",
    "useful_minutes": 24 * 60,
    "why": "second-chance",
}


def ask_once_more(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("reminders", "CadenceStep").objects.using(schema_editor.connection.alias).create(**STEP)


def ask_no_more(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    steps = apps.get_model("reminders", "CadenceStep").objects.using(schema_editor.connection.alias)
    steps.filter(condition="second_chance").delete()


class Migration(migrations.Migration):
    dependencies = [("reminders", "0007_first_word_after_ten_minutes")]
    operations = [
        migrations.AlterField(
            model_name="cadencestep",
            name="condition",
            field=models.CharField(
                choices=[
                    ("always", "always"),
                    ("unanswered", "there is no answer yet"),
                    ("stale_answer", "there is no answer of the last two days"),
                    ("long_wait", "the wait is over four days"),
                    ("second_chance", "it is a second chance, and they have not said yes"),
                    ("unbooked", "no time is chosen yet"),
                ],
                default="always",
                max_length=14,
                verbose_name="only if",
            ),
        ),
        migrations.RunPython(ask_once_more, ask_no_more),
    ]
