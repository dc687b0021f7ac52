from django.db import migrations

import company.models


class Migration(migrations.Migration):
    dependencies = [("company", "0001_initial")]

    operations = [
        migrations.AlterModelManagers(name="staff", managers=[("objects", company.models.StaffManager())]),
    ]
