"""Notes for colleagues."""

from datetime import timedelta

import pytest

from candidates.models import Application, Note
from candidates.services import noting
from candidates.services.erasing import erase_due
from company.models import Notice, Staff
from company.policy import NoticeKind, Role
from tests.factories import NOW, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Application:
    return an_application(job=a_job(location=a_location()))


@pytest.fixture
def author() -> Staff:
    return a_staff(Role.OWNER, display_name="小林 美咲")


def test_who_is_named_is_told_once_with_a_first_name_alone(here: Application, author: Staff) -> None:
    tanabe = a_staff(Role.RECRUITER, display_name="田辺 翔", locations=[here.job.location])

    note = noting.write_note(here, "＠田辺翔 さん、土曜はどうですか", author=author, now=NOW)
    noting.rewrite_note(note, "@田辺翔 さん、日曜はどうですか", by=author, now=NOW)

    assert list(note.mentions.all()) == [tanabe]
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.name) == (tanabe, NoticeKind.MENTION, "蓮")
    assert "土曜" not in notice.detail + notice.name


def test_nobody_is_told_who_may_not_see_the_application(here: Application, author: Staff) -> None:
    a_staff(Role.RECRUITER, display_name="他店 太郎", locations=[a_location()])

    note = noting.write_note(here, "@他店太郎 @小林美咲 メモ", author=author, now=NOW)

    assert not note.mentions.exists()
    assert not Notice.objects.exists()


def test_of_two_names_that_begin_alike_the_longer_is_meant(here: Application, author: Staff) -> None:
    short = a_staff(Role.OWNER, display_name="森")
    long = a_staff(Role.OWNER, display_name="森田")

    assert noting.named_in("@森田 さんへ", [short, long]) == [long]
    assert noting.named_in("@森 さんへ", [short, long]) == [short]


def test_only_the_author_changes_and_takes_away(here: Application, author: Staff) -> None:
    note, other = noting.write_note(here, "メモ", author=author, now=NOW), a_staff(Role.OWNER)

    with pytest.raises(noting.NotYours):
        noting.rewrite_note(note, "別", by=other, now=NOW)
    with pytest.raises(noting.NotYours):
        noting.delete_note(note, by=other, now=NOW)
    note.refresh_from_db()
    assert (note.text, note.deleted_at) == ("メモ", None)


def test_a_note_taken_away_comes_back_within_a_quarter_of_an_hour_and_then_goes_for_good(
    here: Application, author: Staff
) -> None:
    note = noting.write_note(here, "メモ", author=author, now=NOW)
    noting.delete_note(note, by=author, now=NOW)
    noting.bring_note_back(note, by=author, now=NOW + timedelta(minutes=15))
    noting.delete_note(note, by=author, now=NOW)

    with pytest.raises(noting.NoteGone):
        noting.bring_note_back(note, by=author, now=NOW + timedelta(minutes=16))
    erase_due(now=NOW + timedelta(minutes=16))
    assert not Note.objects.exists()
