"""A company's own words for a message, and the way back to the built-in ones."""

from datetime import datetime

from django.db import transaction

from candidates.models import Job
from company.models import Staff
from company.services.trail import record
from messaging.models import Template
from messaging.policy import ChannelName, Kind
from messaging.rendering import check
from messaging.services.writing import UnknownVariables

__all__ = ["NothingSaid", "UnknownVariables", "restore", "reword"]


class NothingSaid(Exception):
    """A message without words is not sent, so it is not kept either."""


def reword(
    kind: Kind,
    channel: ChannelName,
    language: str,
    job: Job | None,
    *,
    subject: str,
    body: str,
    by: Staff,
    now: datetime,
) -> Template:
    """Say it like this from now on, for one job or for all; messages planned already say it too.

    Raises UnknownVariables, NothingSaid. The version grows with every change of the words.
    """
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    if not body or (channel == ChannelName.EMAIL and not subject):
        raise NothingSaid
    if unknown := check(f"{subject}\n{body}"):
        raise UnknownVariables(unknown)
    with transaction.atomic():
        text, is_new = Template.objects.select_for_update().get_or_create(
            kind=kind,
            channel=channel,
            language=language,
            job=job,
            defaults={"subject": subject, "body": body},
        )
        if not is_new and (text.subject, text.body) == (subject, body):
            return text
        if not is_new:
            text.subject, text.body, text.version = subject, body, text.version + 1
            text.save()
        record(
            "text_changed", text, now=now, by=by, kind=str(kind), channel=str(channel), version=text.version
        )
    return text


@transaction.atomic
def restore(
    kind: Kind, channel: ChannelName, language: str, job: Job | None, *, by: Staff, now: datetime
) -> bool:
    """Back to the words for all jobs, or to the built-in ones; False if there were no others."""
    rows = Template.objects.select_for_update()
    text = rows.filter(kind=kind, channel=channel, language=language, job=job).first()
    if text is None:
        return False
    record("text_restored", text, now=now, by=by, kind=str(kind), channel=str(channel), version=text.version)
    text.delete()
    return True
