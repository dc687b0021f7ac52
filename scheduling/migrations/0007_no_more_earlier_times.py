from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0006_what_a_wish_asks_for")]

    operations = [
        migrations.AddField(
            model_name="earlieroffer",
            name="no_more",
            field=models.BooleanField(default=False),
        ),
    ]
