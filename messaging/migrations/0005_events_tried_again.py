from django.db import migrations, models


class Migration(migrations.Migration):
    """An event that cannot be taken in is tried again, later each time."""

    dependencies = [("messaging", "0004_line_linking")]

    operations = [
        migrations.AddField("inboundevent", "failures", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("inboundevent", "next_try_at", models.DateTimeField(blank=True, null=True)),
    ]
