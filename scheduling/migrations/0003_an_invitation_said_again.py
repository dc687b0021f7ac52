from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scheduling", "0002_interviewers_do_not_overlap")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="invited_again",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
