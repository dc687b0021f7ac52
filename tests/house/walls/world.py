"""One store with one row of everything, each marked by a word nobody else may read; and who looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client

from candidates.models import (
    Application,
    BoardJob,
    Candidate,
    ColumnChoice,
    Content,
    Document,
    HousePaper,
    Import,
    Merge,
    Note,
)
from candidates.policy import BoardMailState, Stage
from candidates.services.links import mint
from company.models import (
    ApiToken,
    BulkAct,
    Location,
    Notice,
    SavedView,
    SharedTablet,
    Staff,
    StaffInvitation,
    WebhookDelivery,
)
from company.policy import NoticeKind, Role
from messaging.models import Attempt, DeliveryIncident, Snippet
from messaging.policy import ChannelName
from messaging.services.hearing import hear
from sandbox.models import Simulation
from scheduling.models import AvailabilityWish, CalendarFeed, EarlierOffer, Slot
from scheduling.policy import InterviewState
from tests.factories import (
    NOW,
    a_board,
    a_board_mail,
    a_booked_interview,
    a_busy_feed,
    a_candidate,
    a_case,
    a_closure,
    a_job,
    a_job_picture,
    a_location,
    a_message,
    a_rule,
    a_slot,
    a_staff,
    a_webhook,
    an_application,
)
from tests.house.walls.rules import Eyes

SECRET = "秘密野"
SECRETS = (SECRET, "ひみつの", "himitsu@", "7700998", "770-0998")
UNKNOWN_TOKEN = "AAAAAAAAAAAAAAAAAAAAAA"
ROLES = {Eyes.VIEWER: Role.VIEWER, Eyes.INTERVIEWER: Role.INTERVIEWER, Eyes.RECRUITER: Role.RECRUITER}


@dataclass(frozen=True)
class World:
    """``numbers`` by the word of a rule's ``of``; ``people`` are all who can sign in."""

    place: Location
    candidate: Candidate
    application: Application
    numbers: Mapping[str, int]
    people: Mapping[Eyes, Staff]
    words: Mapping[str, object]

    def browser(self, eyes: Eyes) -> Client:
        client = Client(raise_request_exception=False)
        if eyes in self.people:
            client.force_login(self.people[eyes], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def values(self, of: str) -> Mapping[str, object]:
        """What stands in an address about such a row, whatever its parameter is called."""
        known = dict.fromkeys(("token", "rest"), UNKNOWN_TOKEN) | dict(self.words)
        number: object = self.numbers.get(of, 1)
        return _Always(number, known)


class _Always(dict[str, object]):
    """The number, for every parameter that has no value of its own."""

    def __init__(self, number: object, known: Mapping[str, object]) -> None:
        super().__init__(known)
        self.number = number

    def __missing__(self, key: str) -> object:
        return self.number


def build() -> World:
    place = a_location(name=f"{SECRET}店")
    people = {eyes: a_staff(role, locations=[place]) for eyes, role in ROLES.items()}
    people[Eyes.OWNER] = a_staff(Role.OWNER, is_staff=True, is_superuser=True, locations=[place])
    people[Eyes.ELSEWHERE] = a_staff(Role.RECRUITER, locations=[a_location(name="よその店")])
    job = a_job(location=place, title=f"{SECRET}の仕事", is_published=True, slug="published")
    candidate = a_candidate(
        family_name=SECRET, family_kana="ひみつの", phone="+819077009981", email="himitsu@example.jp"
    )
    application = an_application(candidate=candidate, job=job, stage=Stage.INTERVIEWING)
    numbers = _rows(place, people, application)
    mint(application, now=NOW)
    words = {
        "slug": "published",
        "button": "yes",
        "digest": a_job_picture(job).picture.digest,
        "other": str(numbers["other"]),
        "object_id": str(application.pk),
        "app_label": "company",
        "content_type_id": "1",
        "url": "nowhere",
    }
    return World(place, candidate, application, numbers, people, words)


def _rows(place: Location, people: Mapping[Eyes, Staff], application: Application) -> dict[str, int]:
    job, owner = application.job, people[Eyes.OWNER]
    interview = a_booked_interview(NOW + timedelta(hours=3), application)
    missed = an_application(candidate=application.candidate, job=job, stage=Stage.INTERVIEWING)
    absent = a_booked_interview(NOW.replace(hour=8), missed, state=InterviewState.ABSENT)
    slot = Slot.objects.filter(bookings__interview=interview).get()
    message = a_message(application)
    hear(application, channel=ChannelName.SMS, text=f"{SECRET}です", now=NOW)
    earlier = a_slot(NOW + timedelta(hours=2), location=place)
    note = Note.objects.create(application=application, author=owner, text=SECRET, written_at=NOW)
    document = Document.objects.create(
        candidate=application.candidate,
        application=application,
        name=f"{SECRET}.pdf",
        content_type="application/pdf",
        size=4,
        digest="d" * 64,
        content=b"%PDF",
        uploaded_at=NOW,
    )
    rows: dict[str, Any] = {
        **_of_machines(application),
        "note": note,
        "candidate": application.candidate,
        "other": a_candidate(family_name=SECRET, phone="+819077009982"),
        "bulk act": BulkAct.objects.create(kind="say", by=owner, asked_at=NOW),
        "snippet": Snippet.objects.create(name="よく使う文", body="こんにちは", changed_at=NOW),
        "house paper": HousePaper.objects.create(
            name="案内.pdf", content_type="application/pdf", size=4, digest="h", content=b"%PDF", added_at=NOW
        ),
        "view": SavedView.objects.create(staff=owner, name=SECRET, query="q=1"),
        "api key": ApiToken.objects.create(name=SECRET, token_hash="9" * 64, made_at=NOW),
        "document": document,
        "colleague": people[Eyes.RECRUITER],
        "simulation": Simulation.objects.create(
            asked_at=NOW, job={"plan": {}, "policies": [{"name": SECRET}, {"name": "none"}]}
        ),
        "column": ColumnChoice.objects.create(header=SECRET),
        "invitation": StaffInvitation.objects.create(
            email="himitsu@example.jp", token_hash="8" * 64, invited_by=owner, invited_at=NOW, expires_at=NOW
        ),
        "tablet": SharedTablet.objects.create(location=place, name=SECRET, token_hash="7" * 64, added_at=NOW),
        "application": application,
        "message": message,
        "attempt": Attempt.objects.create(message=message, number=1, started_at=NOW),
        "wish": AvailabilityWish.objects.create(application=application, text=SECRET, told_at=NOW),
        "interview": interview,
        "slot": slot,
        "rule": a_rule(location=place),
        "closure": a_closure(location=place, label=SECRET),
        "busy feed": a_busy_feed(people[Eyes.RECRUITER], name=SECRET),
        "calendar feed": CalendarFeed.objects.create(staff=owner, token_hash="0" * 64, made_at=NOW),
        "earlier offer": EarlierOffer.objects.create(
            slot=earlier, interview=interview, offered_at=NOW, until=NOW + timedelta(hours=1)
        ),
        "case": a_case(absent),
        "job": job,
        "content": Content.objects.create(job=job, title=SECRET, body=SECRET),
        "import": Import.objects.create(
            job=job, file_name=f"{SECRET}.csv", encoding="utf-8", uploaded_at=NOW
        ),
        "location": place,
        "picture": a_job_picture(job, caption=SECRET),
        "notice": Notice.objects.create(
            to=owner, kind=NoticeKind.WORD, key="secret", name=SECRET, path="/desk/", at=NOW
        ),
    }
    return {name: found.pk for name, found in rows.items()}


def _of_machines(application: Application) -> dict[str, Any]:
    """What came from other systems, and what goes to them."""
    job, board, webhook = application.job, a_board(), a_webhook()
    return {
        "board": board,
        "board job": BoardJob.objects.create(board=board, text=f"{SECRET}の募集", job=job),
        "board mail": a_board_mail(
            f"応募者名：{SECRET}",
            board=board,
            subject=f"{SECRET}様より応募",
            state=BoardMailState.UNREADABLE,
            reason="job",
            read={"full_name": SECRET, "phone": "+819077009981"},
            job=job,
        ),
        "webhook": webhook,
        "incident": DeliveryIncident.objects.create(
            began_at=NOW, trouble_at=NOW, note=SECRET, is_by_hand=True
        ),
        "delivery": WebhookDelivery.objects.create(
            webhook=webhook,
            key="secret",
            event="application.created",
            payload={"name": SECRET},
            next_attempt_at=NOW,
            created_at=NOW,
        ),
        "merge": Merge.objects.create(kept=application.candidate, gone=_gone(application.candidate), at=NOW),
    }


def _gone(kept: Candidate) -> Candidate:
    gone = a_candidate(family_name=SECRET, phone="+819077009983")
    Candidate.objects.filter(pk=gone.pk).update(merged_into=kept)
    return gone
