"""A list from a job board, step by step."""

import csv
import io
from datetime import timedelta
from typing import Any  # JSON

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from candidates.models import Application, Candidate, ColumnChoice, Import, ImportRow, ImportState
from candidates.policy import Source, clean_name
from candidates.services import import_checking, import_working, importing
from candidates.services.import_reading import MOST_ROWS, UnreadableFile, read_table
from candidates.services.import_words import file_words
from candidates.services.intake import receive
from candidates.signals import application_received
from tests.candidates import hostile
from tests.candidates.services.test_intake import an_applicant
from tests.factories import NOW, a_job, a_staff
from tests.messaging.conftest import at_once
from tests.signals import Heard

HEADER = ["氏名", "フリガナ", "携帯", "メール", "応募日時", "媒体"]
PERSON = ["森田 悠斗", "モリタ ユウト", "090-1234-5678", "yuto@example.jp", "2026/6/9 12:00", "タウンワーク"]


def a_file(
    *rows: list[str], header: list[str] = HEADER, delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def an_import(*rows: list[str], **options: Any) -> Import:
    job = options.pop("job", None) or a_job()
    by = options.pop("by", None) or a_staff(language="en")
    return importing.upload(a_file(*rows, **options), name="list.csv", job=job, by=by, now=NOW)


def a_checked_import(*rows: list[str], **options: Any) -> Import:
    batch = an_import(*rows, **options)
    importing.choose_columns(batch, batch.mapping, now=NOW)
    importing.work_imports(now=NOW)
    batch.refresh_from_db()
    return batch


def a_saved_import(*rows: list[str], **options: Any) -> Import:
    batch = a_checked_import(*rows, **options)
    importing.confirm(batch, by=a_staff(), now=NOW)
    importing.work_imports(now=NOW)
    batch.refresh_from_db()
    return batch


def numbered(n: int) -> list[str]:
    return [f"森田 {n}郎", "", f"090-{n:04d}-0000", f"p{n}@example.jp", "", ""]


# --- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("cp932", "Shift_JIS")]
)
def test_excels_and_everybody_elses_encodings_are_read(encoding: str, told: str) -> None:
    table = read_table(a_file(["髙橋 ①"], header=["氏名"], encoding=encoding))

    assert (table.encoding, table.headers, table.lines) == (told, ["氏名"], [(2, ["髙橋 ①"])])


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    table = read_table(
        a_file(["森田, 悠斗;", "a\tb", "1"], header=["氏名", "メモ", "年齢"], delimiter=delimiter)
    )

    assert table.lines == [(2, ["森田, 悠斗;", "a\tb", "1"])]


def test_lines_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read_table('氏名\n一\n\n"二\n行"\n,,\n三\n'.encode())

    assert [(number, cells[0]) for number, cells in table.lines] == [(2, "一"), (4, "二\n行"), (6, "三")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\n\n , \n", "empty"),
        ("氏名,電話\n".encode(), "no_rows"),
        (b"a\n" * (6 * 1024 * 1024), "too_large"),
        (b"a\n" + b"b\n" * (MOST_ROWS + 1), "too_many_rows"),
        (b",".join([b"h"] * 101) + b"\n1", "too_many_columns"),
        (b"PK\x03\x04rest of a spreadsheet", "spreadsheet"),
        (b"\xff\xfe\x00\x00", "encoding"),
        ("氏名\n森田".encode("euc-jp") + b"\xff", "encoding"),
        ("氏名\n森田".encode("utf-16"), "encoding"),
        (b"a\nb\x00c", "encoding"),
        ('氏名\n"森田'.encode(), "quotes"),
        ('氏名\n"森田"悠斗'.encode(), "quotes"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as wrong:
        read_table(data)

    assert wrong.value.code == code
    assert file_words(wrong.value)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_file_comes_back_as_it_was_written(rows: list[list[str]]) -> None:
    table = read_table(a_file(*rows, header=["氏名", "電話", "メモ"]))

    assert [cells for _number, cells in table.lines] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]


# --- steps -------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_uploading_saves_nobody_and_guesses_the_columns() -> None:
    batch = an_import(PERSON)

    assert (batch.state, batch.total) == (ImportState.UPLOADED, 1)
    assert batch.mapping == {
        "0": "full_name", "1": "full_kana", "2": "phone", "3": "email", "4": "applied_at", "5": "source_note",
    }  # fmt: skip
    assert Candidate.objects.count() == 0


@pytest.mark.django_db
def test_from_upload_to_start_nothing_happens_before_its_step() -> None:
    staff = a_staff()
    with Heard(application_received) as heard:
        batch = a_checked_import(PERSON)
        assert (batch.state, batch.done) == (ImportState.CHECKED, 1)
        assert Application.objects.count() == 0

        importing.confirm(batch, by=staff, now=NOW)
        importing.work_imports(now=NOW)
        batch.refresh_from_db()
        application = Application.objects.get()
        assert batch.state == ImportState.SAVED
        assert heard.calls == []
        assert not application.is_started

        assert importing.start(batch, by=staff, now=NOW + timedelta(hours=1)) == 1

    assert batch.state == ImportState.STARTED
    assert [call["application_id"] for call in heard.calls] == [application.pk]
    assert application.source == Source.CSV
    assert application.source_note == "タウンワーク"
    assert application.applied_at == NOW - timedelta(hours=22)
    assert application.candidate.full_kana == "モリタ ユウト"


@pytest.mark.django_db
def test_each_wrong_line_says_what_is_wrong_and_stays_out() -> None:
    batch = a_saved_import(
        PERSON,
        ["", "", "080-0000-347", "", "", ""],
        ["山田", "", "", "a@gmial.com", "", ""],
        ["佐藤", "", "", "", "", ""],
        [*numbered(7), "one column too many"],
    )

    errors = {row.number: row.errors for row in batch.rows.exclude(errors=[])}
    assert errors == {
        3: ["Name: There is no name.", "Phone: It seems 1 digit is missing. Please look once more."],
        4: ["E-mail: Did you mean a@gmail.com?"],
        5: ["Phone: There is neither a phone number nor an e-mail address."],
        6: ["This line has more columns than the header. A comma may be missing its quotation marks."],
    }
    assert [application.candidate.family_name for application in Application.objects.all()] == ["森田"]
    summary = importing.summary(batch)
    assert (summary.total, summary.good, summary.wrong, summary.waiting) == (5, 1, 4, 1)


@pytest.mark.django_db
def test_people_in_the_file_twice_and_people_we_know_are_shown() -> None:
    known = receive(an_applicant(), job=a_job(), now=NOW).candidate
    batch = a_checked_import(
        numbered(1),
        PERSON,
        [numbered(1)[0], "", "+81 90 0001 0000", "", "", ""],
    )

    rows = {row.number: row for row in batch.rows.all()}
    assert (rows[2].duplicate_of, rows[2].repeats_row) == (None, None)
    assert (rows[3].duplicate_of, rows[3].repeats_row) == (known, None)
    assert rows[4].repeats_row == 2
    summary = importing.summary(batch)
    assert (summary.good, summary.repeated, summary.known) == (2, 1, 1)


@pytest.mark.django_db
def test_a_known_person_gets_another_application_and_an_open_one_is_kept() -> None:
    job = a_job()
    open_one = receive(an_applicant(), job=job, now=NOW)
    elsewhere = receive(an_applicant(given_name="蓮", phone="+819000010000", email=""), job=a_job(), now=NOW)

    a_saved_import(PERSON, ["森田 蓮", "", "090-0001-0000", "", "", ""], job=job)

    assert Candidate.objects.count() == 2
    assert open_one.candidate.applications.count() == 1
    assert elsewhere.candidate.applications.count() == 2


@pytest.mark.django_db
def test_what_a_saved_line_said_is_kept_with_the_person_alone() -> None:
    batch = a_saved_import(PERSON, ["", "", "x", "", "", ""])

    saved, wrong = batch.rows.all()
    assert (saved.cells, saved.clean) == ([], {})
    assert wrong.cells[2] == "x"


@pytest.mark.django_db
def test_columns_are_remembered_by_their_header() -> None:
    first = an_import(["森田 悠斗", "090-1234-5678"], header=["どなた", "どこへ"])
    assert first.mapping == {}

    importing.choose_columns(first, {"0": "full_name", "1": "phone"}, now=NOW)

    assert an_import(["佐藤", "x"], header=["どこへ", "どなた"]).mapping == {"0": "phone", "1": "full_name"}
    assert ColumnChoice.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"2": "phone"}, "name"),
        ({"0": "full_name"}, "contact"),
        ({"0": "full_name", "1": "phone", "2": "phone"}, "twice"),
        ({"0": "nonsense"}, "name"),
    ],
)
def test_a_choice_without_name_or_contact_is_refused(mapping: dict[str, str], code: str) -> None:
    batch = an_import(PERSON)

    with pytest.raises(importing.ColumnsMissing) as missing:
        importing.choose_columns(batch, mapping, now=NOW)

    assert missing.value.code == code


@pytest.mark.django_db
def test_choosing_other_columns_checks_anew() -> None:
    batch = a_checked_import(["a@example.jp", "森田"], header=["氏名", "メール"])
    assert batch.rows.get().errors

    importing.choose_columns(batch, {"0": "email", "1": "full_name"}, now=NOW)
    importing.work_imports(now=NOW)

    assert batch.rows.get().errors == []


@pytest.mark.django_db
def test_steps_out_of_order_are_refused() -> None:
    staff = a_staff()
    batch = an_import(PERSON)
    with pytest.raises(importing.WrongStep):
        importing.confirm(batch, by=staff, now=NOW)
    with pytest.raises(importing.WrongStep):
        importing.start(batch, by=staff, now=NOW)

    saved = a_saved_import(PERSON)
    importing.start(saved, by=staff, now=NOW)
    with pytest.raises(importing.WrongStep):
        importing.start(saved, by=staff, now=NOW)
    with pytest.raises(importing.WrongStep):
        importing.discard(saved, by=staff, now=NOW)
    with pytest.raises(importing.WrongStep):
        importing.choose_columns(saved, saved.mapping, now=NOW)


@pytest.mark.django_db
def test_a_discarded_file_leaves_no_copy() -> None:
    batch = a_checked_import(PERSON)

    importing.discard(batch, by=a_staff(), now=NOW)
    importing.work_imports(now=NOW)

    assert batch.state == ImportState.DISCARDED
    assert ImportRow.objects.count() == Application.objects.count() == 0


@pytest.mark.django_db
def test_a_long_list_is_started_by_the_sweep_and_shows_how_far_it_is() -> None:
    batch = a_saved_import(*[numbered(n) for n in range(130)])

    with Heard(application_received) as heard:
        count = importing.start(batch, by=a_staff(), now=NOW)
        assert (count, batch.state, batch.done, len(heard.calls)) == (130, ImportState.STARTING, 50, 50)

        importing.work_imports(now=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.done, len(heard.calls)) == (ImportState.STARTED, 130, 130)
    assert len({call["application_id"] for call in heard.calls}) == 130


@pytest.mark.django_db
def test_another_worker_carries_on_where_one_died() -> None:
    batch = an_import(*[numbered(n) for n in range(3)])
    importing.choose_columns(batch, batch.mapping, now=NOW)
    Import.objects.update(lease_until="2999-01-01T00:00:00Z")
    assert importing.work_imports(now=NOW) == 0

    Import.objects.update(lease_until="2001-01-01T00:00:00Z")
    batch.rows.filter(number=2).update(clean={"family_name": "森田"})
    importing.work_imports(now=NOW)

    batch.refresh_from_db()
    assert (batch.state, batch.lease_until) == (ImportState.CHECKED, None)
    assert batch.rows.filter(clean={}).count() == 0


@pytest.mark.django_db
def test_hostile_names_survive_a_list() -> None:
    rows = [[name, "", f"090-{n:04d}-0000", "", "", ""] for n, name in enumerate(hostile.NAMES)]

    a_saved_import(*rows)

    saved = {candidate.full_name for candidate in Candidate.objects.all()}
    assert saved == set(hostile.NAMES)


@pytest.mark.django_db
@hypothesis_settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5))
def test_any_name_in_a_list_is_the_name_that_is_saved(names: list[str]) -> None:
    Application.objects.all().delete()
    Candidate.objects.all().delete()
    named = [name.encode("utf-8", "ignore").decode().replace("\x00", "") or "x" for name in names]
    rows = [[name, f"090-{n:04d}-0000"] for n, name in enumerate(named)]

    a_saved_import(*rows, header=["姓", "電話"])

    expected = [name for name in map(clean_name, named) if name]
    assert sorted(Candidate.objects.values_list("family_name", flat=True)) == sorted(expected)


def test_two_workers_save_each_line_once(shared_database: str) -> None:
    batch = a_checked_import(*[numbered(n) for n in range(250)])
    importing.confirm(batch, by=a_staff(), now=NOW)

    results = at_once(*[lambda: importing.work_imports(now=NOW)] * 3)

    assert not [result for result in results if isinstance(result, Exception)]
    assert Application.objects.count() == Candidate.objects.count() == 250
    assert Import.objects.get().state == ImportState.SAVED


@pytest.mark.django_db
def test_a_list_that_cannot_go_on_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, fine = an_import(PERSON), an_import(PERSON)
    for batch in (stuck, fine):
        importing.choose_columns(batch, batch.mapping, now=NOW)
    really = import_checking.check_rows

    def check(batch: Import, **rest: Any) -> int:
        if batch.pk == stuck.pk:
            raise ValueError("broken")
        return really(batch, **rest)

    monkeypatch.setattr(import_working, "check_rows", check)

    importing.work_imports(now=NOW)

    stuck.refresh_from_db()
    fine.refresh_from_db()
    assert (stuck.state, stuck.lease_until, fine.state) == (ImportState.CHECKING, None, ImportState.CHECKED)
