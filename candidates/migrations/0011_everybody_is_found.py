"""Keys for everybody who applied before there was an index, in batches that are each kept."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from candidates.policy.finding import keys_of

BATCH = 2000
NAMES = ("family_name", "given_name", "family_kana", "given_kana", "phone", "email")


def index(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    application = apps.get_model("candidates", "Application")
    key = apps.get_model("candidates", "SearchKey")
    last = 0
    while rows := list(
        application.objects.filter(pk__gt=last).select_related("candidate").order_by("pk")[:BATCH]
    ):
        key.objects.bulk_create(
            [
                key(application_id=row.pk, location_id=row.location_id, text=text)
                for row in rows
                for text in keys_of(**{name: getattr(row.candidate, name) for name in NAMES})
            ],
            batch_size=1000,
            ignore_conflicts=True,
        )
        last = rows[-1].pk


def forget(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("candidates", "SearchKey").objects.all().delete()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("candidates", "0010_lists_and_search_by_index")]

    operations = [migrations.RunPython(index, forget)]
