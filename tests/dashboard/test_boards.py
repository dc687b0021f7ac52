"""Job boards on the desk: a table is tried before it is kept, a mail is read beside its form."""

import pytest

from candidates.models import Application, Board, BoardJob, BoardMail
from candidates.policy import Source
from candidates.services.board_mails import read_waiting
from company.policy import Role
from tests import factories as make
from tests.dashboard.signing import signed_in
from tests.factories import NOW

MAIL = "応募者名:田中 花子\n電話番号:090-1234-5678\n応募職種:船長"
TAKEN = {
    "family_name": "田中",
    "given_name": "花子",
    "phone": "090-1234-5678",
    "remembers": "on",
}


def a_table(**values: object) -> dict[str, object]:
    return {
        "name": "バイトひろば",
        "senders": "hiroba.example",
        "job": "",
        "is_active": "on",
        "label": ["お名前", "TEL", ""],
        "field": ["full_name", "phone", "email"],
        **values,
    }


@pytest.mark.django_db
def test_a_table_is_tried_on_a_pasted_mail_and_nothing_is_kept() -> None:
    board = make.a_board()
    client = signed_in(make.a_staff())

    answer = client.post(
        f"/desk/boards/{board.pk}/",
        a_table(do="try", text="お名前:佐藤 次郎\nTEL:080-1111-2222"),
    )

    page = answer.content.decode()
    board.refresh_from_db()
    assert answer.status_code == 200
    assert "佐藤 次郎" in page
    assert "お名前" not in board.labels
    assert not BoardMail.objects.exists()
    assert not Application.objects.exists()


@pytest.mark.django_db
def test_a_kept_table_reads_waiting_mails_once_more() -> None:
    board, job = make.a_board(labels={}), make.a_job()
    make.a_board_mail("お名前:佐藤 次郎\nTEL:080-1111-2222")
    read_waiting(now=NOW)

    answer = signed_in(make.a_staff()).post(f"/desk/boards/{board.pk}/", a_table(job=job.pk))
    read_waiting(now=NOW)

    board.refresh_from_db()
    assert answer.status_code == 302
    assert board.labels == {"お名前": "full_name", "TEL": "phone"}
    assert Application.objects.get().job == job


@pytest.mark.django_db
def test_a_table_without_a_name_is_refused_and_kept_as_typed() -> None:
    answer = signed_in(make.a_staff()).post("/desk/boards/new/", a_table(label=["TEL"], field=["phone"]))

    assert answer.status_code == 422
    assert 'value="TEL"' in answer.content.decode()


@pytest.mark.django_db
def test_a_mail_is_taken_in_by_hand_and_its_job_remembered() -> None:
    board, job = make.a_board(), make.a_job(title="ホール")
    mail = make.a_board_mail(MAIL)
    read_waiting(now=NOW)
    client = signed_in(make.a_staff())
    path = f"/desk/boards/mails/{mail.pk}/"

    shown = client.get(path).content.decode()
    refused = client.post(path, {**TAKEN, "job": job.pk, "phone": "090"})
    taken = client.post(path, {**TAKEN, "job": job.pk})
    again = client.post(path, {**TAKEN, "job": job.pk})

    row = Application.objects.get()
    assert 'value="090-1234-5678"' in shown
    assert "船長" in shown
    assert refused.status_code == 422
    assert taken["Location"] == f"/desk/applications/{row.pk}/"
    assert again["Location"] == "/desk/boards/"
    assert (row.source, row.source_note, row.is_started) == (Source.MAIL, board.name, True)
    assert BoardJob.objects.get().text == "船長"


@pytest.mark.django_db
def test_a_mail_is_put_aside_and_brought_back() -> None:
    make.a_board()
    mail = make.a_board_mail("広告")
    read_waiting(now=NOW)
    client = signed_in(make.a_staff())

    client.post(f"/desk/boards/mails/{mail.pk}/dismiss/")
    assert BoardMail.objects.get().state == "dismissed"
    client.post(f"/desk/boards/mails/{mail.pk}/restore/")
    assert BoardMail.objects.get().state == "unreadable"
    assert client.get("/desk/boards/").status_code == 200


@pytest.mark.django_db
def test_recruiters_see_their_places_mails_and_no_tables() -> None:
    recruiter, job = make.a_staff(Role.RECRUITER), make.a_job(title="船長")
    board = make.a_board()
    mine = make.a_board_mail("応募者名:田中\n応募職種:船長", subject="こちら")
    nobodys = make.a_board_mail("広告", subject="あちら")
    read_waiting(now=NOW)
    client = signed_in(recruiter)

    assert client.get(f"/desk/boards/mails/{mine.pk}/").status_code == 404
    recruiter.locations.set([job.location])
    page = client.get("/desk/boards/").content.decode()

    assert "こちら" in page
    assert "あちら" not in page
    assert client.get(f"/desk/boards/mails/{mine.pk}/").status_code == 200
    assert client.get(f"/desk/boards/mails/{nobodys.pk}/").status_code == 404
    assert client.post(f"/desk/boards/mails/{nobodys.pk}/dismiss/").status_code == 404
    assert client.get(f"/desk/boards/{board.pk}/").status_code == 403
    assert Board.objects.count() == 1
