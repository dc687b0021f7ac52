"""An interviewer cannot be in two places: held by the database where it can hold it (PostgreSQL).

Bookings of the same slot share the interviewer on purpose (group sessions), hence ``slot_id WITH <>``.
On SQLite the same is checked under the write lock (``scheduling.services.booking``).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ADD = """
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE scheduling_booking ADD CONSTRAINT an_interviewer_meets_one_slot_at_a_time
EXCLUDE USING gist (interviewer_id WITH =, slot_id WITH <>, tstzrange(starts_at, ends_at) WITH &&)
WHERE (active);
"""
DROP = "ALTER TABLE scheduling_booking DROP CONSTRAINT an_interviewer_meets_one_slot_at_a_time;"


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ADD)


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
