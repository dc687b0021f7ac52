"""After an absence the first word waits ten minutes, where the step stands as it came."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def _move(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor, before: int, after: int) -> None:
    rows = apps.get_model("reminders", "CadenceStep").objects.using(schema_editor.connection.alias)
    first = rows.filter(step="absence-first", anchor="case", days=None)
    first.filter(offset_minutes=before).update(offset_minutes=after)


def later(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _move(apps, schema_editor, 1, 10)


def sooner(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _move(apps, schema_editor, 10, 1)


class Migration(migrations.Migration):
    dependencies = [("reminders", "0006_stale_plans_in_line")]
    operations = [migrations.RunPython(later, sooner)]
