"""文面: which texts there are, which words hold, how they read filled in, and what a reader would miss."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.models import Job
from company.moments import day_hour_words, day_words, hour_words
from company.services.profile import the_company
from dashboard.scope import Scope
from messaging.defaults import built_in as built_in_words
from messaging.forms import SENT_BY
from messaging.models import KINDS, Template
from messaging.policy import ChannelName, Kind
from messaging.rendering import (
    OPTIONAL,
    VARIABLES,
    MissingValue,
    check,
    render,
    render_line,
    sms_parts,
    sms_units,
    variables_in,
)
from messaging.services.composing import address_of_link
from messaging.services.wording import Words, words_for

SAMPLE_LINK = "k3Vt9QmXw7Rb2LsYp5Hd8A"
LONGEST_SMS = 3
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
CANNOT_MISS = frozenset({"link", "when", "date", "time", "deadline"})
"""Facts that the built-in text gives and a reader needs: leaving one out is worth a warning."""
ALWAYS = frozenset(
    {
        "name",
        "full_name",
        "company",
        "location",
        "job",
        "phone",
        "sender",
        "address",
        "access",
        "map",
        "bring",
        "dress",
        "talk",
        "link",
    }
)
DAY = frozenset({"date", "time", "when"})
INTERVIEW = DAY | {"how", "interviewer", "meeting_link"}


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


@dataclass(frozen=True)
class KindRow:
    kind: str
    name: str
    is_own: bool


@dataclass(frozen=True)
class KindGroup:
    name: str
    rows: tuple[KindRow, ...]


@dataclass(frozen=True)
class JobRow:
    job: Job
    is_own: bool
    changed_at: datetime | None


@dataclass(frozen=True)
class Remark:
    """One line of "how a reader sees it"; ``tone`` is bad, warn, or empty for what is fine."""

    tone: str
    icon: str
    head: str
    text: str
    insert: str = ""


@dataclass(frozen=True)
class Reading:
    """The text filled with a sample person's values, and what to say about it."""

    subject: str
    body: str
    characters: int
    parts: int
    left: int
    fill: int
    cuts: tuple[float, ...]
    remarks: tuple[Remark, ...]
    unknown: tuple[str, ...] = field(default=())

    @property
    def worries(self) -> int:
        return sum(bool(remark.tone) for remark in self.remarks)


def kind_groups(which: Which) -> list[KindGroup]:
    """The list beside the editor; a kind with words of the company's own is marked."""
    own = set(Template.objects.filter(_for(which.job)).values_list("kind", flat=True))
    return [
        KindGroup(str(name), tuple(KindRow(kind, str(KIND_WORDS[kind]), kind in own) for kind in kinds))
        for name, kinds in GROUPS
    ]


def _for(job: Job | None) -> Q:
    return Q(job=job) if job else Q(job=None)


def own_text(which: Which) -> Template | None:
    rows = Template.objects.filter(_for(which.job), kind=which.kind, channel=which.channel)
    return rows.filter(language=which.language).first()


def words_now(which: Which) -> Words:
    return words_for(which.kind, which.channel, which.language, which.job)


def job_rows(scope: Scope, which: Which) -> list[JobRow]:
    """Which jobs say this in their own words."""
    texts = Template.objects.filter(kind=which.kind, channel=which.channel, language=which.language)
    own = dict(texts.exclude(job=None).values_list("job", "updated_at"))
    jobs = scope.jobs().select_related("location")
    return [JobRow(job, job.pk in own, own.get(job.pk)) for job in jobs]


def variables(which: Which) -> list[tuple[str, str]]:
    """What can be put in here: the text to insert, and its name in the text's language."""
    names = [name for name in VARIABLES if name in known_values(which.kind)]
    return [(braced(name, which.language), _label(name, which.language)) for name in names]


def known_values(kind: Kind) -> frozenset[str]:
    """The variables that have a value when this is sent: the common ones and those of the built-in texts."""
    used = ALWAYS.union(
        *(_built_in_variables(kind, channel, language) for channel in SENT_BY for language in ("ja", "en"))
    )
    return used | INTERVIEW if used & DAY else used


def braced(name: str, language: str) -> str:
    return f"{{{_label(name, language)}}}"


def _label(name: str, language: str) -> str:
    return VARIABLES[name] if language == "ja" else name


def sample_values(which: Which, job: Job | None, *, now: datetime) -> Mapping[str, str]:
    """A person nobody knows, tomorrow at one, at a real location of the company."""
    company = the_company()
    location = job.location if job else None
    when = now.replace(hour=4, minute=0) + timedelta(days=1)
    with translation.override(which.language):
        return {
            "name": _("Sasaki"),
            "full_name": _("Ren Sasaki"),
            "company": company.name,
            "location": location.name if location else company.name,
            "job": job.title if job else _("Hall staff"),
            "interviewer": str(job.owner) if job and job.owner else _("Ms Kobayashi"),
            "date": day_words(when),
            "time": hour_words(when),
            "when": day_hour_words(when),
            "how": _("At %(place)s") % {"place": location.name if location else company.name},
            "bring": (job.bring if job else "") or _("nothing"),
            "dress": (job.dress if job else "") or _("as you are"),
            "address": location.postal_address if location else "",
            "access": location.access if location else "",
            "map": location.map_url if location else "",
            "phone": company.caller_number or (location.phone if location else "") or "0422-00-0000",
            "link": address_of_link(SAMPLE_LINK),
            "deadline": day_hour_words(when + timedelta(days=1)),
            "first_day": day_hour_words(when + timedelta(days=14)),
            "sender": str(job.owner) if job and job.owner else _("the hiring team"),
            "minutes": str(job.interview_minutes if job else 30),
            "meeting_link": "https://meet.example.jp/abc",
            "talk": (job.talk if job else "") or _("what you would like to do"),
        }


def read(which: Which, subject: str, body: str, values: Mapping[str, str]) -> Reading:
    """How it arrives, and what is worth another look."""
    unknown = tuple(check(f"{subject}\n{body}"))
    try:
        text = body if unknown else render(body, values)
        head = subject if unknown else render_line(subject, values) if subject else ""
    except MissingValue:
        text, head = body, subject
    units, single, each = sms_units(text)
    parts = sms_parts(text) if which.channel == ChannelName.SMS else 0
    room = single if parts <= 1 else parts * each
    return Reading(
        subject=head,
        body=text,
        characters=len(text),
        parts=parts,
        left=max(room - units, 0),
        fill=min(100, round(100 * units / room)),
        cuts=tuple(round(100 * n / parts, 1) for n in range(1, parts)),
        remarks=tuple(_remarks(which, subject, body, parts, unknown)),
        unknown=unknown,
    )


def _remarks(which: Which, subject: str, body: str, parts: int, unknown: tuple[str, ...]) -> list[Remark]:
    remarks = [
        Remark(
            "bad",
            "alert",
            _("%(item)s is not known") % {"item": f"{{{name}}}"},
            _("Use one of the items below."),
        )
        for name in unknown
    ]
    if not body.strip():
        remarks.append(Remark("bad", "alert", _("There is no text"), _("An empty message is not sent.")))
    if which.is_email and not subject.strip():
        remarks.append(
            Remark("bad", "alert", _("There is no subject"), _("A mail without one looks like spam."))
        )
    said = variables_in(f"{subject}\n{body}")
    remarks += _without_value(which, said) + _missing(which, said)
    if parts > LONGEST_SMS:
        words = ngettext("It takes %(n)d SMS", "It takes %(n)d SMS", parts) % {"n": parts}
        remarks.append(Remark("warn", "sms", words, _("Short ones are read to the end, and cost less.")))
    if body.count("{link}") + body.count(f"{{{VARIABLES['link']}}}") > 1:
        remarks.append(Remark("warn", "link", _("There are two links"), _("With one link nobody is unsure.")))
    return remarks + ([] if remarks else _praise(said))


def _without_value(which: Which, said: frozenset[str]) -> list[Remark]:
    """Items that are always empty here: a needed one would keep the message from being sent."""
    remarks = []
    for name in sorted(said - known_values(which.kind)):
        head = _("%(item)s has no value here") % {"item": braced(name, which.language)}
        if name in OPTIONAL:
            remarks.append(Remark("warn", "alert", head, _("Its line is always left out.")))
        else:
            remarks.append(Remark("bad", "alert", head, _("The message would not be sent. Take it out.")))
    return remarks


def _missing(which: Which, said: frozenset[str]) -> list[Remark]:
    """What the built-in words say and these do not."""
    built_in = _built_in_variables(which.kind, which.channel, which.language)
    needed = sorted((built_in & CANNOT_MISS) - said)
    if DAY & said:
        needed = [name for name in needed if name not in DAY]
    remarks = [_lack(which, name, _reason(name)) for name in needed]
    if {"name", "full_name"} & built_in and not {"name", "full_name"} & said:
        remarks.append(_lack(which, "name", _("A message with one's name is answered more often.")))
    if "company" in built_in - said:
        words = _("Who does not see at once whom it is from does not open the link.")
        remarks.append(_lack(which, "company", words))
    return remarks


def _lack(which: Which, name: str, why: str) -> Remark:
    item = braced(name, which.language)
    return Remark("warn", "alert", _("%(item)s is missing") % {"item": item}, why, item)


def _built_in_variables(kind: Kind, channel: ChannelName, language: str) -> frozenset[str]:
    words = built_in_words(kind, channel, language)
    return variables_in("\n".join(words)) if words else frozenset()


def _reason(name: str) -> str:
    reasons = {
        "link": _("Without it nobody can answer, move or withdraw with one tap."),
        "deadline": _("Without it nobody knows by when."),
    }
    return reasons.get(name, _("Without it nobody knows when."))


def _praise(said: frozenset[str]) -> list[Remark]:
    named = [str(label) for name, label in PRAISED if name in said]
    remarks = [Remark("", "check", "", _("Every item is known, and none of the needed ones is missing."))]
    if named:
        words = _("It says: %(items)s.") % {"items": _(", ").join(named)}
        remarks.append(Remark("", "check", "", words))
    if said & OPTIONAL:
        remarks.append(Remark("", "check", "", _("A line whose item is empty is left out by itself.")))
    return remarks


PRAISED = (
    ("company", gettext_lazy("whom it is from")),
    ("name", gettext_lazy("their name")),
    ("full_name", gettext_lazy("their full name")),
    ("when", gettext_lazy("day and time")),
    ("deadline", gettext_lazy("the deadline")),
    ("phone", gettext_lazy("the number")),
    ("link", gettext_lazy("the link to change it")),
)
