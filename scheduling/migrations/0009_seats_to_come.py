"""Which seats to come are taken is found without reading two years of bookings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0008_words_of_rules_and_calendars")]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["ends_at"], condition=models.Q(active=True), name="seats_to_come"),
        ),
    ]
