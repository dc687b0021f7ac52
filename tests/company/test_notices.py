"""Staff are told each thing once, in the ways they chose, and never at night."""

from datetime import datetime, time, timedelta

import pytest

from company.models import Notice, StaffMail, Webhook, WebhookDelivery
from company.policy import HookFormat, NoticeKind, Role, Way, mail_due, next_digest, ways_of
from company.policy.vocabulary import SpeakingHours
from company.services import notices
from company.services.notice_choices import keep_choices, own_hook
from company.services.notice_sending import send_due
from tests.factories import NOW, a_staff, tokyo

pytestmark = pytest.mark.django_db
HOURS = SpeakingHours()


def tell(
    *people: object, key: str = "word:1", kind: NoticeKind = NoticeKind.WORD, now: datetime = NOW
) -> int:
    return notices.tell(
        kind,
        to=people,  # type: ignore[arg-type]  # people of the test
        key=key,
        path="/desk/applications/1/",
        now=now,
        name="蓮",
        application_id=1,
    )


def test_the_same_thing_is_told_once_to_each_person() -> None:
    one, other = a_staff(Role.RECRUITER, username="one"), a_staff(Role.RECRUITER, username="other")

    assert tell(one) == 1
    assert tell(one, one, other) == 1
    assert tell(one, other) == 0
    assert Notice.objects.count() == 2


def test_who_no_longer_works_here_is_told_nothing() -> None:
    gone = a_staff(Role.RECRUITER, username="gone", is_active=False)

    assert tell(gone) == 0


def test_what_rings_is_mailed_after_a_minute_and_only_if_nobody_has_read_it() -> None:
    person = a_staff(Role.RECRUITER, username="one", email="one@example.jp")
    tell(person, kind=NoticeKind.MENTION, key="a")
    tell(person, kind=NoticeKind.MENTION, key="b")
    read = Notice.objects.get(key="b")
    notices.mark_read([read.pk], of=person, now=NOW)

    assert send_due(now=NOW + timedelta(seconds=59), machine_now=NOW) == 0
    assert send_due(now=NOW + timedelta(seconds=60), machine_now=NOW) == 1
    assert send_due(now=NOW + timedelta(minutes=5), machine_now=NOW) == 0
    mail = StaffMail.objects.get()
    assert mail.to == person
    assert "蓮さん" in mail.subject
    assert mail.body.count("/desk/applications/1/") == 1


def test_one_persons_notices_go_in_one_mail_and_another_persons_in_theirs() -> None:
    one = a_staff(Role.RECRUITER, username="one", email="one@example.jp")
    other = a_staff(Role.RECRUITER, username="other", email="other@example.jp", language="en")
    for key in ("a", "b", "c"):
        tell(one, other, kind=NoticeKind.CONTACT_OWED, key=key)

    send_due(now=NOW + timedelta(minutes=2), machine_now=NOW)

    mails = {mail.to_id: mail for mail in StaffMail.objects.all()}
    assert mails[one.pk].subject == "【約束】お知らせ 3件"
    assert mails[other.pk].subject == "[Yakusoku] 3 notices"


def test_the_digest_waits_for_its_hour() -> None:
    person = a_staff(Role.RECRUITER, username="one", email="one@example.jp", digest_at=time(18, 0))
    at = tokyo(2026, 6, 10, 15, 0)
    tell(person, kind=NoticeKind.APPLICATION, now=at)

    assert Notice.objects.get().mail_due_at == tokyo(2026, 6, 10, 18, 0)
    assert send_due(now=tokyo(2026, 6, 10, 17, 59), machine_now=NOW) == 0
    assert send_due(now=tokyo(2026, 6, 10, 18, 0), machine_now=NOW) == 1


@pytest.mark.parametrize(
    ("happened", "due"),
    [
        (tokyo(2026, 6, 10, 20, 58), tokyo(2026, 6, 10, 20, 59)),
        (tokyo(2026, 6, 10, 20, 59), tokyo(2026, 6, 11, 8, 0)),
        (tokyo(2026, 6, 10, 23, 30), tokyo(2026, 6, 11, 8, 0)),
        (tokyo(2026, 6, 11, 3, 0), tokyo(2026, 6, 11, 8, 0)),
    ],
)
def test_at_night_nobody_is_mailed(happened: datetime, due: datetime) -> None:
    assert mail_due(frozenset({Way.MAIL}), happened, HOURS, time(8, 30)) == (due, False)


def test_a_digest_of_this_hour_is_tomorrows() -> None:
    at = tokyo(2026, 6, 10, 8, 30)

    assert next_digest(at, time(8, 30), "Asia/Tokyo") == tokyo(2026, 6, 11, 8, 30)


def test_an_empty_choice_is_a_choice_and_no_choice_is_the_default() -> None:
    assert ways_of({"word": []}, NoticeKind.WORD) == frozenset()
    assert Way.BROWSER in ways_of({}, NoticeKind.WORD)


def test_without_an_address_nothing_is_owed_by_mail() -> None:
    person = a_staff(Role.RECRUITER, username="one", email="")

    tell(person, kind=NoticeKind.MENTION)

    assert Notice.objects.get().mail_due_at is None


def test_their_own_address_gets_a_first_name_a_link_and_nothing_that_slack_would_act_on() -> None:
    person = a_staff(Role.RECRUITER, username="one")
    keep_choices(
        person, {"word": ["hook"]}, digest_at=time(8, 30), hook_url="https://hooks.example.jp/a", now=NOW
    )
    notices.tell(
        NoticeKind.WORD, to=[person], key="w", path="/desk/applications/1/", now=NOW, name="<!channel> & 蓮"
    )

    assert send_due(now=NOW, machine_now=NOW) == 1
    text = WebhookDelivery.objects.get().payload["text"]
    assert "&lt;!channel&gt; &amp; 蓮さん" in text
    assert "/desk/applications/1/|" in text


def test_taking_the_address_away_takes_what_waited_for_it_too() -> None:
    person = a_staff(Role.RECRUITER, username="one")
    keep_choices(person, {}, digest_at=time(9, 0), hook_url="https://hooks.example.jp/a", now=NOW)
    hook = own_hook(person)
    assert hook is not None
    assert hook.format == HookFormat.SLACK

    keep_choices(person, {}, digest_at=time(9, 0), hook_url="", now=NOW)

    assert not Webhook.objects.exists()
