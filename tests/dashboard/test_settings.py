"""設定: the hub, hours and numbers, the company, places and channels, kept with a line in the trail."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from candidates.policy import Stage
from company.models import AuditEvent, Company, Location, SharedTablet, Staff
from company.policy import Role
from company.services.profile import the_company
from company.services.tablets import register
from messaging.models import Message, TrialSend
from messaging.policy import ChannelName, State
from scheduling.models import AvailabilityRule
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_company,
    a_job,
    a_location,
    a_message,
    a_rule,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER, display_name="小林", email="kobayashi@example.jp", phone="090-1234-5678")


@pytest.fixture
def desk(owner: Staff) -> Client:
    return signed_in(owner)


# --- the hub ------------------------------------------------------------


def test_every_link_of_the_hub_leads_somewhere(desk: Client) -> None:
    Staff.objects.update(is_staff=True, is_superuser=True)
    page = desk.get("/desk/settings/").content.decode()

    links = re.findall(r'class="card setcard" href="([^"]+)"', page)

    assert len(links) > 12
    assert {link: desk.get(link, follow=True).status_code for link in links} == dict.fromkeys(links, 200)


def test_recruiters_find_their_own_part_only() -> None:
    client = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    page = client.get("/desk/settings/").content.decode()

    assert "/desk/me/sign-in/" in page
    assert "/desk/tablets/" in page
    assert "/desk/settings/staff/" not in page
    assert "/admin/" not in page


@pytest.mark.parametrize(
    "path", ["hours/", "ways-in/", "channels/", "privacy/", "columns/", "staff/", "first-steps/"]
)
def test_settings_are_an_owners(path: str) -> None:
    client = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    assert client.get(f"/desk/settings/{path}").status_code == 403
    assert client.post(f"/desk/settings/{path}", {"x": "1"}).status_code == 403


# --- hours and numbers ------------------------------------------------------------


def hours(**values: str | int) -> dict[str, str | int]:
    known: dict[str, str | int] = {
        "speaking_opens": "09:00",
        "speaking_closes": "20:00",
        "first_contact_minutes": 20,
        "deputy_after_minutes": 5,
        "caller_number": "0422-00-0199",
    }
    return known | values


def test_hours_and_the_number_are_kept_with_a_line_in_the_trail(desk: Client, owner: Staff) -> None:
    desk.post("/desk/settings/hours/", hours())

    company = Company.objects.get()
    event = AuditEvent.objects.get(action="company_changed")
    assert (company.first_contact_minutes, company.deputy_after_minutes) == (20, 5)
    assert company.caller_number == "0422-00-0199"
    assert event.actor == owner
    assert "caller_number" in event.details["fields"]
    assert "0422" not in json.dumps(event.details)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"speaking_closes": "22:00"}, "8:00"),
        ({"caller_number": "店長まで"}, "0422-00-0120 のように"),
        ({"first_contact_minutes": 1}, "5"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    desk: Client, wrong: dict[str, str | int], words: str
) -> None:
    answer = desk.post("/desk/settings/hours/", hours(deputy_after_minutes=7) | wrong)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'name="deputy_after_minutes" value="7"' in answer.content.decode()
    assert the_company().first_contact_minutes == 30


def test_the_number_of_each_store_is_shown_where_it_comes_from(desk: Client) -> None:
    a_company(caller_number="0422-00-0120")
    a_location(name="吉祥寺店", caller_number="0422-00-0555")
    a_location(name="三鷹店")

    page = text_of(desk.get("/desk/settings/hours/"))

    assert re.search(r"吉祥寺店 .{0,40}0422-00-0555", page)
    assert re.search(r"三鷹店 .{0,40}0422-00-0120", page)


# --- the company, and signing in ---------------------------------------------------------------------------


def test_a_needed_field_is_not_called_optional(desk: Client) -> None:
    page = desk.get("/desk/company/").content.decode()

    label = re.search(r'for="id_name">(.*?)</label>', page, re.S)
    assert label is not None
    assert "任意" not in label.group(1)


def test_two_steps_and_the_tablets_minutes_are_set(desk: Client) -> None:
    desk.post("/desk/settings/ways-in/", {"tablet_minutes": 3})

    company = Company.objects.get()
    assert not company.owners_need_two_steps
    assert company.tablet_minutes == 3


# --- places ------------------------------------------------------------


def place(**values: object) -> dict[str, object]:
    return {
        "name": "三鷹店",
        "opens": "10:00",
        "closes": "20:00",
        "zone": "Asia/Tokyo",
        "closed_weekdays": ["2"],
        "caller_number": "0422-00-0555",
    } | values


def test_a_place_is_added_with_everything(desk: Client, owner: Staff) -> None:
    deputy = a_staff(Role.RECRUITER)

    answer = desk.post("/desk/locations/new/", place(responsible=owner.pk, deputy=deputy.pk, slug="mitaka"))

    made = Location.objects.get(slug="mitaka")
    assert answer["Location"] == "/desk/locations/"
    assert (made.closed_weekdays, made.responsible, made.deputy) == ([2], owner, deputy)
    assert AuditEvent.objects.filter(action="location_added").exists()


def test_without_a_short_name_one_is_made(desk: Client) -> None:
    desk.post("/desk/locations/new/", place())
    desk.post("/desk/locations/new/", place(name="吉祥寺店"))
    desk.post("/desk/locations/new/", place(name="Ginza"))

    assert sorted(Location.objects.values_list("slug", flat=True)) == ["ginza", "store-1", "store-2"]


def test_the_deputy_is_somebody_else(desk: Client, owner: Staff) -> None:
    answer = desk.post("/desk/locations/new/", place(responsible=owner.pk, deputy=owner.pk))

    assert answer.status_code == 422
    assert 'value="0422-00-0555"' in answer.content.decode()
    assert not Location.objects.exists()


def test_a_recruiter_changes_hours_but_not_who_is_in_charge(owner: Staff) -> None:
    mine = a_location(name="吉祥寺店", responsible=owner)
    person = a_staff(Role.RECRUITER, locations=[mine])

    signed_in(person).post(f"/desk/locations/{mine.pk}/", place(name="x", responsible=person.pk))

    mine.refresh_from_db()
    assert mine.closed_weekdays == [2]
    assert (mine.name, mine.responsible) == ("吉祥寺店", owner)
    assert signed_in(person).get("/desk/locations/new/").status_code == 403
    assert signed_in(person).post(f"/desk/locations/{mine.pk}/close/").status_code == 403


def test_closing_a_place_says_what_is_still_open_and_loses_nothing(desk: Client, owner: Staff) -> None:
    here = a_location(name="吉祥寺店")
    application = an_application(job=a_job(location=here), stage=Stage.INTERVIEWING)
    interview = a_booked_interview(NOW + timedelta(days=1), application)
    rule = a_rule(location=here)
    register("カウンター", here, by=owner, now=NOW)

    page = text_of(desk.get(f"/desk/locations/{here.pk}/close/"))
    desk.post(f"/desk/locations/{here.pk}/close/", {"do": "close"})

    assert "これからの面接 1" in page
    assert not Location.objects.get(pk=here.pk).is_active
    assert not AvailabilityRule.objects.get(pk=rule.pk).is_active
    assert not SharedTablet.objects.filter(revoked_at=None).exists()
    interview.refresh_from_db()
    assert interview.state == "booked"
    assert "吉祥寺店" in text_of(desk.get("/desk/locations/"))
    desk.post(f"/desk/locations/{here.pk}/close/", {"do": "open"})
    assert Location.objects.get(pk=here.pk).is_active


# --- channels ------------------------------------------------------------


def test_a_channel_that_is_off_says_which_variables_are_missing(desk: Client, settings: Settings) -> None:
    settings.LINE_PROVIDER = "off"
    settings.LINE_CHANNEL_SECRET = "very-secret-line"

    page = desk.get("/desk/settings/channels/").content.decode()

    assert "LINE_CHANNEL_ACCESS_TOKEN" in page
    assert "<code>LINE_CHANNEL_SECRET</code>" not in page
    assert "very-secret-line" not in page


def test_no_secret_is_ever_on_the_page(desk: Client, settings: Settings) -> None:
    settings.SANDBOX = False
    a_company(owners_need_two_steps=False)
    settings.SMS_PROVIDER, settings.TWILIO_FROM = "twilio", "+15005550006"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC" + "0" * 32, "twilio-secret"
    settings.LINE_CHANNEL_ACCESS_TOKEN = "line-secret"
    settings.ANYMAIL = {"WEBHOOK_SECRET": ["user:anymail-secret"]}

    page = desk.get("/desk/settings/channels/").content.decode()

    assert "+15005550006" in page
    assert not any(word in page for word in ("twilio-secret", "line-secret", "anymail-secret", "AC000"))


def test_the_page_says_when_a_channel_last_worked_and_last_failed(desk: Client) -> None:
    application = an_application()
    a_message(application, channel=ChannelName.SMS, state=State.DELIVERED, sent_at=NOW - timedelta(hours=1))
    a_message(
        application,
        channel=ChannelName.SMS,
        state=State.UNDELIVERED,
        reason="unreachable",
        settled_at=NOW - timedelta(hours=2),
    )

    page = text_of(desk.get("/desk/settings/channels/"))

    assert re.search(r"最後の送信 .{0,12}9:00", page)
    assert re.search(r"最後の失敗 .{0,12}8:00", page)


def test_a_test_goes_to_oneself(desk: Client, owner: Staff) -> None:
    desk.post("/desk/settings/channels/try/", {"channel": "sms"})
    desk.post("/desk/settings/channels/try/", {"channel": "pigeon"})

    trial = TrialSend.objects.get()
    assert (trial.staff, trial.address) == (owner, "+819012345678")
    assert not Message.objects.exists()
