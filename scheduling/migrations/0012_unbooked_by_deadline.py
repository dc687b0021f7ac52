"""Whose deadline passed without a time being chosen: by index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0011_days_of_a_place_by_index")]

    operations = [
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                fields=["state", "answer_by"],
                condition=models.Q(state__in=["invited", "lapsed"]),
                name="unbooked_by_deadline",
            ),
        ),
    ]
