"""Everything kept about one person, for them to read, and what stays once they are erased."""

from typing import Any  # plain values for a file

from django.db.models import F, QuerySet

from candidates.models import Application, Candidate, ContentClick, Document, Note, PageOpening
from messaging.models import Message
from scheduling.models import AvailabilityWish, Interview

FACTS = (
    "family_name",
    "given_name",
    "family_kana",
    "given_kana",
    "birth_on",
    "phone",
    "email",
    "language",
    "preferred_channel",
    "preferred_hours",
    "created_at",
)
OF_APPLICATION = (
    "pk",
    "applied_at",
    "stage",
    "source",
    "source_note",
    "motivation",
    "availability",
    "constraints",
    "consented_at",
    "consent_text",
    "closed_at",
    "closed_reason",
    "contacted_at",
    "decide_by",
    "offered_at",
    "offer_answer_by",
    "offer_accepted_at",
    "offer_accepted_by_phone",
    "starts_on",
    "starts_time",
    "starts_place",
    "starts_bring",
    "keenness",
    "other_applications",
)


def what_is_kept(person: Candidate) -> dict[str, int]:
    """How many rows of each kind."""
    theirs = _applications(person)
    return {
        "applications": theirs.count(),
        "messages": Message.objects.filter(application__in=theirs).count(),
        "interviews": Interview.objects.filter(application__in=theirs).count(),
        "notes": Note.objects.filter(application__in=theirs).count(),
        "documents": Document.objects.filter(candidate=person).count(),
        "wishes": AvailabilityWish.objects.filter(application__in=theirs).count(),
        "visits": _openings(theirs).count() + _readings(theirs).count(),
    }


def export_of(person: Candidate) -> dict[str, Any]:
    """All of it, as plain values. Colleagues' notes are about the person, so they are in it."""
    theirs = _applications(person)
    return {
        "person": {name: getattr(person, name) for name in FACTS},
        "has_line": bool(person.line_id),
        "applications": [
            {"job": one.job.title, "place": one.job.location.name}
            | {name: getattr(one, name) for name in OF_APPLICATION}
            for one in theirs.select_related("job__location")
        ],
        "messages": list(
            Message.objects.filter(application__in=theirs)
            .order_by("due_at", "pk")
            .values(
                "direction", "channel", "kind", "state", "subject", "body", "address", "due_at", "sent_at"
            )
        ),
        "interviews": list(
            Interview.objects.filter(application__in=theirs)
            .order_by("pk")
            .values("application_id", "state", "starts_at", "ends_at", "confirmed_at")
        ),
        "wishes": list(
            AvailabilityWish.objects.filter(application__in=theirs)
            .order_by("told_at")
            .values("application_id", "text", "times", "coming", "told_at", "handled_at")
        ),
        "pages_opened": list(_openings(theirs).order_by("opened_at").values_list("opened_at", flat=True)),
        "read": list(
            _readings(theirs)
            .order_by("clicked_at")
            .values("application_id", "clicked_at", title=F("content__title"))
        ),
        "notes": list(
            Note.objects.filter(application__in=theirs, deleted_at=None)
            .order_by("written_at")
            .values("text", "written_at")
        ),
        "documents": list(Document.objects.filter(candidate=person).values("name", "kind", "content_type")),
    }


def _openings(theirs: QuerySet[Application]) -> QuerySet[PageOpening]:
    """When they opened their own page."""
    return PageOpening.objects.filter(link__application__in=theirs)


def _readings(theirs: QuerySet[Application]) -> QuerySet[ContentClick]:
    """What they opened there to read, and when."""
    return ContentClick.objects.filter(application__in=theirs)


def _applications(person: Candidate) -> QuerySet[Application]:
    return Application.objects.filter(candidate=person).order_by("applied_at")
