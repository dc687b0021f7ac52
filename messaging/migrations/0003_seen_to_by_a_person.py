from django.db import migrations, models
from django.db.models import Q

ENDED = [
    "accepted",
    "cancelled",
    "delivered",
    "expired",
    "failed",
    "needs_person",
    "received",
    "suppressed",
    "undelivered",
    "unknown",
]


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_doubt_holds_and_events")]

    operations = [
        migrations.AddField(
            model_name="message", name="seen_to_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=Q(state__in=ENDED), fields=["due_at"], name="ended_by_due_time"),
        ),
    ]
