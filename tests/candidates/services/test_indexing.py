"""What people are found by is what is on record, whichever way it came there."""

from io import StringIO

import pytest
from django.core.management import call_command

from candidates.models import Application, Candidate, SearchKey
from candidates.policy import Phone, PhoneKind
from candidates.services.erasing import erase
from candidates.services.indexing import index, keys_for
from candidates.services.intake import receive
from candidates.services.posting import keep_job
from candidates.services.preferences import change_email, change_phone
from tests.candidates.services.test_importing import a_saved_import, numbered
from tests.candidates.services.test_intake import an_applicant
from tests.factories import NOW, a_candidate, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


def keys(application: Application) -> set[str]:
    return set(application.search_keys.values_list("text", flat=True))


def are_true() -> bool:
    """Every application has the keys of its person and the place of its job, and no others."""
    for application in Application.objects.select_related("candidate", "job"):
        here = {application.job.location_id}
        if application.location_id not in here or keys(application) != set(keys_for(application.candidate)):
            return False
        if {key.location_id for key in application.search_keys.all()} - here:
            return False
    return True


def test_an_application_taken_in_is_found_by_all_it_says() -> None:
    application = receive(
        an_applicant(family_name="髙橋", given_name="葵", family_kana="タカハシ", given_kana="アオイ"),
        job=a_job(),
        now=NOW,
    )

    assert {"高橋葵", "葵高橋", "たかはしあおい", "あおいたかはし"} <= keys(application)
    assert are_true()


def test_a_list_brought_in_is_found() -> None:
    a_saved_import(*[numbered(n) for n in range(5)])

    assert SearchKey.objects.values("application").distinct().count() == 5
    assert are_true()


def test_another_number_or_address_replaces_the_old_keys_on_every_application() -> None:
    person = a_candidate(phone="+819011112222", email="old@example.jp")
    both = [an_application(candidate=person), an_application(candidate=person)]
    index(candidates=[person.pk])

    change_phone(person, Phone("+818033334444", PhoneKind.MOBILE), now=NOW)
    change_email(person, "new@example.jp", now=NOW)

    for application in both:
        assert {"08033334444", "4444", "new@example.jp"} <= keys(application)
        assert not {"09011112222", "2222", "old@example.jp"} & keys(application)
    assert are_true()


def test_nobody_erased_is_found() -> None:
    application = an_application()
    index(applications=[application.pk])
    assert keys(application)

    erase(application.candidate, now=NOW)

    assert not SearchKey.objects.exists()


def test_a_job_that_moves_takes_its_people_along() -> None:
    application = an_application()
    index(applications=[application.pk])
    job, there = application.job, a_location()

    job.location = there
    keep_job(job, by=a_staff(), now=NOW)

    application.refresh_from_db()
    assert application.location == there
    assert set(application.search_keys.values_list("location", flat=True)) == {there.pk}
    assert are_true()


def test_an_application_for_another_job_stands_where_that_job_is() -> None:
    application, job = an_application(), a_job()

    application.job = job
    application.save(update_fields=["job"])

    assert Application.objects.get().location == job.location


def test_whether_it_is_under_way_follows_the_stage_however_that_is_written() -> None:
    application = an_application()
    assert Application.objects.get().is_open

    Application.objects.filter(pk=application.pk).update(stage="rejected")

    assert not Application.objects.get().is_open


def test_the_command_writes_everybody_anew() -> None:
    applications = [an_application() for _ in range(3)]
    index(applications=[applications[0].pk])
    SearchKey.objects.filter(text__startswith="09").update(text="wrong")
    Candidate.objects.update(family_name="新名")
    Application.objects.filter(pk=applications[1].pk).update(location=a_location())
    out = StringIO()

    call_command("index_search", stdout=out)

    assert are_true()
    assert out.getvalue() == "3 applications can be found.\n"
    call_command("index_search", stdout=out)
    assert are_true()
