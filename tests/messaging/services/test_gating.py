"""The last look before a message leaves."""

from datetime import datetime, time, timedelta

import pytest
from pytest_django import Settings

from candidates.models import Link
from candidates.policy import PhoneKind
from candidates.services.links import open_link
from company.services.profile import the_company
from messaging.channels import Outgoing
from messaging.models import Attempt, Message, Suppression
from messaging.policy import CAP, ChannelName, Kind, State
from messaging.services.claiming import claim
from messaging.services.suppressing import lift, suppress
from tests.at_the_gate import pass_alone
from tests.factories import (
    NOW,
    a_candidate,
    a_company,
    a_job,
    a_location,
    a_message,
    a_sent_message,
    a_staff,
    an_application,
    tokyo,
)

pytestmark = pytest.mark.django_db
MORNING = tokyo(2026, 6, 11, 8, 0)
NIGHT = tokyo(2026, 6, 10, 23, 0)


def at_the_gate(message: Message, now: datetime = NOW) -> Outgoing | None:
    """Claim that one message and bring it to the gate."""
    [claimed] = [one for one in claim(99, now=now) if one.message_id == message.pk]
    passed = pass_alone(claimed, now=now)
    message.refresh_from_db()
    return passed.outgoing if passed else None


def test_the_gate_commits_the_attempt_and_renders_the_words() -> None:
    message = a_message(an_application(candidate=a_candidate(family_name="高橋", contact_version=4)))

    outgoing = at_the_gate(message)

    assert outgoing is not None
    assert "高橋さん" in outgoing.body
    assert (message.state, message.attempts, message.sent_at) == (State.SENDING, 1, NOW)
    assert (message.address, message.contact_version) == (outgoing.to, 4)
    assert message.template_version.startswith("built-in-ja")
    attempt = Attempt.objects.get()
    assert (attempt.pk, attempt.number, attempt.started_at, attempt.ended_at) == (
        outgoing.attempt_id,
        1,
        NOW,
        None,
    )


def test_the_link_is_minted_at_the_gate_and_never_kept() -> None:
    message = a_message()

    outgoing = at_the_gate(message)

    assert outgoing is not None
    token = outgoing.body.split("/i/")[1].split("/")[0]
    assert open_link(token, now=NOW).application == message.application
    assert token not in message.body
    assert "/i/…/" in message.body


def test_a_text_without_a_link_mints_none() -> None:
    message = a_message(kind=Kind.MANUAL, values={"_text": "こんにちは、{name}さん"}, author=a_staff())

    outgoing = at_the_gate(message)

    assert outgoing is not None
    assert outgoing.body == "こんにちは、佐々木さん"
    assert not Link.objects.exists()


def test_an_email_goes_to_the_email_address_with_its_files() -> None:
    file = {"name": "a.ics", "content": "BEGIN", "content_type": "text/calendar"}
    message = a_message(channel=ChannelName.EMAIL, attachments=[file])

    outgoing = at_the_gate(message)

    assert outgoing is not None
    assert outgoing.to == message.application.candidate.email
    assert outgoing.subject == message.subject != ""
    assert [attachment.name for attachment in outgoing.attachments] == ["a.ics"]
    assert message.parts == 0


def test_an_sms_counts_its_parts() -> None:
    message = a_message()

    at_the_gate(message)

    assert message.parts == 2


def test_what_we_start_by_sms_at_night_waits_for_the_morning() -> None:
    message = a_message(due_at=NIGHT, expires_at=NIGHT + timedelta(hours=12))

    assert at_the_gate(message, NIGHT) is None

    assert (message.state, message.due_at, message.reason) == (State.PLANNED, MORNING, "speaking_hours")
    assert message.attempts == 0


def test_at_night_what_would_be_useless_by_morning_is_dropped() -> None:
    message = a_message(due_at=NIGHT, expires_at=NIGHT + timedelta(hours=2))

    assert at_the_gate(message, NIGHT) is None

    assert (message.state, message.reason, message.needs_follow_up) == (
        State.EXPIRED,
        "speaking_hours",
        True,
    )


def test_the_receipt_of_an_act_of_the_last_minutes_goes_at_any_hour() -> None:
    message = a_message(due_at=NIGHT, own_act_at=NIGHT - timedelta(minutes=9))

    outgoing = at_the_gate(message, NIGHT)

    assert outgoing is not None
    assert outgoing.expires_at == message.expires_at


def test_the_receipt_of_an_older_act_waits_for_the_morning() -> None:
    message = a_message(due_at=NIGHT, own_act_at=NIGHT - timedelta(minutes=11))

    assert at_the_gate(message, NIGHT) is None

    assert message.due_at == MORNING


def test_email_knows_no_night() -> None:
    message = a_message(due_at=NIGHT, channel=ChannelName.EMAIL)

    assert at_the_gate(message, NIGHT) is not None


def test_night_is_where_the_location_is() -> None:
    job = a_job(location=a_location(zone="America/New_York"))
    message = a_message(an_application(job=job), due_at=NIGHT)  # 10:00 there

    assert at_the_gate(message, NIGHT) is not None


def test_a_company_may_narrow_the_hours() -> None:
    a_company(speaking_opens=time(11))
    message = a_message()

    assert at_the_gate(message) is None

    assert message.due_at == tokyo(2026, 6, 10, 11, 0)


def test_a_carrier_must_give_up_before_the_night() -> None:
    evening = tokyo(2026, 6, 10, 20, 30)
    message = a_message(due_at=evening)

    outgoing = at_the_gate(message, evening)

    assert outgoing is not None
    assert outgoing.expires_at == tokyo(2026, 6, 10, 21, 0)


def test_seconds_before_the_night_is_already_night() -> None:
    moment = tokyo(2026, 6, 10, 20, 59) + timedelta(seconds=55)
    message = a_message(due_at=moment)

    assert at_the_gate(message, moment) is None

    assert message.due_at == MORNING


def test_too_late_at_the_gate_is_expired() -> None:
    message = a_message()
    [claimed] = claim(1, now=NOW)

    assert pass_alone(claimed, now=message.expires_at) is None

    message.refresh_from_db()
    assert (message.state, message.reason) == (State.EXPIRED, "too_late")


def test_a_landline_gets_no_sms() -> None:
    message = a_message(an_application(candidate=a_candidate(phone_kind=PhoneKind.LANDLINE)))

    assert at_the_gate(message) is None

    assert (message.state, message.reason, message.needs_follow_up) == (State.FAILED, "no_address", True)


def test_a_blocked_address_gets_nothing_until_it_is_allowed_again() -> None:
    application = an_application()
    suppress(ChannelName.SMS, application.candidate.phone, reason="opted_out", now=NOW)
    message = a_message(application)

    assert at_the_gate(message) is None

    assert (message.state, message.reason, message.needs_follow_up) == (State.SUPPRESSED, "blocked", True)

    lift(Suppression.objects.get(), by=a_staff(), now=NOW)
    assert at_the_gate(a_message(application)) is not None


def test_an_erased_person_gets_nothing() -> None:
    message = a_message(an_application(candidate=a_candidate(erased_at=NOW)))

    assert at_the_gate(message) is None

    assert (message.state, message.reason) == (State.SUPPRESSED, "erased")


def test_a_channel_switched_off_fails_so_the_plan_takes_another(settings: Settings) -> None:
    message = a_message()
    settings.SMS_PROVIDER = "off"

    assert at_the_gate(message) is None

    assert (message.state, message.reason, message.needs_follow_up) == (State.FAILED, "channel_off", True)


def test_a_number_changed_after_the_claim_is_the_one_used() -> None:
    message = a_message()
    [claimed] = claim(1, now=NOW)
    candidate = message.application.candidate
    candidate.phone, candidate.contact_version = "+819099998888", 2
    candidate.save()

    passed = pass_alone(claimed, now=NOW)

    assert passed is not None
    assert passed.outgoing.to == "+819099998888"


def test_a_missing_value_asks_a_person_by_name() -> None:
    message = a_message(kind=Kind.MANUAL, values={"_text": "{when}に"}, author=a_staff())

    assert at_the_gate(message) is None

    assert (message.state, message.reason) == (State.NEEDS_PERSON, "missing:when")
    assert message.needs_follow_up
    assert not Attempt.objects.exists()


def test_what_a_value_holds_is_never_filled_in_again() -> None:
    application = an_application(candidate=a_candidate(family_name="{link}"))
    message = a_message(application, kind=Kind.MANUAL, values={"_text": "{name}さん"}, author=a_staff())

    outgoing = at_the_gate(message)

    assert outgoing is not None
    assert outgoing.body == "{link}さん"


def with_a_full_day(**values: object) -> Message:
    """One more message for a person who had as many texts in a day as we allow."""
    application = an_application()
    for n in range(CAP):
        a_sent_message(application, step=f"said-{n}", sent_at=NOW - timedelta(hours=2))
    return a_message(application, **{"step": "one more", "channel": ChannelName.EMAIL} | values)


def test_the_seventh_text_in_a_day_waits_an_hour() -> None:
    message = with_a_full_day()

    assert at_the_gate(message) is None

    assert (message.state, message.due_at, message.reason) == (
        State.PLANNED,
        NOW + timedelta(hours=1),
        "cap",
    )


def test_the_day_of_the_limit_is_twenty_four_hours() -> None:
    message = with_a_full_day(due_at=NOW + timedelta(hours=22))

    assert at_the_gate(message, NOW + timedelta(hours=22)) is not None


def test_over_the_limit_what_cannot_wait_goes_to_a_person() -> None:
    message = with_a_full_day(expires_at=NOW + timedelta(minutes=30))

    assert at_the_gate(message) is None

    assert (message.state, message.reason) == (State.NEEDS_PERSON, "cap")


def test_a_case_waits_for_the_limit_and_never_vanishes() -> None:
    message = with_a_full_day(kind=Kind.ABSENCE_FIRST, about="case:1", expires_at=NOW + timedelta(minutes=30))

    assert at_the_gate(message) is None

    assert (message.state, message.due_at) == (State.PLANNED, NOW + timedelta(hours=1))
    assert message.expires_at == NOW + timedelta(hours=2)


def test_one_text_on_two_channels_counts_once() -> None:
    application = an_application()
    for n in range(CAP):
        a_sent_message(application, step=f"said-{n // 2}", sent_at=NOW - timedelta(hours=2))
    message = a_message(application, step="one more")

    assert at_the_gate(message) is not None


def test_the_second_channel_of_a_text_already_said_passes() -> None:
    message = with_a_full_day(step="said-0")

    assert at_the_gate(message) is not None


@pytest.mark.parametrize("values", [{"own_act_at": NOW}, {"kind": Kind.MANUAL, "values": {"_text": "はい"}}])
def test_receipts_and_what_a_person_writes_are_not_bound_by_the_limit(values: dict[str, object]) -> None:
    assert at_the_gate(with_a_full_day(**values)) is not None


def test_receipts_calls_and_texts_by_hand_do_not_use_up_the_limit() -> None:
    application = an_application()
    for n in range(CAP):
        a_sent_message(application, step=f"r{n}", own_act_at=NOW)
        a_sent_message(application, step=f"c{n}", channel=ChannelName.PHONE)
        a_sent_message(application, step=f"m{n}", kind=Kind.MANUAL)
    message = a_message(application, step="one more")

    assert at_the_gate(message) is not None


def test_the_limit_counts_over_all_applications_of_a_person() -> None:
    message = with_a_full_day()
    elsewhere = a_message(an_application(candidate=message.application.candidate), step="elsewhere")

    assert at_the_gate(elsewhere) is None

    assert elsewhere.reason == "cap"


def test_at_the_months_ceiling_only_receipts_go_by_sms() -> None:
    a_company(sms_monthly_ceiling=10)
    a_sent_message(parts=9)
    automatic, receipt = a_message(), a_message(own_act_at=NOW)
    email = a_message(channel=ChannelName.EMAIL)
    claims = {one.message_id: one for one in claim(9, now=NOW)}

    assert pass_alone(claims[automatic.pk], now=NOW) is None
    assert pass_alone(claims[receipt.pk], now=NOW) is not None
    assert pass_alone(claims[email.pk], now=NOW) is not None
    automatic.refresh_from_db()
    assert (automatic.state, automatic.reason) == (State.NEEDS_PERSON, "sms_ceiling")


def test_the_company_is_named_as_sender() -> None:
    a_company(name="コトリコーヒー")

    outgoing = at_the_gate(a_message())

    assert outgoing is not None
    assert outgoing.sent_as == the_company().name == "コトリコーヒー"
