"""Whom a text is shown for: somebody it is planned for, or a person nobody knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from candidates.models import Job
from company.moments import day_hour_words, day_words, hour_words
from company.services.profile import calls_from, the_company
from dashboard.queries.wordings import Which
from dashboard.scope import Scope
from messaging.models import Message
from messaging.policy import Direction, State
from messaging.services.composing import address_of_link, values_for

SAMPLE_LINK = "k3Vt9QmXw7Rb2LsYp5Hd8A"
DRAWN, LONG = "sample", "long"
MOST_PEOPLE = 2
LOOKED_AT = 3000
"""So many of the messages planned next are looked through for people."""


@dataclass(frozen=True)
class Sample:
    """``key`` names the choice; ``at`` is when the text would arrive."""

    key: str
    label: str
    values: Mapping[str, str]
    at: datetime


def samples(scope: Scope, which: Which, *, now: datetime) -> list[Sample]:
    """People it is planned for next, then the drawn ones; never empty."""
    job = which.job or scope.jobs().select_related("location", "owner").first()
    drawn = drawn_values(which, job, now=now)
    return [
        *_people(scope, which),
        Sample(DRAWN, _("An example"), drawn, now),
        Sample(LONG, _("Long names"), drawn | long_names(which.language), now),
    ]


def chosen(offered: list[Sample], key: str) -> Sample:
    """The one asked for, else the first; whoever is not offered cannot be asked for."""
    return next((one for one in offered if one.key == key), offered[0])


def _people(scope: Scope, which: Which) -> list[Sample]:
    """Visible applicants for whom exactly this is planned, the soonest first."""
    soonest = Message.objects.filter(state=State.PLANNED, direction=Direction.OUT).order_by("due_at")
    rows = scope.messages().filter(pk__in=list(soonest.values_list("pk", flat=True)[:LOOKED_AT]))
    rows = rows.filter(kind=which.kind, application__candidate__language=which.language, own_body="")
    if which.job:
        rows = rows.filter(application__job=which.job)
    rows = rows.select_related(
        "author", "application__candidate", "application__job__location", "application__job__owner"
    )
    found: dict[int, Sample] = {}
    for message in rows.order_by("due_at", "pk")[:20]:
        candidate = message.application.candidate_id
        if candidate not in found and len(found) < MOST_PEOPLE:
            found[candidate] = _sample(message)
    return list(found.values())


def _sample(message: Message) -> Sample:
    values = values_for(message) | {"link": address_of_link(SAMPLE_LINK)}
    name = message.application.candidate.call_name
    return Sample(str(message.pk), _("%(name)s (name)") % {"name": name}, values, message.due_at)


def drawn_values(which: Which, job: Job | None, *, now: datetime) -> dict[str, str]:
    """A person nobody knows, tomorrow at one, at a real location of the company."""
    company = the_company()
    location = job.location if job else None
    zone = ZoneInfo(location.zone if location else "Asia/Tokyo")
    tomorrow = now.astimezone(zone) + timedelta(days=1)
    when = tomorrow.replace(hour=13, minute=0, second=0, microsecond=0)
    with translation.override(which.language), timezone.override(zone):
        place = location.name if location else company.name
        sender = str(job.owner) if job and job.owner else ""
        return {
            "name": _("Sasaki"),
            "full_name": _("Ren Sasaki"),
            "company": company.name,
            "location": place,
            "job": job.title if job else _("Hall staff"),
            "interviewer": sender or _("Ms Kobayashi"),
            "date": day_words(when),
            "time": hour_words(when),
            "when": day_hour_words(when),
            "how": _("At %(place)s") % {"place": place},
            "bring": (job.bring if job else "") or _("nothing"),
            "dress": (job.dress if job else "") or _("as you are"),
            "address": location.postal_address if location else "",
            "access": location.access if location else "",
            "map": location.map_url if location else "",
            "phone": (calls_from(location, company) if location else company.caller_number) or "0422-00-0000",
            "link": address_of_link(SAMPLE_LINK),
            "deadline": day_hour_words(when + timedelta(days=1)),
            "first_day": day_hour_words(when + timedelta(days=14)),
            "sender": sender or _("the hiring team"),
            "minutes": str(job.interview_minutes if job else 30),
            "meeting_link": "https://meet.example.jp/abc",
            "talk": (job.talk if job else "") or _("what you would like to do"),
        }


def long_names(language: str) -> dict[str, str]:
    """What makes a text longest: as long as names get here."""
    if language == "ja":
        return {
            "name": "勅使河原エリザベス",
            "full_name": "勅使河原エリザベス 美千代",
            "location": "吉祥寺サンロード商店街本店",
            "job": "キッチンスタッフ(早朝・深夜・土日のみ歓迎)",
            "sender": "長谷川 ヴィクトリア 千代子",
            "interviewer": "長谷川 ヴィクトリア 千代子",
        }
    return {
        "name": "Wolfeschlegelstein",
        "full_name": "Maximiliane Wolfeschlegelstein-Hausenberger",
        "location": "Kichijoji Sun Road Main Store",
        "job": "Kitchen staff (early mornings, nights and weekends welcome)",
        "sender": "Victoria Chiyoko Hasegawa",
        "interviewer": "Victoria Chiyoko Hasegawa",
    }
