from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0005_papers_boards_offers_and_search"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("birth_on__isnull", False)), fields=["birth_on"], name="people_by_birth"
            ),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                condition=models.Q(("family_kana", ""), _negated=True),
                fields=["family_kana", "given_kana"],
                name="people_by_kana",
            ),
        ),
    ]
