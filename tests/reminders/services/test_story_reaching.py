"""Where words go: providers that fail, addresses that change, people who say stop, two applications."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from candidates.models import Candidate
from candidates.policy import Phone, PhoneKind
from candidates.services.preferences import change_phone, change_preferences
from messaging.channels import Accepted, DeliveryFailed, Outgoing
from messaging.models import Message, Suppression
from messaging.policy import CallOutcome, ChannelName, Kind, State
from messaging.services.calling import log_call
from messaging.services.claiming import claim
from messaging.services.hearing import hear
from messaging.services.suppressing import is_blocked
from reminders.models import StalePlan
from reminders.services import following, planning
from reminders.services.following import follow, replan_stale
from tests import factories as make
from tests.at_the_gate import pass_alone
from tests.factories import NOW, tokyo
from tests.messaging.conftest import Providers
from tests.reminders.services.living import EMAIL, PHONE, SMS, booked, live, planned, said, someone

pytestmark = pytest.mark.django_db
START = tokyo(2026, 6, 12, 13)
EVENING = tokyo(2026, 6, 11, 18)
REMINDERS = (Kind.REMINDER_DAYS, Kind.REMINDER_EVE, Kind.REMINDER_AGAIN, Kind.DIRECTIONS)


def refused(reason: str, *, permanent: bool) -> Callable[[Outgoing], Accepted]:
    def answer(outgoing: Outgoing) -> Accepted:
        raise DeliveryFailed(reason, permanent=permanent)

    return answer


def test_a_provider_down_for_a_day_sends_nothing_after_the_interview(providers: Providers) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, EVENING - timedelta(hours=1))
    providers.answer(refused("no_connection", permanent=False))

    live(EVENING - timedelta(hours=1), START)
    providers.answer(lambda outgoing: Accepted("SM1"))
    live(START, START + timedelta(days=2))

    assert said(application, *REMINDERS) == []
    missed = Message.objects.filter(kind__in=REMINDERS).missed()
    assert {row.state for row in missed} <= {State.FAILED, State.EXPIRED}
    assert {(row.kind, row.channel) for row in missed} >= {
        (Kind.REMINDER_EVE, SMS),
        (Kind.REMINDER_EVE, EMAIL),
        (Kind.DIRECTIONS, SMS),
    }
    assert not Message.objects.filter(needs_follow_up=True).exists()


def test_when_sms_alone_fails_the_reminder_goes_out_by_mail_the_same_evening(providers: Providers) -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, EVENING - timedelta(hours=1))
    providers.sms.answer = refused("opted_out", permanent=True)

    live(EVENING - timedelta(hours=1), START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, EMAIL, "11 18:00"),
        (Kind.DIRECTIONS, EMAIL, "12 11:00"),
    ]
    assert len([call for call in providers.sms.calls if "6月12日" in call.body]) <= 2  # booked, and one try
    assert is_blocked(ChannelName.SMS, application.candidate.phone)


def test_a_changed_preference_moves_what_is_planned_and_repeats_nothing() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, EVENING - timedelta(hours=1))

    change_preferences(
        application.candidate, preferred_channel="email", preferred_hours="", language="ja", now=EVENING
    )
    live(EVENING, START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, EMAIL, "11 18:00"),
        (Kind.REMINDER_AGAIN, SMS, "11 20:30"),
        (Kind.DIRECTIONS, EMAIL, "12 11:00"),
    ]


def test_a_number_changed_after_the_claim_is_the_one_that_is_used() -> None:
    application = someone(NOW)
    live(NOW, NOW)
    make.a_message(application, kind=Kind.MANUAL, values={"_text": "こんにちは"}, key="by-hand:1")
    (one,) = claim(1, now=NOW)

    change_phone(application.candidate, Phone("+819087654321", PhoneKind.MOBILE), now=NOW)
    passed = pass_alone(one, now=NOW)

    assert passed is not None
    assert passed.outgoing.to == "+819087654321"
    assert Message.objects.get(pk=one.message_id).contact_version == Candidate.objects.get().contact_version


def test_a_landline_in_the_mobiles_place_moves_reminders_to_mail() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)

    change_phone(
        application.candidate, Phone("+81312345678", PhoneKind.LANDLINE), now=NOW + timedelta(hours=1)
    )
    live(NOW + timedelta(hours=1), START)

    assert said(application, *REMINDERS) == [
        (Kind.REMINDER_EVE, EMAIL, "11 18:00"),
        (Kind.DIRECTIONS, EMAIL, "12 11:00"),
    ]


def test_two_applications_of_one_person_are_reminded_apart_and_a_stop_binds_both() -> None:
    first = someone(NOW)
    second = someone(NOW, job=make.a_job())
    assert second.candidate == first.candidate
    booked(first, START, now=NOW)
    booked(second, START + timedelta(days=1), now=NOW)
    live(NOW, EVENING + timedelta(minutes=30))
    assert said(first, Kind.REMINDER_EVE) == [(Kind.REMINDER_EVE, SMS, "11 18:00")]

    hear(
        first,
        channel=ChannelName.SMS,
        text="STOP",
        now=EVENING + timedelta(hours=1),
        address=first.candidate.phone,
    )
    live(EVENING + timedelta(hours=1), START + timedelta(days=1))

    assert [channel for _, channel, at in said(second, *REMINDERS)] == [EMAIL, EMAIL]
    assert all(channel == EMAIL for _, channel, at in said(first) if at > "11 19:00")


def test_nothing_reaches_a_person_who_was_erased_even_if_the_plan_still_holds_it() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    before = said(application)

    Candidate.objects.update(erased_at=NOW)
    live(NOW, START + timedelta(days=1))

    assert said(application) == before


def test_nobody_is_asked_to_ring_a_number_known_to_be_wrong() -> None:
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    assert (Kind.CALL_MORNING, PHONE) in planned(application)

    log_call(application, outcome=CallOutcome.WRONG_NUMBER, by=make.a_staff(), now=NOW + timedelta(hours=1))
    follow(now=NOW + timedelta(hours=1))

    assert {channel for _, channel in planned(application)} == {EMAIL}


def test_an_application_that_cannot_be_planned_holds_up_nobody_elses_outcomes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, sound = someone(NOW), someone(NOW, phone="+819000000002", email="b@example.jp", family_name="岡")
    live(NOW, NOW)
    Message.objects.update(needs_follow_up=True)
    really = planning.replan

    def replan(application_id: int, **rest: object) -> None:
        if application_id == broken.pk:
            raise ValueError("no such zone")
        really(application_id, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(following, "replan", replan)

    follow(now=NOW)
    assert follow(now=NOW) == 0

    assert not Message.objects.filter(application=sound, needs_follow_up=True).exists()
    assert Message.objects.filter(application=broken, needs_follow_up=True).exists()
    assert StalePlan.objects.get().application == broken

    monkeypatch.setattr(following, "replan", really)
    replan_stale(now=NOW)
    assert not Message.objects.filter(needs_follow_up=True).exists()
    assert not StalePlan.objects.exists()


def test_a_stop_is_obeyed_also_while_somebody_is_being_reached_about_an_absence() -> None:
    application = someone(NOW)
    make.a_case(make.a_booked_interview(NOW - timedelta(hours=3), application, state="absent"))

    hear(application, channel=ChannelName.SMS, text="配信停止", now=NOW, address=application.candidate.phone)

    assert Suppression.objects.get().channel == SMS
    heard = Message.objects.get(direction="in")
    assert (heard.reason, heard.needs_answer) == ("stop", True)
