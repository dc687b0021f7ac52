"""Job boards' mails: kept, read, thanked for once; what cannot be read is left to people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from candidates.models import Application, BoardJob, BoardMail, Candidate, Job
from candidates.policy import Applicant, PhoneKind, Source
from candidates.services import board_mails
from candidates.services.board_mails import (
    AlreadySettled,
    bring_back,
    dismiss,
    keep_mail,
    read_again,
    read_waiting,
    take_in,
)
from candidates.services.erasing import erase, erase_due
from candidates.services.importing import choose_columns, confirm, start, upload, work_imports
from candidates.services.intake import receive
from company.models import Notice, Staff
from company.policy import Role
from messaging.models import Message
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once

MAIL = "応募者名:田中 花子\n電話番号:090-1234-5678\n応募職種:ホールスタッフ\n応募日時:2026/06/10 09:50"
HANAKO = Applicant("田中", "花子", phone="+819012345678", phone_kind=PhoneKind.MOBILE)


def thanks() -> int:
    """How many applications were thanked; none of them twice on a channel."""
    said = Message.objects.filter(kind="thanks").exclude(state="cancelled")
    pairs = list(said.values_list("application", "channel"))
    assert len(pairs) == len(set(pairs))
    return len({application for application, _channel in pairs})


def state() -> tuple[str, str]:
    mail = BoardMail.objects.get()
    return mail.state, mail.reason


@pytest.mark.django_db
def test_a_mail_becomes_an_application_that_is_thanked_at_once() -> None:
    board, job = make.a_board(), make.a_job(title="ホールスタッフ")
    mail = make.a_board_mail(MAIL)

    assert read_waiting(now=NOW) == 1
    assert read_waiting(now=NOW) == 0

    row = Application.objects.select_related("candidate").get()
    mail.refresh_from_db()
    assert (row.source, row.source_note, row.job) == (Source.MAIL, board.name, job)
    assert row.applied_at == NOW - timedelta(minutes=10)
    assert row.candidate.phone == "+819012345678"
    assert (mail.state, mail.application) == ("taken", row)
    assert thanks() == 1


@pytest.mark.django_db
def test_the_same_mail_twice_is_kept_once() -> None:
    def arrives() -> BoardMail | None:
        return keep_mail(message_id="<1@x>", sender="a@x.example", subject="s", text="t", received_at=NOW)

    assert arrives() is not None
    assert arrives() is None
    assert BoardMail.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_sender_is_read_by_the_generic_table() -> None:
    make.a_board(senders="")
    make.a_job(title="ホールスタッフ")
    make.a_board_mail(MAIL, sender="x@unknown.example")

    read_waiting(now=NOW)

    assert state() == ("taken", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("電話番号:090-1234-5678", "full_name_missing"),
        ("応募者名:田中", "phone_missing"),
        ("応募者名:田中\n電話番号:090-1234", "phone_unreadable"),
        ("応募者名:田中\n電話番号:090-1234-5678\n応募職種:船長", "no_job"),
        ("", "full_name_missing"),
    ],
)
def test_what_cannot_be_read_is_left_to_a_person_who_is_told(text: str, reason: str) -> None:
    owner, recruiter = make.a_staff(Role.OWNER), make.a_staff(Role.RECRUITER)
    make.a_board()
    make.a_job(title="ホールスタッフ")
    mail = make.a_board_mail(text)

    read_waiting(now=NOW)
    read_waiting(now=NOW)

    mail.refresh_from_db()
    assert state() == ("unreadable", reason)
    assert mail.text == text
    [notice] = Notice.objects.all()
    assert (notice.to, notice.path) == (owner, f"/desk/boards/mails/{mail.pk}/")
    assert list(BoardMail.objects.visible_to(recruiter)) == []


@pytest.mark.django_db
def test_a_mail_about_a_places_job_is_that_places_recruiters_to_read() -> None:
    job = make.a_job(title="ホールスタッフ")
    there, elsewhere = make.a_staff(Role.RECRUITER), make.a_staff(Role.RECRUITER)
    there.locations.set([job.location])
    make.a_board()
    mail = make.a_board_mail("応募者名:田中\n応募職種:ホールスタッフ")

    read_waiting(now=NOW)

    assert list(BoardMail.objects.visible_to(there)) == [mail]
    assert list(BoardMail.objects.visible_to(elsewhere)) == []
    assert set(Notice.objects.values_list("to", flat=True)) == {there.pk}


@pytest.mark.django_db
def test_the_same_title_at_two_places_needs_the_place() -> None:
    here = make.a_job(title="ホール", location=make.a_location(name="吉祥寺店"))
    make.a_job(title="ホール", location=make.a_location(name="三鷹店"))
    make.a_board()
    make.a_board_mail("応募者名:田中\n電話番号:090-1234-5678\n応募職種:ホール\n勤務地:吉祥寺店(駅前)")
    make.a_board_mail("応募者名:佐藤\n電話番号:090-1234-5679\n応募職種:ホール")

    read_waiting(now=NOW)

    assert [row.job for row in Application.objects.all()] == [here]
    assert BoardMail.objects.filter(reason="no_job").count() == 1


@pytest.mark.django_db
def test_a_job_chosen_once_is_remembered() -> None:
    owner, board, job = make.a_staff(), make.a_board(), make.a_job(title="ホール")
    mail = make.a_board_mail(MAIL)
    read_waiting(now=NOW)

    application = take_in(mail, HANAKO, job=job, remembers=True, by=owner, now=NOW)
    make.a_board_mail(MAIL.replace("5678", "5679").replace("花子", "次郎"))
    read_waiting(now=NOW)

    assert (application.source, application.job) == (Source.MAIL, job)
    assert [one.text for one in BoardJob.objects.filter(board=board)] == ["ホールスタッフ"]
    assert Application.objects.filter(job=job).count() == 2
    assert thanks() == 2
    with pytest.raises(AlreadySettled):
        take_in(mail, HANAKO, job=job, remembers=False, by=owner, now=NOW)


@pytest.mark.django_db
def test_a_mail_put_aside_can_be_brought_back() -> None:
    owner = make.a_staff()
    make.a_board()
    mail = make.a_board_mail("広告です")
    read_waiting(now=NOW)

    dismiss(mail, by=owner, now=NOW)
    assert state()[0] == "dismissed"
    bring_back(mail, by=owner, now=NOW)
    assert state()[0] == "unreadable"


@pytest.mark.django_db
def test_a_changed_table_reads_the_waiting_mails_again() -> None:
    board, _job = make.a_board(labels={}), make.a_job(title="ホールスタッフ")
    make.a_board_mail(MAIL)
    read_waiting(now=NOW)
    assert state()[0] == "unreadable"

    board.labels = make.LABELS
    board.save()
    assert read_again(now=NOW) == 1
    read_waiting(now=NOW)

    assert state()[0] == "taken"


@pytest.mark.django_db
def test_a_mail_that_breaks_the_reading_waits_longer_and_then_for_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make.a_board()
    make.a_board_mail(MAIL)
    make.a_board_mail(MAIL, message_id="<other>")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(board_mails, "understand", broken)
    for minutes in range(6):
        read_waiting(now=NOW + timedelta(hours=minutes))

    assert set(BoardMail.objects.values_list("state", "reason")) == {("unreadable", "broken")}


@pytest.mark.django_db
def test_suspect_mail_and_too_many_of_one_number_are_a_persons_to_read() -> None:
    make.a_board()
    make.a_job(title="ホールスタッフ")
    keep_mail(
        message_id="<s>", sender="a@hiroba.example", subject="", text=MAIL, received_at=NOW, is_suspect=True
    )
    for name in ("太郎", "次郎", "三郎", "四郎"):
        make.a_board_mail(MAIL.replace("花子", name))

    read_waiting(now=NOW)

    reasons = list(BoardMail.objects.order_by("reason").values_list("reason", flat=True))
    assert reasons == ["", "", "", "limit", "spam"]


@pytest.mark.django_db
def test_what_a_mail_says_goes_with_the_person_and_with_time() -> None:
    make.a_board()
    make.a_job(title="ホールスタッフ")
    make.a_board_mail(MAIL)
    make.a_board_mail("応募者名:佐藤 次郎")
    read_waiting(now=NOW)

    erase(Candidate.objects.get(), now=NOW)
    taken = BoardMail.objects.get(state="taken")
    assert (taken.text, taken.sender, taken.subject, taken.read) == ("", "", "", {})

    erase_due(now=NOW + timedelta(days=100))
    assert "佐藤" in BoardMail.objects.get(state="unreadable").text
    erase_due(now=NOW + timedelta(days=250))
    assert not BoardMail.objects.exclude(text="", read={}).exists()


def by_file() -> None:
    data = "氏名,電話番号\n田中 花子,090-1234-5678\n".encode()
    owner = Staff.objects.get(username="csv")
    batch = upload(data, name="a.csv", job=Job.objects.get(), by=owner, now=NOW)
    choose_columns(batch, {"0": "full_name", "1": "phone"}, now=NOW, by=owner)
    work_imports(now=NOW)
    batch.refresh_from_db()
    confirm(batch, by=owner, now=NOW)
    work_imports(now=NOW)
    batch.refresh_from_db()
    start(batch, by=owner, now=NOW)
    work_imports(now=NOW)


@pytest.mark.parametrize("shared_database", ["sqlite", "postgres"], indirect=True)
@pytest.mark.parametrize("order", ["together", "mail first", "file first", "form first"])
def test_mail_file_and_form_are_one_application_thanked_once(shared_database: str, order: str) -> None:
    make.the_thanks()
    make.a_board()
    job = make.a_job(title="ホールスタッフ")
    make.a_staff(username="csv")
    make.a_board_mail(MAIL)
    ways: dict[str, Callable[[], object]] = {
        "mail": lambda: read_waiting(now=NOW),
        "file": by_file,
        "form": lambda: receive(HANAKO, job=job, now=NOW),
    }

    if order == "together":
        at_once(*ways.values())
    else:
        first = order.split()[0]
        for name in (first, *(ways.keys() - {first})):
            ways[name]()
    while read_waiting(now=NOW + timedelta(hours=1)):
        pass

    row = Application.objects.get()
    assert row.is_started
    assert Candidate.objects.count() == 1
    assert thanks() == 1
    assert state()[0] == "taken"


@pytest.mark.django_db
def test_mails_of_anybody_thank_no_more_strangers_than_a_visitor_of_the_form_could(
    settings: Settings,
) -> None:
    settings.APPLY_LIMIT_PER_ADDRESS = 2
    make.a_board(senders="")
    make.a_job(title="ホールスタッフ")
    for number in range(3):
        make.a_board_mail(MAIL.replace("1234", f"123{number}"), sender="anybody@spam.example")

    read_waiting(now=NOW)

    assert Application.objects.count() == thanks() == 2
    assert [mail.reason for mail in BoardMail.objects.filter(state="unreadable")] == ["many"]


@pytest.mark.django_db
def test_a_days_mails_thank_no_more_than_the_form_does(settings: Settings) -> None:
    settings.APPLY_LIMIT_PER_DAY = 1
    make.a_board()
    make.a_job(title="ホールスタッフ")
    for number in range(2):
        make.a_board_mail(MAIL.replace("1234", f"123{number}"))

    read_waiting(now=NOW)

    assert Application.objects.count() == 1
