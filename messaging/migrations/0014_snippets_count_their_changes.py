"""Nobody changes or takes back a saved text they have not seen."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0013_snippets")]

    operations = [
        migrations.AddField(
            model_name="snippet", name="version", field=models.PositiveIntegerField(default=1)
        ),
    ]
