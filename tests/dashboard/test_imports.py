"""CSV files at the desk: columns, preview, saving, and starting contact only when told to."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.models import Application, Import, ImportState, Job
from candidates.services.importing import work_imports
from company.models import Staff
from company.policy import Role
from messaging.models import Message
from tests.dashboard.signing import questions, signed_in
from tests.factories import NOW, a_candidate, a_job, a_location, a_staff

pytestmark = pytest.mark.django_db
LIST = "/desk/imports/"
HEADER = "氏名,フリガナ,電話番号,メールアドレス\r\n"
GOOD = "高橋 一郎,タカハシ イチロウ,090-8888-0001,ichiro@example.jp\r\n"
WRONG = "鈴木 次郎,スズキ ジロウ,090-888-003,\r\n"


@pytest.fixture
def job() -> Job:
    return a_job(location=a_location(name="吉祥寺店"), title="ホール")


@pytest.fixture
def recruiter(job: Job) -> Staff:
    return a_staff(Role.RECRUITER, locations=[job.location])


@pytest.fixture
def desk(recruiter: Staff) -> Client:
    return signed_in(recruiter)


def uploaded(desk: Client, job: Job, text: str, *, encoding: str = "cp932") -> Import:
    file = SimpleUploadedFile("list.csv", text.encode(encoding), "text/csv")
    answer = desk.post(LIST, {"job": job.pk, "file": file})
    assert answer.status_code == 302
    batch: Import = Import.objects.get()
    return batch


def checked(desk: Client, job: Job, text: str) -> Import:
    batch = uploaded(desk, job, text)
    fields = {f"column-{index}": field for index, field in batch.mapping.items()}
    desk.post(f"{LIST}{batch.pk}/columns/", fields)
    work_imports(now=NOW)
    batch.refresh_from_db()
    return batch


def saved(desk: Client, job: Job, text: str) -> Import:
    batch = checked(desk, job, text)
    desk.post(f"{LIST}{batch.pk}/save/")
    work_imports(now=NOW)
    batch.refresh_from_db()
    return batch


@time_machine.travel(NOW, tick=False)
def test_columns_are_guessed_and_shown_with_what_stands_in_them(desk: Client, job: Job) -> None:
    batch = uploaded(desk, job, HEADER + GOOD)

    columns = desk.get(f"{LIST}{batch.pk}/").context["columns"]

    assert [(column.header, column.field) for column in columns] == [
        ("氏名", "full_name"),
        ("フリガナ", "full_kana"),
        ("電話番号", "phone"),
        ("メールアドレス", "email"),
    ]
    assert columns[0].samples == ("高橋 一郎",)


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "中身がありません"), (b"PK\x03\x04 a spreadsheet", "CSV"), (b"a,b\r\n", "応募者の行がありません")],
)
@time_machine.travel(NOW, tick=False)
def test_a_file_that_cannot_be_read_is_explained(desk: Client, job: Job, data: bytes, words: str) -> None:
    answer = desk.post(LIST, {"job": job.pk, "file": SimpleUploadedFile("x.csv", data)})

    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["file"])
    assert not Import.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_no_file_at_all_is_asked_for(desk: Client, job: Job) -> None:
    answer = desk.post(LIST, {"job": job.pk})

    assert answer.context["form"].errors["file"] == ["先にファイルをえらんでください。"]


@time_machine.travel(NOW, tick=False)
def test_without_a_name_column_nothing_is_checked_and_the_choice_is_kept(desk: Client, job: Job) -> None:
    batch = uploaded(desk, job, HEADER + GOOD)

    answer = desk.post(f"{LIST}{batch.pk}/columns/", {"column-2": "phone"})

    assert answer.status_code == 422
    assert answer.context["trouble"] == "お名前の列をえらんでください。"
    assert [column.field for column in answer.context["columns"]] == ["", "", "phone", ""]
    assert Import.objects.get().state == ImportState.UPLOADED


@time_machine.travel(NOW, tick=False)
def test_the_preview_says_what_is_wrong_who_is_known_and_who_is_there_twice(desk: Client, job: Job) -> None:
    a_candidate(family_name="田中", given_name="花子", phone="+819088880002", email="")
    known = "田中 花子,タナカ ハナコ,090-8888-0002,\r\n"
    batch = checked(desk, job, HEADER + GOOD + WRONG + GOOD + known)

    page = desk.get(f"{LIST}{batch.pk}/")

    lines = page.context["lines"]
    assert [bool(line.row.errors) for line in lines] == [False, True, False, False]
    assert lines[1].phone == "090-888-003"
    assert "けた足りない" in lines[1].row.errors[0]
    assert lines[2].row.repeats_row == 2
    assert [line.is_known for line in lines] == [False, False, False, True]
    assert "2人を登録する" in page.content.decode()
    assert not Application.objects.exists()
    wrong = desk.get(f"{LIST}{batch.pk}/?show=wrong").context["lines"]
    assert [line.row.number for line in wrong] == [3]


@time_machine.travel(NOW, tick=False)
def test_saving_contacts_nobody_and_starting_contacts_everybody(desk: Client, job: Job) -> None:
    batch = saved(desk, job, HEADER + GOOD + WRONG)

    page = desk.get(f"{LIST}{batch.pk}/").content.decode()
    assert "1人に連絡を始める" in page
    assert Application.objects.filter(is_started=False).count() == 1
    assert not Message.objects.exists()

    desk.post(f"{LIST}{batch.pk}/start/", {"people": "1"})
    assert Application.objects.get().is_started
    assert Message.objects.exists()
    assert Import.objects.get().state == ImportState.STARTED


@time_machine.travel(NOW, tick=False)
def test_a_button_that_named_another_number_starts_nothing(desk: Client, job: Job) -> None:
    batch = saved(desk, job, HEADER + GOOD)

    answer = desk.post(f"{LIST}{batch.pk}/start/", {"people": "7"}, follow=True)

    assert "人数が変わりました" in answer.content.decode()
    assert not Application.objects.get().is_started


@time_machine.travel(NOW, tick=False)
def test_progress_is_polled_and_ends_with_the_whole_page(desk: Client, job: Job) -> None:
    batch = uploaded(desk, job, HEADER + GOOD)
    fields = {f"column-{index}": field for index, field in batch.mapping.items()}
    desk.post(f"{LIST}{batch.pk}/columns/", fields)

    busy = desk.get(f"{LIST}{batch.pk}/", headers={"HX-Request": "true"})
    assert 'hx-trigger="every 2s"' in busy.content.decode()
    assert "1行中 0行" in busy.content.decode()

    work_imports(now=NOW)
    assert desk.get(f"{LIST}{batch.pk}/", headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@time_machine.travel(NOW, tick=False)
def test_a_file_is_given_up_before_saving_and_not_after(desk: Client, job: Job) -> None:
    batch = saved(desk, job, HEADER + GOOD)

    refused = desk.post(f"{LIST}{batch.pk}/discard/", follow=True)

    assert "先に進んでいました" in refused.content.decode()
    assert Import.objects.get().state == ImportState.SAVED


@time_machine.travel(NOW, tick=False)
def test_a_file_given_up_keeps_nothing_of_what_it_said(desk: Client, job: Job) -> None:
    batch = checked(desk, job, HEADER + GOOD)

    desk.post(f"{LIST}{batch.pk}/discard/")

    assert Import.objects.get().state == ImportState.DISCARDED
    assert not batch.rows.exists()
    assert desk.get(f"{LIST}{batch.pk}/").status_code == 200


@time_machine.travel(NOW, tick=False)
def test_wrong_lines_come_back_as_a_file_without_formulas(desk: Client, job: Job) -> None:
    batch = checked(desk, job, HEADER + "=1+1,カナ,090-888-003, |calc\r\n" + GOOD)

    answer = desk.get(f"{LIST}{batch.pk}/wrong.csv")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("氏名,フリガナ,電話番号,メールアドレス,")
    assert lines[1].startswith("'=1+1,カナ,090-888-003,' |calc,")
    assert len(lines) == 2


@time_machine.travel(NOW, tick=False)
def test_files_for_jobs_of_others_do_not_exist(job: Job, desk: Client) -> None:
    batch = uploaded(desk, job, HEADER + GOOD)
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))

    assert stranger.get(f"{LIST}{batch.pk}/").status_code == 404
    assert stranger.post(f"{LIST}{batch.pk}/discard/").status_code == 404
    file = SimpleUploadedFile("x.csv", (HEADER + GOOD).encode())
    assert "job" in stranger.post(LIST, {"job": job.pk, "file": file}).context["form"].errors


@pytest.mark.parametrize("role", [Role.VIEWER, Role.INTERVIEWER])
@time_machine.travel(NOW, tick=False)
def test_who_may_only_look_imports_nothing(job: Job, desk: Client, role: Role) -> None:
    batch = checked(desk, job, HEADER + GOOD)
    client = signed_in(a_staff(role, locations=[job.location]))

    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}{batch.pk}/save/").status_code == 403
    assert Import.objects.get().state == ImportState.CHECKED


@time_machine.travel(NOW, tick=False)
def test_three_lines_ask_as_many_questions_as_one(desk: Client, job: Job) -> None:
    def many(count: int) -> int:
        Import.objects.all().delete()
        lines = "".join(f"名前{n},,090-8888-000{n},\r\n" for n in range(count))
        batch = saved(desk, job, HEADER + lines)
        return questions(desk, f"{LIST}{batch.pk}/")

    assert many(3) == many(1)
