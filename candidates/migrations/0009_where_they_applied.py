"""Applications know the place of their job."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def place(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    job, application = apps.get_model("candidates", "Job"), apps.get_model("candidates", "Application")
    of_the_job = job.objects.filter(pk=OuterRef("job")).values("location")
    application.objects.filter(location=None).update(location=Subquery(of_the_job))


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0008_accepted_by_phone"),
        ("company", "0007_what_a_bulk_act_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="location",
            field=models.ForeignKey(
                null=True,
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.location",
                verbose_name="location",
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
