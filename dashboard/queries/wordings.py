"""文面: which texts there are, which words hold now, and what can be put into them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy

from candidates.models import Job
from dashboard.scope import Scope
from messaging.drafts import Draft
from messaging.knowing import braced, known_values, label, said_by_built_in
from messaging.linting import remarks, worries
from messaging.models import KINDS, Template, TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.rendering import VARIABLES
from messaging.services.rewording import own_host, versions_of
from messaging.services.wording import Words, words_for
from reminders.cadence_words import moment_of_kind
from reminders.models import CadenceStep

GROUPS = (
    (
        gettext_lazy("From applying to the interview"),
        (
            Kind.THANKS,
            Kind.PRE_CALL,
            Kind.INVITATION,
            Kind.INVITATION_CHASE,
            Kind.NEW_TIMES,
            Kind.BOOKED,
            Kind.MOVED,
            Kind.EARLIER_TIME,
            Kind.EARLIER_TAKEN,
        ),
    ),
    (
        gettext_lazy("Before the interview"),
        (
            Kind.REMINDER_DAYS,
            Kind.NURTURE,
            Kind.REMINDER_AHEAD,
            Kind.REMINDER_EVE,
            Kind.REMINDER_AGAIN,
            Kind.DIRECTIONS,
            Kind.CONFIRMED,
            Kind.LATE_NOTED,
            Kind.THE_WAY,
        ),
    ),
    (
        gettext_lazy("When something comes up"),
        (
            Kind.CANCELLED,
            Kind.ABSENCE_FIRST,
            Kind.ABSENCE_SECOND,
            Kind.ABSENCE_THIRD,
            Kind.FINAL_NOTICE,
            Kind.REPLY_LINK,
            Kind.REJECTED,
            Kind.ENDED,
        ),
    ),
    (
        gettext_lazy("After the interview"),
        (Kind.OFFERED, Kind.OFFER_CHASE, Kind.OFFER_ACCEPTED, Kind.JOINING),
    ),
)
KIND_WORDS = dict(KINDS)


@dataclass(frozen=True)
class Which:
    """One text: of a kind, on a channel, in a language, for one job or for all."""

    kind: Kind
    channel: ChannelName
    language: str
    job: Job | None

    @property
    def is_email(self) -> bool:
        return self.channel == ChannelName.EMAIL

    @property
    def is_line(self) -> bool:
        return self.channel == ChannelName.LINE

    @property
    def name(self) -> str:
        return str(KIND_WORDS[self.kind])

    @property
    def key(self) -> tuple[Kind, ChannelName, str, Job | None]:
        """What the services of ``messaging`` know it by."""
        return self.kind, self.channel, self.language, self.job


@dataclass(frozen=True)
class KindRow:
    kind: str
    name: str
    when: str
    is_own: bool
    worries: int


@dataclass(frozen=True)
class KindGroup:
    name: str
    rows: tuple[KindRow, ...]


@dataclass(frozen=True)
class JobRow:
    job: Job
    is_own: bool
    changed_at: datetime | None
    changed_by: str


@dataclass(frozen=True)
class Item:
    """Something to put in; ``needed``: the built-in words have it, ``is_there``: these have it, too."""

    text: str
    name: str
    needed: bool


def kind_groups(which: Which) -> list[KindGroup]:
    """The list beside the editor: when each goes out, whose words are the company's own, what is amiss."""
    own, amiss = _own_kinds(which)
    steps: dict[str, list[CadenceStep]] = {}
    for step in CadenceStep.objects.filter(is_active=True):
        steps.setdefault(step.kind, []).append(step)
    return [
        KindGroup(
            str(name),
            tuple(
                KindRow(
                    kind,
                    str(KIND_WORDS[kind]),
                    moment_of_kind(kind, [step.as_step() for step in steps.get(kind, ())]),
                    kind in own,
                    amiss.get(kind, 0),
                )
                for kind in kinds
            ),
        )
        for name, kinds in GROUPS
    ]


def _own_kinds(which: Which) -> tuple[set[str], Mapping[str, int]]:
    """Kinds with words of the company's own, and how much is to be looked at in them."""
    amiss: dict[str, int] = {}
    texts = Template.objects.filter(_for(which.job))
    own = set()
    for text in texts:
        own.add(text.kind)
        draft = Draft(
            Kind(text.kind), ChannelName(text.channel), text.language, text.body, text.subject, own_host()
        )
        if found := worries(remarks(draft)):
            amiss[text.kind] = amiss.get(text.kind, 0) + found
    return own, amiss


def _for(job: Job | None) -> Q:
    return Q(job=job) if job else Q(job=None)


def own_text(which: Which) -> Template | None:
    rows = Template.objects.filter(_for(which.job), kind=which.kind, channel=which.channel)
    return rows.filter(language=which.language).first()


def newest_version(which: Which) -> TemplateVersion | None:
    return versions_of(*which.key).first()


def words_now(which: Which) -> Words:
    return words_for(*which.key)


def job_rows(scope: Scope, which: Which) -> list[JobRow]:
    """Which jobs say this in their own words, since when and by whom."""
    texts = Template.objects.filter(kind=which.kind, channel=which.channel, language=which.language)
    own = dict(texts.exclude(job=None).values_list("job", "updated_at"))
    kept: dict[int | None, TemplateVersion] = {}
    versions = TemplateVersion.objects.filter(
        kind=which.kind, channel=which.channel, language=which.language, job__in=list(own)
    )
    for version in versions.select_related("by").order_by("version"):
        kept[version.job_id] = version
    rows = []
    for job in scope.jobs().select_related("location"):
        last = kept.get(job.pk)
        at = last.at if last else own.get(job.pk)
        rows.append(JobRow(job, job.pk in own, at, str(last.by) if last and last.by else ""))
    return rows


def variables(which: Which) -> list[Item]:
    """What can be put in here, named as the text's language names it; what is needed comes first."""
    needed = said_by_built_in(which.kind, which.channel, which.language)
    names = [name for name in VARIABLES if name in known_values(which.kind)]
    names.sort(key=lambda name: name not in needed)
    return [Item(braced(name, which.language), label(name, which.language), name in needed) for name in names]
