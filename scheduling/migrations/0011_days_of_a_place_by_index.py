"""A day of one store, whom nobody has said anything about, and what is left of a slot: each by index."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0010_where_they_are_met")]

    operations = [
        migrations.AlterField(
            model_name="interview",
            name="location",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.location",
                verbose_name="location",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                fields=["slot", "ends_at"], condition=models.Q(active=True), name="seats_of_slot"
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["location", "starts_at"], name="interviews_of_place"),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                fields=["starts_at"], condition=models.Q(state="booked"), name="booked_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(
                fields=["location", "invited_at"],
                condition=models.Q(state="invited"),
                name="invited_of_place",
            ),
        ),
    ]
