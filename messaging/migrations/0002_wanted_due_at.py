from django.db import migrations, models


class Migration(migrations.Migration):
    """A message that was put off (night, limit, retry) still knows when the plan wanted it."""

    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="wanted_due_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
