"""What happened with one application, who did it and when: the audit trail in words, newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates.models import Application, Candidate, Document
from company.models import AuditEvent
from company.policy import Actor
from company.wording import ACTIONS
from dashboard.queries.events import WORDS, Seen
from dashboard.words import channel_word
from messaging.models import KINDS
from messaging.policy import ChannelName
from scheduling.models import Slot

ON_A_PAGE = 100


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True)
class Trail:
    lines: tuple[Line, ...]
    page: int
    pages: int
    count: int


def trail_of(application: Application, *, page: int = 1) -> Trail:
    """Everything about the application, and about the person themselves."""
    pages = Paginator(_events(application), ON_A_PAGE)
    shown = pages.get_page(page)
    events = list(shown)
    slots = Slot.objects.in_bulk({pk for event in events if (pk := event.details.get("slot"))})
    lines = tuple(line_of(event, Seen(event, slots)) for event in events)
    return Trail(lines, shown.number, pages.num_pages, pages.count)


def _events(application: Application) -> QuerySet[AuditEvent]:
    person = Q(
        entity=Candidate._meta.label_lower, entity_id=application.candidate_id, application_id__isnull=True
    )
    rows = AuditEvent.objects.filter(Q(application_id=application.pk) | person)
    return rows.select_related("actor").order_by("-at", "-pk")


def line_of(event: AuditEvent, seen: Seen) -> Line:
    head, text = WORDS[event.action][1](seen) if event.action in WORDS else ("", "")
    detail = "" if text == seen.who else text.removesuffix(f", {seen.who}").removesuffix(f"・{seen.who}")
    if event.action == "stage_moved":
        head, detail = "", _stages(seen)
    return Line(
        at=event.at,
        who=_who(event),
        what=head or action_words(event.action),
        detail=detail or _about(seen),
    )


def action_words(action: str) -> str:
    return str(ACTIONS[action]) if action in ACTIONS else pgettext("trail", "Something was changed")


def _who(event: AuditEvent) -> str:
    if event.actor_kind == Actor.CANDIDATE:
        return pgettext("who did it", "the candidate")
    if event.actor_kind == Actor.STAFF:
        return str(event.actor) if event.actor else pgettext("who did it", "a former colleague")
    return pgettext("who did it", "automatic")


def _stages(seen: Seen) -> str:
    labels = {str(value): str(label) for value, label in Application._meta.get_field("stage").flatchoices}
    old, new = labels.get(seen.detail("from"), ""), labels.get(seen.detail("to"), "")
    return _("%(old)s → %(new)s") % {"old": old, "new": new} if old and new else new


def _about(seen: Seen) -> str:
    """Which message, which channel, which paper: only what has words."""
    kinds = {str(value): str(label) for value, label in KINDS}
    papers = {str(value): str(label) for value, label in Document._meta.get_field("kind").flatchoices}
    channel = seen.detail("channel")
    parts = [
        kinds.get(seen.detail("kind"), papers.get(seen.detail("kind"), "")),
        channel_word(channel) if channel in set(ChannelName) else "",
        seen.slot_time,
    ]
    return "・".join(part for part in parts if part)
