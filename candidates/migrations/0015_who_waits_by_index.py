"""Whom nobody has spoken with yet, and since when the others are in contact: by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("candidates", "0014_house_papers")]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["applied_at", "location"],
                condition=models.Q(is_open=True, contacted_at=None),
                name="open_and_not_met",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["contacted_at"],
                condition=models.Q(stage="in_contact"),
                name="in_contact_by_time",
            ),
        ),
    ]
