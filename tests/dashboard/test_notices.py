"""お知らせ on the desk: the bell, the list, the browser's own, and how each person hears of things."""

from datetime import time, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from company.models import Notice, Staff, Webhook, WebhookDelivery
from company.policy import NoticeKind, Role
from company.services import notices
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, a_staff

pytestmark = pytest.mark.django_db


def told(staff: Staff, count: int = 1, *, kind: NoticeKind = NoticeKind.WORD) -> None:
    for number in range(count):
        notices.tell(
            kind,
            to=[staff],
            key=f"{kind}:{Notice.objects.count()}",
            path="/desk/notices/",
            now=NOW + timedelta(minutes=number),
            name="蓮",
        )


def test_the_bell_counts_what_is_unread_and_opening_one_reads_it(screen: Client, owner: Staff) -> None:
    told(owner, 2)
    first = Notice.objects.earliest("at")

    assert 'class="bell__count" aria-hidden="true">2<' in screen.get("/desk/").content.decode()
    answer = screen.post(f"/desk/notices/{first.pk}/")

    assert answer.headers["Location"] == "/desk/notices/"
    assert 'class="bell__count" aria-hidden="true">1<' in screen.get("/desk/notices/bell/").content.decode()


def test_looking_at_a_page_reads_nothing(screen: Client, owner: Staff) -> None:
    told(owner)

    screen.get("/desk/notices/")
    screen.get("/desk/notices/bell/")
    screen.get("/desk/notices/news/?after=0")

    assert Notice.objects.filter(read_at=None).count() == 1


def test_another_persons_notice_cannot_be_opened_nor_read(screen: Client, owner: Staff) -> None:
    other = a_staff(Role.RECRUITER, username="other")
    told(other)

    assert screen.post(f"/desk/notices/{Notice.objects.get().pk}/").status_code == 404
    screen.post("/desk/notices/read/")
    assert Notice.objects.filter(read_at=None).count() == 1


def test_older_notices_follow_page_by_page_without_a_gap(screen: Client, owner: Staff) -> None:
    told(owner, 53)

    first = screen.get("/desk/notices/")
    second = screen.get(f"/desk/notices/?before={first.context['more']}")

    shown = [line.notice.pk for line in [*first.context["lines"], *second.context["lines"]]]
    assert shown == list(Notice.objects.values_list("pk", flat=True))
    assert second.context["more"] is None


def test_a_hundred_notices_cost_as_many_questions_as_one(
    at_now: time_machine.Traveller, owner: Staff
) -> None:
    client = signed_in(owner)
    told(owner)
    one = questions(client, "/desk/notices/")
    told(owner, 60)

    assert questions(client, "/desk/notices/") == one


def test_the_browser_is_shown_only_what_is_new_and_chosen_for_it(screen: Client, owner: Staff) -> None:
    told(owner, 1, kind=NoticeKind.APPLICATION)  # told in the digest alone, until somebody chooses
    start = screen.get("/desk/notices/news/").json()
    told(owner, 1, kind=NoticeKind.WORD)

    after = screen.get(f"/desk/notices/news/?after={start['latest']}").json()

    assert start["news"] == []
    assert [one["words"] for one in after["news"]] == ["蓮さんから連絡があり、返事まちです"]
    assert screen.get(f"/desk/notices/news/?after={after['latest']}").json()["news"] == []


def test_choices_are_kept_and_shown_again(screen: Client, owner: Staff) -> None:
    form = {f"mail_{kind}": "no" for kind in NoticeKind} | {"digest_at": "18:15", "browser_word": "on"}

    answer = screen.post("/desk/notices/choices/", form)

    owner.refresh_from_db()
    assert answer.status_code == 302
    assert owner.digest_at == time(18, 15)
    assert owner.notice_choices["word"] == ["browser"]
    assert owner.notice_choices["application"] == []
    page = screen.get("/desk/notices/choices/").content.decode()
    assert 'name="browser_word" id="id_browser_word" checked' in page.replace('class="check__box" ', "")


@override_settings(SANDBOX=False)
@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.jp/a", "hooks.example.jp", "javascript:alert(1)",
        "https://hooks.example.jp:8443/a", "https://me:pass@hooks.example.jp/a",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_posted_to_is_refused_and_stays_in_the_field(
    at_now: time_machine.Traveller, db: None, address: str
) -> None:
    screen = signed_in(a_staff(Role.RECRUITER))
    form = {f"mail_{kind}": "digest" for kind in NoticeKind} | {"digest_at": "8:30", "hook_url": address}

    answer = screen.post("/desk/notices/choices/", form)

    assert answer.status_code == 422
    assert address in answer.content.decode()
    assert not Webhook.objects.exists()


@override_settings(SANDBOX=False)
def test_an_address_can_be_tried(at_now: time_machine.Traveller, db: None) -> None:
    screen = signed_in(a_staff(Role.RECRUITER))
    form = {f"mail_{kind}": "digest" for kind in NoticeKind}
    screen.post(
        "/desk/notices/choices/", form | {"digest_at": "8:30", "hook_url": "https://hooks.example.jp/a"}
    )

    screen.post("/desk/notices/choices/try/")

    assert WebhookDelivery.objects.get().payload == {"text": "約束からのお知らせが、ここに届きます。"}
