from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("noshow", "0004_risk_learned_and_noted"),
    ]

    operations = [
        migrations.CreateModel(
            name="FigureState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateTimeField(null=True)),
                ("recount_from", models.DateField(null=True)),
                ("recount_to", models.DateField(null=True)),
                ("healed_on", models.DateField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FigureCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_month", models.BooleanField()),
                ("starts_on", models.DateField()),
                ("place", models.BigIntegerField()),
                ("title", models.CharField(blank=True, max_length=80)),
                ("source", models.CharField(blank=True, max_length=80)),
                ("applied", models.PositiveIntegerField(default=0)),
                ("contacted", models.PositiveIntegerField(default=0)),
                ("booked", models.PositiveIntegerField(default=0)),
                ("confirmed", models.PositiveIntegerField(default=0)),
                ("attended", models.PositiveIntegerField(default=0)),
                ("offered", models.PositiveIntegerField(default=0)),
                ("joined", models.PositiveIntegerField(default=0)),
                ("reached", models.PositiveIntegerField(default=0)),
                ("in_time", models.PositiveIntegerField(default=0)),
                ("owed", models.PositiveIntegerField(default=0)),
                ("kept", models.PositiveIntegerField(default=0)),
                ("told", models.PositiveIntegerField(default=0)),
                ("sent", models.PositiveIntegerField(default=0)),
                ("missed", models.PositiveIntegerField(default=0)),
                ("known", models.PositiveIntegerField(default=0)),
                ("absent", models.PositiveIntegerField(default=0)),
                ("ours", models.PositiveIntegerField(default=0)),
                ("more", models.TextField(default="{}")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("title", "")),
                        fields=["place", "by_month", "starts_on"],
                        name="whole_cells_of_figures",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "by_month", "starts_on", "title", "source"),
                        name="one_cell_of_figures",
                    )
                ],
            },
        ),
    ]
