from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def limit(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keys that have locations were made for them."""
    tokens = apps.get_model("company", "ApiToken")
    tokens.objects.filter(locations__isnull=False).update(is_limited=True)


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0009_limits_of_api_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="is_limited",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(limit, migrations.RunPython.noop, elidable=True),
    ]
