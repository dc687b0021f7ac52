from django.db import migrations, models


class Migration(migrations.Migration):
    """The month's SMS are added up at every gate."""

    dependencies = [("messaging", "0003_their_page_as_a_channel")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(channel="sms"), fields=["sent_at"], name="sms_by_time"),
        ),
    ]
