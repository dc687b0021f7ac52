"""Every recording of how an interview went, the number at a reception, and whether interviewers are asked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("company", "0010_keys_stay_limited"),
        ("scheduling", "0012_unbooked_by_deadline"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AskingRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asks_interviewers", models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("booked", "Not yet known"),
                            ("came", "Came"),
                            ("came_late", "Came late"),
                            ("excused", "Excused"),
                            ("absent", "Could not come"),
                            ("cancelled_by_us", "Cancelled by us"),
                            ("cancelled_by_candidate", "Cancelled by the candidate"),
                        ],
                        max_length=24,
                        verbose_name="how it was",
                    ),
                ),
                (
                    "minutes_late",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="minutes late"),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unwell", "Unwell"),
                            ("family", "Something in the family"),
                            ("work_or_school", "Work or school"),
                            ("traffic", "Trains or traffic"),
                            ("weather", "Weather or disaster"),
                            ("told_before", "They had told us in time"),
                            ("our_fault", "It was our fault"),
                            ("told_us", "What they told us themselves"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                        verbose_name="why excused",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="in own words")),
                ("at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("desk", "at the desk"),
                            ("tablet", "on the shared tablet"),
                            ("mail", "by the link in the e-mail"),
                            ("check_in", "checked in with the number at the reception"),
                            ("candidate", "told by the candidate"),
                            ("system", "automatic"),
                            ("earlier", "taken over from before"),
                        ],
                        max_length=10,
                        verbose_name="by which way",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by whom",
                    ),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="scheduling.interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "recording of attendance",
                "verbose_name_plural": "recordings of attendance",
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="ReceptionCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=6, unique=True, verbose_name="number")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "location",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reception_code",
                        to="company.location",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "number at the reception",
                "verbose_name_plural": "numbers at the reception",
            },
        ),
    ]
