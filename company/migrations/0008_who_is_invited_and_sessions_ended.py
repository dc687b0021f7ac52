"""Mails to people who have no account yet, secret addresses in mails, and ending somebody's sessions."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def nothing(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Going forward no row has to change."""


def forget_mails_to_the_invited(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("company", "StaffMail").objects.filter(to=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0007_what_a_bulk_act_found"),
    ]

    operations = [
        migrations.AddField(
            model_name="staff",
            name="sessions_ended",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="staffmail",
            name="address",
            field=models.EmailField(blank=True, max_length=254, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="staffmail",
            name="secret",
            field=models.CharField(blank=True, editable=False, max_length=300),
        ),
        migrations.AlterField(
            model_name="staffmail",
            name="to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mails",
                to=settings.AUTH_USER_MODEL,
                verbose_name="to whom",
            ),
        ),
        migrations.RunPython(nothing, forget_mails_to_the_invited, elidable=True),
    ]
