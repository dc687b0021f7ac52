"""Somebody on record twice, and a call at an agreed time."""

from datetime import datetime, timedelta

from candidates.models import Application
from candidates.policy import Applicant, PhoneKind, Source
from candidates.services.intake import receive
from messaging.policy import CallOutcome
from messaging.services.calling import log_call
from sandbox.sample.place import Place

CONSENT = "採用のご連絡のために個人情報を使うことに同意します。"


def let_people_be_called(place: Place, now: datetime) -> None:
    """``now`` is local. The name reads the same, the number ends the same, and nothing else agrees."""
    waiting = Application.objects.filter(candidate__family_name="木村").select_related("candidate", "job")
    for application in waiting:
        log_call(
            application,
            outcome=CallOutcome.CALL_BACK,
            by=place.staff["kobayashi"],
            now=now,
            note="授業中。お昼にかけ直してほしいとのこと",
            again_at=now + timedelta(hours=2, minutes=15),
        )
    known = Application.objects.filter(candidate__family_name="斎藤").select_related("candidate").first()
    if known is not None:
        receive(
            Applicant(
                family_name="齋藤",
                given_name="海斗",
                family_kana="サイトウ",
                given_kana="カイト",
                phone=f"+81805555{known.candidate.phone[-4:]}",
                phone_kind=PhoneKind.MOBILE,
                email="kaito@mail.example",
                preferred_hours="17:00–20:00",
                motivation="夕方から働けます。",
                consent_text=CONSENT,
            ),
            job=place.jobs["kitchen"],
            now=now,
            source=Source.FORM,
        )
