from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0004_rules_holds_and_earlier_times")]

    operations = [
        migrations.AddField(
            model_name="slot",
            name="made_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
