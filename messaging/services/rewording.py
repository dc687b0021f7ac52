"""A company's own words for a message, every version of them, and the way back to any."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from candidates.models import Job
from company.models import Staff
from company.services.trail import record
from messaging.drafts import Draft
from messaging.linting import Remark, remarks, stops
from messaging.models import Message, Template, TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.rendering import check
from messaging.services.writing import UnknownVariables

__all__ = [
    "NotFit",
    "NothingSaid",
    "SomebodyWasFirst",
    "UnknownVariables",
    "bring_back",
    "code_of",
    "restore",
    "reword",
    "version_behind",
    "versions_of",
]


class NothingSaid(Exception):
    """A message without words is not sent, so it is not kept either."""


class NotFit(Exception):
    """The text could not be sent, or would hurt; ``remarks`` say what to do about it."""

    def __init__(self, found: Sequence[Remark]) -> None:
        super().__init__(", ".join(one.code for one in found))
        self.remarks = found


class SomebodyWasFirst(Exception):
    """Since the form was opened the text was changed; ``version`` says how and by whom."""

    def __init__(self, version: TemplateVersion) -> None:
        super().__init__(version.version)
        self.version = version


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
    seen: int | None = None,
) -> Template:
    """Say it like this from now on, for one job or for all; messages planned already say it too.

    ``seen`` is the number of the version the words were typed over, 0 for none; without it nobody asks.
    Raises UnknownVariables, NothingSaid, NotFit, SomebodyWasFirst. Every change is a version of its own.
    """
    subject, body = subject.strip(), body.replace("\r\n", "\n").strip()
    _must_be_fit(Draft(kind, channel, language, body, subject, own_host()))
    with transaction.atomic():
        text, is_new = Template.objects.select_for_update().get_or_create(
            kind=kind,
            channel=channel,
            language=language,
            job=job,
            defaults={"subject": subject, "body": body},
        )
        newest = versions_of(kind, channel, language, job).first()
        if seen is not None and newest is not None and newest.version != seen:
            raise SomebodyWasFirst(newest)
        if not is_new and (text.subject, text.body) == (subject, body):
            return text
        text.subject, text.body = subject, body
        text.version = 1 + max(newest.version if newest else 0, 0 if is_new else text.version)
        text.save()
        _keep_version(text, text.version, code_of(text), by=by, now=now)
        record(
            "text_changed", text, now=now, by=by, kind=str(kind), channel=str(channel), version=text.version
        )
    return text


def own_host() -> str:
    """The name of our own server, as links in texts have it."""
    return urlsplit(settings.PUBLIC_BASE_URL).hostname or ""


def code_of(text: Template) -> str:
    """What messages sent with it keep; it names the words for good."""
    return f"template-{text.pk}.{text.version}"


def _must_be_fit(draft: Draft) -> None:
    if not draft.body or (draft.is_email and not draft.subject):
        raise NothingSaid
    if unknown := check(draft.whole):
        raise UnknownVariables(unknown)
    if found := stops(remarks(draft)):
        raise NotFit(found)


def _keep_version(
    text: Template, number: int, code: str, *, by: Staff, now: datetime, is_removal: bool = False
) -> TemplateVersion:
    return TemplateVersion.objects.create(
        kind=text.kind,
        channel=text.channel,
        language=text.language,
        job=text.job,
        version=number,
        code=code,
        subject="" if is_removal else text.subject,
        body="" if is_removal else text.body,
        is_removal=is_removal,
        by=by,
        at=now,
    )


@transaction.atomic
def restore(
    kind: Kind, channel: ChannelName, language: str, job: Job | None, *, by: Staff, now: datetime
) -> bool:
    """Back to the words for all jobs, or to the built-in ones; False if there were no others."""
    rows = Template.objects.select_for_update()
    text = rows.filter(kind=kind, channel=channel, language=language, job=job).first()
    if text is None:
        return False
    _keep_version(text, text.version + 1, "", by=by, now=now, is_removal=True)
    record("text_restored", text, now=now, by=by, kind=str(kind), channel=str(channel), version=text.version)
    text.delete()
    return True


def bring_back(version: TemplateVersion, *, by: Staff, now: datetime) -> None:
    """What it said then holds again, as a new version. Raises what ``reword`` raises."""
    which = (Kind(version.kind), ChannelName(version.channel), version.language, version.job)
    if version.is_removal:
        restore(*which, by=by, now=now)
    else:
        reword(*which, subject=version.subject, body=version.body, by=by, now=now)


def versions_of(
    kind: Kind, channel: ChannelName, language: str, job: Job | None
) -> QuerySet[TemplateVersion]:
    """Every version of one text, the newest first."""
    rows = TemplateVersion.objects.filter(kind=kind, channel=channel, language=language, job=job)
    return rows.select_related("by", "job__location").order_by("-version")


def version_behind(message: Message) -> TemplateVersion | None:
    """The company's words a message was sent with; None for built-in ones and for letters by hand."""
    code = message.template_version
    return TemplateVersion.objects.filter(code=code).first() if code.startswith("template-") else None
