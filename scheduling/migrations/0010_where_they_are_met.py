"""Interviews know the place of their application."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Subquery


def place(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    application = apps.get_model("candidates", "Application")
    interview = apps.get_model("scheduling", "Interview")
    of_theirs = application.objects.filter(pk=OuterRef("application")).values("location")
    interview.objects.filter(location=None).update(location=Subquery(of_theirs))


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0010_lists_and_search_by_index"),
        ("company", "0007_what_a_bulk_act_found"),
        ("scheduling", "0009_seats_to_come"),
    ]

    operations = [
        migrations.AddField(
            model_name="interview",
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
