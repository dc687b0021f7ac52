from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0005_events_tried_again")]

    operations = [
        migrations.AddIndex(
            model_name="inboundevent",
            index=models.Index(
                condition=models.Q(("kind__in", ["follow", "unfollow"])),
                fields=["occurred_at"],
                name="friends_by_time",
            ),
        ),
    ]
