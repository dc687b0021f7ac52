"""読みもの・動画: kept, put in order, put away, and counted."""

from datetime import timedelta

import pytest
from django.test import Client

from candidates.models import Content, ContentClick, Job
from candidates.services.reading import note_reading
from company.policy import Role
from tests.factories import NOW, a_job, a_staff, an_application

LIST = "/desk/contents/"
SAID = {
    "kind": "word",
    "title": "まかない",
    "summary": "ホール2年目",
    "minutes": "2",
    "url": "",
    "body": "親子丼です",
}


@pytest.fixture
def job(db: None) -> Job:
    return a_job(title="ホールスタッフ")


def kept(**values: object) -> Content:
    return Content.objects.create(**{"title": "一日", "body": "朝から", **values})


def test_something_to_read_is_kept_for_a_job_and_stands_last(screen: Client, job: Job) -> None:
    kept(position=3)

    answer = screen.post(f"{LIST}new/", SAID | {"job": job.pk})

    made = Content.objects.get(title="まかない")
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    assert (made.job, made.kind, made.minutes, made.position) == (job, "word", 2, 4)


@pytest.mark.parametrize("url", ["http://video.example.jp/1", "javascript:alert(1)", "ftp://example.jp/1"])
def test_only_safe_addresses_are_kept(screen: Client, job: Job, url: str) -> None:
    answer = screen.post(f"{LIST}new/", SAID | {"url": url})

    assert (answer.status_code, Content.objects.count()) == (422, 0)


def test_neither_address_nor_text_is_said_so(screen: Client, job: Job) -> None:
    answer = screen.post(f"{LIST}new/", SAID | {"body": ""})

    assert answer.status_code == 422
    assert "まかない" in answer.content.decode()


def test_the_order_is_the_one_candidates_see(screen: Client, job: Job) -> None:
    first, second, third = (kept(title=title, position=0) for title in "一二三")

    screen.post(f"{LIST}{third.pk}/up/")
    screen.post(f"{LIST}{third.pk}/up/")
    screen.post(f"{LIST}{third.pk}/up/")

    assert list(Content.objects.values_list("pk", flat=True)) == [third.pk, first.pk, second.pk]


def test_what_is_put_away_stays_with_its_clicks(screen: Client, job: Job) -> None:
    content = kept()
    note_reading(content, an_application(job=job), now=NOW - timedelta(hours=1))

    screen.post(f"{LIST}{content.pk}/switch/", {"on": "0"})
    page = screen.get(LIST).content.decode()

    content.refresh_from_db()
    assert not content.is_active
    assert ContentClick.objects.count() == 1
    assert "1人" in page


def test_words_for_every_job_are_an_owners(client: Client, at_now: object, job: Job) -> None:
    everywhere, here = kept(), kept(job=job)
    client.force_login(a_staff(Role.RECRUITER, locations=[job.location]))

    assert client.post(f"{LIST}{everywhere.pk}/switch/", {"on": "0"}).status_code == 403
    assert client.post(f"{LIST}{here.pk}/switch/", {"on": "0"}).status_code == 302
    assert client.post(f"{LIST}new/", SAID).status_code == 422
    assert client.get(LIST).status_code == 200


def test_one_question_counts_for_all(screen: Client, job: Job, django_assert_max_num_queries: object) -> None:
    kept()
    screen.get(LIST)
    with django_assert_max_num_queries(20) as one:  # type: ignore[operator]  # the fixture's own type
        screen.get(LIST)
    kept(), kept()
    with django_assert_max_num_queries(len(one)):  # type: ignore[operator]  # the fixture's own type
        screen.get(LIST)


def test_the_conversation_tells_what_they_opened(screen: Client, job: Job) -> None:
    application = an_application(job=job)
    note_reading(kept(title="まかないの話"), application, now=NOW - timedelta(hours=1))

    page = screen.get(f"/desk/applications/{application.pk}/").content.decode()

    assert "まかないの話" in page


def test_the_store_chosen_above_hides_no_page_of_another(client: Client, at_now: object, job: Job) -> None:
    here, elsewhere = job.location, a_job()
    content = kept(job=elsewhere)
    client.force_login(a_staff(Role.RECRUITER, locations=[here, elsewhere.location]))
    client.post("/desk/store/", {"store": here.pk})

    page = client.get(f"{LIST}{content.pk}/")
    saved = client.post(f"{LIST}{content.pk}/", SAID | {"job": elsewhere.pk})

    assert (page.status_code, saved.status_code) == (200, 302)
    content.refresh_from_db()
    assert content.title == "まかない"
