"""Lists of one store and of everybody, and the search, are answered by an index."""

import django.db.models.deletion
from django.db import migrations, models

import candidates.models.finding


class Migration(migrations.Migration):
    dependencies = [("candidates", "0009_where_they_applied")]

    operations = [
        migrations.AlterField(
            model_name="application",
            name="location",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="company.location",
                verbose_name="location",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="is_open",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Q(
                    ("stage__in", ["joined", "rejected", "withdrawn", "declined", "closed"]), _negated=True
                ),  # type: ignore[arg-type]  # a Q is an expression there
                output_field=models.BooleanField(),
                verbose_name="under way",
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="applied_at",
            field=models.DateTimeField(verbose_name="applied at"),
        ),
        migrations.AlterField(
            model_name="application",
            name="job",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="applications",
                to="candidates.job",
                verbose_name="job",
            ),
        ),
        migrations.AlterField(
            model_name="application",
            name="stage",
            field=models.CharField(
                choices=[
                    ("received", "Applied"),
                    ("in_contact", "In contact"),
                    ("interviewing", "Interview"),
                    ("deciding", "Deciding"),
                    ("offered", "Offered"),
                    ("joined", "Joined"),
                    ("rejected", "Not this time"),
                    ("withdrawn", "Withdrawn"),
                    ("declined", "Declined"),
                    ("closed", "Closed"),
                ],
                default="received",
                max_length=12,
                verbose_name="stage",
            ),
        ),
        migrations.AlterField(
            model_name="searchkey",
            name="application",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_keys",
                to="candidates.application",
            ),
        ),
        migrations.AlterField(
            model_name="searchkey",
            name="location",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="company.location",
            ),
        ),
        migrations.AlterField(
            model_name="searchkey",
            name="text",
            field=candidates.models.finding.FoldedField(max_length=80),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["applied_at", "id"], name="applications_by_day"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["location", "applied_at", "id"], name="applications_of_place"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["job", "applied_at", "id"], name="applications_of_job"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["stage", "applied_at", "id"], name="applications_at_stage"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["applied_at", "id"], name="open_by_day"
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["location", "applied_at", "id"],
                name="open_of_place",
            ),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["owner", "applied_at", "id"],
                name="open_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["text", "application"], name="keys_by_text"),
        ),
        migrations.AddIndex(
            model_name="searchkey",
            index=models.Index(fields=["location", "text", "application"], name="keys_of_place"),
        ),
    ]
