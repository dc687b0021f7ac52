from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("company", "0006_notices_webhooks_and_ways_in")]

    operations = [
        migrations.AddField(
            model_name="bulkitem", name="before", field=models.JSONField(blank=True, default=dict)
        ),
    ]
