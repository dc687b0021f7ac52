from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0009_who_is_about_to_call")]
    operations = [
        migrations.AddField(
            model_name="templateversion",
            name="code",
            field=models.CharField(blank=True, db_index=True, max_length=40),
        ),
    ]
