"""On PostgreSQL the trail and its seals can be added to and nothing else, whoever is connected.

TRUNCATE stays with the tables' owner: the sandbox starts over with it. The application's own role, made by
``manage.py grant_app_role``, has neither.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLES = ("company_auditevent", "company_trailseal")


def hold(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(
        """
        CREATE FUNCTION trail_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The audit trail is only ever added to.' USING ERRCODE = '42501';
        END $$
        """
    )
    for table in TABLES:
        schema_editor.execute(
            f"CREATE TRIGGER only_added_to BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION trail_is_only_added_to()"
        )


def let_go(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER only_added_to ON {table}")
    schema_editor.execute("DROP FUNCTION trail_is_only_added_to()")


class Migration(migrations.Migration):
    dependencies = [("company", "0011_the_trail_is_sealed")]

    operations = [migrations.RunPython(hold, let_go)]
