"""What waits for an answer is found without reading what does not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0011_first_versions")]

    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["due_at"], condition=models.Q(needs_answer=True), name="unanswered_by_time"
            ),
        ),
    ]
