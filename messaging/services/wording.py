"""Which words a message gets: the company's own text for the job, for all jobs, or the built-in one."""

from typing import NamedTuple

from django.db.models import F, Q

from candidates.models import Job
from messaging import defaults
from messaging.models import Template
from messaging.policy import ChannelName, Kind


class NoWords(Exception):
    """Nothing is ever said by this kind on this channel: a call, or a text that a person writes."""


class Words(NamedTuple):
    """``version`` names the text for good: ``template-7.3`` or ``built-in-ja-1``."""

    subject: str
    body: str
    version: str


def words_for(kind: Kind | str, channel: ChannelName | str, language: str, job: Job | None) -> Words:
    """The text with its variables still in it. A language without its own texts is answered in Japanese."""
    kind, channel = Kind(kind), ChannelName(channel)
    own = (
        Template.objects.filter(Q(job=None) | Q(job=job), kind=kind, channel=channel, language=language)
        .order_by(F("job").desc(nulls_last=True))
        .first()
    )
    if own is not None:
        return Words(own.subject, own.body, f"template-{own.pk}.{own.version}")
    return _built_in(kind, channel, language)


def _built_in(kind: Kind, channel: ChannelName, language: str) -> Words:
    words = defaults.built_in(kind, channel, language)
    if words is None:
        raise NoWords(f"{kind}/{channel}")
    return Words(*words, f"built-in-{language}-{defaults.EDITION}")
