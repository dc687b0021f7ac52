"""Applications that other systems post: taken in once, cleaned like all others, told where they stand."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from candidates.models import Application, Candidate
from candidates.policy import Applicant, PhoneKind, Source, Stage
from candidates.services.erasing import erase
from candidates.services.intake import receive
from company import clock
from company.models import ApiAnswer
from messaging.models import Message
from tests import factories as make
from tests.api.asking import an_order, ask, post, told
from tests.factories import NOW


@pytest.mark.django_db
def test_an_application_is_stored_and_thanked_at_once() -> None:
    key, job = make.an_api_key(), make.a_job()

    answer = post(
        key,
        an_order(
            job,
            external_ref="A-17",
            source="バイトひろば",
            applied_at="2026-06-01T12:00:00+09:00",
            consent_text="同意します",
            motivation="接客が好きです",
            applicant={"email": "HANAKO@example.jp", "language": "en", "preferred_channel": "email"},
        ),
    )

    assert answer.status_code == 201
    row = Application.objects.select_related("candidate").get()
    body = told(answer)
    assert (row.source, row.source_note, row.external_ref) == (Source.API, "バイトひろば", "A-17")
    assert row.applied_at == datetime(2026, 6, 1, 3, tzinfo=UTC)
    assert row.consented_at is not None
    assert (row.candidate.phone, row.candidate.email) == ("+819012345678", "hanako@example.jp")
    assert (row.candidate.language, row.candidate.preferred_channel) == ("en", "email")
    assert body["id"] == row.pk
    assert body["applied_at"] == "2026-06-01T03:00:00Z"
    assert body["job"]["slug"] == job.slug
    assert set(Message.objects.filter(kind="thanks").values_list("channel", flat=True)) >= {"email"}


@pytest.mark.django_db
def test_an_answer_never_tells_who_it_is() -> None:
    key, job = make.an_api_key(), make.a_job()

    answer = post(key, an_order(job, applicant={"email": "hanako@example.jp"}), Idempotency_Key="k")

    words = answer.content.decode()
    assert not any(secret in words for secret in ("田中", "花子", "9012345678", "hanako"))
    assert not any(secret in str(ApiAnswer.objects.get().body) for secret in ("田中", "9012345678", "hanako"))


@pytest.mark.django_db
def test_who_is_imported_from_another_system_is_not_written_to_before_staff_say_so() -> None:
    key = make.an_api_key()

    post(key, an_order(make.a_job(), start_contact=False))

    assert not Application.objects.get().is_started
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_the_same_person_for_the_same_job_stays_one_application() -> None:
    key, job = make.an_api_key(), make.a_job()
    first = post(key, an_order(job))

    again = post(key, an_order(job, applicant={"phone": "+81 90 1234 5678"}))

    assert (first.status_code, again.status_code) == (201, 200)
    assert told(first)["id"] == told(again)["id"]
    assert Application.objects.count() == 1


@pytest.mark.django_db
def test_a_number_of_theirs_names_one_application() -> None:
    key, job = make.an_api_key(), make.a_job()
    first = post(key, an_order(job, external_ref="A-17"))

    again = post(key, an_order(job, external_ref="A-17"))
    other = post(
        key, an_order(job, external_ref="A-17", applicant={"full_name": "佐藤 次郎", "phone": "08011112222"})
    )

    assert told(first)["id"] == told(again)["id"]
    assert (again.status_code, other.status_code) == (200, 409)
    assert [one["id"] for one in told(ask(key, "/applications?external_ref=A-17"))["items"]] == [
        told(first)["id"]
    ]


@pytest.mark.django_db
def test_an_erased_persons_number_does_not_bring_them_back() -> None:
    key, job = make.an_api_key(), make.a_job()
    first = post(key, an_order(job, external_ref="A-17"))
    erase(Candidate.objects.get(), now=NOW)

    again = post(key, an_order(job, external_ref="A-17"))

    assert told(first)["id"] == told(again)["id"]
    assert Candidate.objects.get().phone == ""


@pytest.mark.django_db
def test_everything_wrong_is_told_at_its_field_in_one_shape() -> None:
    key = make.an_api_key()

    answer = post(
        key,
        {
            "job": "nowhere",
            "applicant": {"phone": "090-1234-567", "email": "a@gmial.com"},
            "applied_at": "2199-01-01T00:00:00Z",
        },
    )

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = told(answer)
    assert (body["status"], body["type"]) == (422, "/api/v1/docs/#problem-invalid")
    codes = {name: [one["code"] for one in faults] for name, faults in body["errors"].items()}
    assert codes == {
        "job": ["unknown"],
        "applicant.full_name": ["missing"],
        "applicant.phone": ["too_short"],
        "applicant.email": ["slip"],
        "applied_at": ["future"],
    }
    assert not Application.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("{", 400, None),
        ("[]", 422, "body"),
        ('{"job": "x"}', 422, "applicant"),
        ('{"job": "x", "applicant": {"full_name": "A", "phon": "1"}}', 422, "applicant.phon"),
        (
            '{"job": "x", "applicant": {"full_name": "A"}, "applied_at": "2026-06-01T12:00:00"}',
            422,
            "applied_at",
        ),
        ('{"job": "x", "applicant": {"full_name": 7}}', 422, "applicant.full_name"),
        ('{"job": "x", "applicant": {"full_name": "A"}, "start_contact": "no"}', 422, "start_contact"),
    ],
)
def test_what_is_not_an_application_is_refused(body: str, status: int, field: str | None) -> None:
    answer = post(make.an_api_key(), body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    if field:
        assert field in told(answer)["errors"]


@pytest.mark.django_db
def test_hostile_text_is_cleaned_and_never_breaks_anything() -> None:
    key, job = make.an_api_key(), make.a_job()

    name = "田中\0 花子\u202e"
    answer = post(key, an_order(job, external_ref="\0x", motivation="\0", applicant={"full_name": name}))
    halves = post(key, '{"job": "\\ud800", "applicant": {"full_name": "\\ud800"}}')

    assert (answer.status_code, halves.status_code) == (201, 422)
    assert Candidate.objects.get().full_name == "田中 花子"
    assert Application.objects.get().external_ref == "x"


@pytest.mark.django_db
def test_checking_stores_nothing() -> None:
    key, job = make.an_api_key(), make.a_job()

    fine = post(key, an_order(job), "/applications/check")
    wrong = post(key, an_order(job, applicant={"phone": "1"}), "/applications/check")

    assert (fine.status_code, wrong.status_code) == (200, 422)
    assert told(fine)["job"]["id"] == job.pk
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_programs_that_ask_for_english_get_english() -> None:
    key = make.an_api_key()

    japanese = told(post(key, {}))["title"]
    english = told(post(key, {}, Accept_Language="en-GB"))["title"]

    assert english == "Some fields cannot be taken as they are."
    assert japanese != english


@pytest.mark.django_db
def test_a_number_first_given_to_a_form_stays_that_applications_when_it_has_ended() -> None:
    key, job = make.an_api_key(), make.a_job()
    applicant = Applicant("田中", "花子", phone="+819012345678", phone_kind=PhoneKind.MOBILE)
    from_form = receive(applicant, job=job, now=clock.now())
    named = post(key, an_order(job, external_ref="A-17"))
    Application.objects.filter(pk=from_form.pk).update(stage=Stage.REJECTED)

    again = post(key, an_order(job, external_ref="A-17"))

    assert (named.status_code, again.status_code) == (200, 200)
    assert told(again)["id"] == from_form.pk == Application.objects.get().pk


@pytest.mark.django_db
def test_a_job_takes_applications_until_its_places_own_midnight() -> None:
    west = make.a_location(zone="Pacific/Honolulu")
    make.a_job(location=west, closes_on=date(2026, 6, 9))
    with time_machine.travel(datetime(2026, 6, 10, 9, 30, tzinfo=UTC), tick=False):
        (item,) = told(ask(make.an_api_key(), "/jobs"))["items"]

    assert item["takes_applications"]
