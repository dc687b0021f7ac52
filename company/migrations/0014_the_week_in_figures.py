from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0013_a_candidate_met_nobody"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("application", "Somebody applied"),
                    ("contact_owed", "First contact is owed"),
                    ("word", "A candidate wrote"),
                    ("unreachable", "A message did not arrive"),
                    ("late", "Running late, or lost on the way"),
                    ("moved", "An interview was moved or given up"),
                    ("outcome_owed", "An outcome is to be entered"),
                    ("case", "News of somebody who did not come"),
                    ("nobody_there", "A candidate came and met nobody"),
                    ("mention", "A colleague mentioned you"),
                    ("handed_over", "An application was handed to you"),
                    ("offer", "An offer was answered"),
                    ("intake", "An application could not be read"),
                    ("weekly", "The week in figures, on Mondays"),
                    ("system", "Something does not work"),
                ],
                max_length=14,
                verbose_name="kind",
            ),
        ),
    ]
