from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0005_versions_and_words_of_offers")]

    operations = [
        migrations.AddIndex("staleplan", models.Index(fields=["since", "id"], name="stale_plans_in_line")),
    ]
