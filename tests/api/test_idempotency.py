"""The same request twice, or two at once: one application, one answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Application
from candidates.policy import Applicant, PhoneKind, Stage
from candidates.services.intake import receive
from candidates.services.staging import move_stage
from company import clock
from company.models import ApiAnswer
from company.services.api_tokens import forget_answers
from messaging.models import Message
from tests import factories as make
from tests.api.asking import an_order, post, told
from tests.factories import NOW
from tests.messaging.conftest import at_once


@pytest.mark.django_db
def test_the_same_idempotency_key_gets_the_same_answer_and_another_body_none() -> None:
    key, job = make.an_api_key(), make.a_job()
    first = post(key, an_order(job), Idempotency_Key="k-1")
    move_stage(Application.objects.get(), Stage.IN_CONTACT, now=NOW)

    again = post(key, an_order(job), Idempotency_Key="k-1")
    other = post(key, an_order(job, external_ref="B"), Idempotency_Key="k-1")

    assert (again.status_code, told(again)) == (201, told(first))
    assert again.headers["Idempotent-Replayed"] == "true"
    assert other.status_code == 422
    assert told(other)["type"].endswith("#problem-key-reused")


@pytest.mark.django_db
def test_a_refused_request_does_not_use_up_its_key() -> None:
    key, job = make.an_api_key(), make.a_job()

    wrong = post(key, an_order(job, applicant={"phone": "1"}), Idempotency_Key="k-1")
    right = post(key, an_order(job), Idempotency_Key="k-1")

    assert (wrong.status_code, right.status_code) == (422, 201)


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day() -> None:
    post(make.an_api_key(), an_order(make.a_job()), Idempotency_Key="k-1")

    assert forget_answers(machine_now=timezone.now() + timedelta(hours=23)) == 0
    assert forget_answers(machine_now=timezone.now() + timedelta(hours=25)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_leaves_neither_the_application_nor_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    key, job = make.an_api_key(), make.a_job()

    def crash(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("api.views.machine.told", crash)
        with pytest.raises(RuntimeError):
            post(key, an_order(job), Idempotency_Key="k-1")
    assert (Application.objects.count(), ApiAnswer.objects.count()) == (0, 0)

    assert post(key, an_order(job), Idempotency_Key="k-1").status_code == 201


@pytest.mark.parametrize("shared_database", ["sqlite", "postgres"], indirect=True)
def test_two_of_the_same_request_at_once_are_one_application_and_one_answer(shared_database: str) -> None:
    key, job = make.an_api_key(), make.a_job()

    answers = at_once(*[lambda: post(key, an_order(job), Idempotency_Key="k-1")] * 4)

    bodies = {one.content for one in answers}  # type: ignore[attr-defined]  # responses
    assert {one.status_code for one in answers} == {201}  # type: ignore[attr-defined]  # as above
    assert (len(bodies), Application.objects.count()) == (1, 1)


@pytest.mark.parametrize("shared_database", ["sqlite", "postgres"], indirect=True)
def test_the_api_and_the_form_at_once_are_one_application_thanked_once(shared_database: str) -> None:
    make.the_thanks()
    key, job = make.an_api_key(), make.a_job()
    person = Applicant("田中", "花子", phone="+819012345678", phone_kind=PhoneKind.MOBILE)

    at_once(
        lambda: post(key, an_order(job)),
        lambda: receive(person, job=job, now=clock.now()),
        lambda: post(key, an_order(job, external_ref="A-1")),
    )

    row = Application.objects.get()
    assert row.external_ref in {"A-1"}
    said = Message.objects.filter(kind="thanks").exclude(state="cancelled").values_list("channel", flat=True)
    assert len(said) == len(set(said)) >= 1
