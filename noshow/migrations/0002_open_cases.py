"""The cases under way are found without reading those that are over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("noshow", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["opened_at"],
                condition=models.Q(("state__in", ["answered", "handed", "held", "open", "proposed"])),
                name="open_cases",
            ),
        ),
    ]
