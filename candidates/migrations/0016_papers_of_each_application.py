import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EACH = ["candidate", "application", "digest"]


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0015_who_waits_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint("document", "one_document_per_content"),
        migrations.AlterField(
            "document",
            "uploaded_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=models.Q(("uploaded_by", None)), fields=EACH, name="one_own_paper_per_content"
            ),
        ),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
                condition=models.Q(("uploaded_by__isnull", False)),
                fields=EACH,
                name="one_paper_of_ours_per_content",
            ),
        ),
    ]
