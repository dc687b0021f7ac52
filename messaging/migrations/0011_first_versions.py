"""Texts that stand already get the version they are, under the code that messages name."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    template = apps.get_model("messaging", "Template")
    version = apps.get_model("messaging", "TemplateVersion")
    database = schema_editor.connection.alias
    version.objects.using(database).bulk_create(
        version(
            kind=text.kind,
            channel=text.channel,
            language=text.language,
            job_id=text.job_id,
            version=text.version,
            code=f"template-{text.pk}.{text.version}",
            subject=text.subject,
            body=text.body,
            at=text.updated_at,
        )
        for text in template.objects.using(database).all()
    )


class Migration(migrations.Migration):
    dependencies = [("messaging", "0010_versions_that_messages_name")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
