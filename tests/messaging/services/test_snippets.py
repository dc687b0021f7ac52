"""Saved texts: what may be kept, and the way back from every change."""

from datetime import timedelta

import pytest

from company.models import AuditEvent, Staff
from company.policy import Role
from messaging.models import Snippet
from messaging.services import snippets
from messaging.services.writing import UnknownVariables
from tests.factories import NOW, a_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    return a_staff(Role.RECRUITER)


def keep(staff: Staff, name: str = "道順", body: str = "{名前}さん、こちらです。{地図}") -> Snippet:
    return snippets.save(Snippet(), name=name, language="ja", subject="", body=body, by=staff, now=NOW)


def test_a_change_is_taken_back_and_made_again(staff: Staff) -> None:
    kept = keep(staff)
    snippets.save(kept, name="道", language="ja", subject="", body="{名前}さん", by=staff, now=NOW)

    snippets.take_back_change(kept, seen=2, by=staff, now=NOW)
    kept.refresh_from_db()
    first = (kept.name, kept.body)
    snippets.take_back_change(kept, seen=3, by=staff, now=NOW)
    kept.refresh_from_db()

    assert first == ("道順", "{名前}さん、こちらです。{地図}")
    assert (kept.name, kept.body) == ("道", "{名前}さん")


def test_a_late_undo_leaves_a_colleagues_newer_text_alone(staff: Staff) -> None:
    kept = keep(staff)
    mine = snippets.save(kept, name="道", language="ja", subject="", body="わたし", by=staff, now=NOW).version
    snippets.save(kept, name="道", language="ja", subject="", body="同僚", by=staff, now=NOW)

    with pytest.raises(snippets.ChangedMeanwhile):
        snippets.take_back_change(kept, seen=mine, by=staff, now=NOW)

    kept.refresh_from_db()
    assert kept.body == "同僚"


def test_a_change_is_taken_back_for_a_quarter_of_an_hour(staff: Staff) -> None:
    kept = keep(staff)
    snippets.save(kept, name="道", language="ja", subject="", body="新", by=staff, now=NOW)

    with pytest.raises(snippets.NoWayBack):
        snippets.take_back_change(kept, seen=2, by=staff, now=NOW + timedelta(minutes=16))
    snippets.take_back_change(kept, seen=2, by=staff, now=NOW + timedelta(minutes=14))

    kept.refresh_from_db()
    assert kept.name == "道順"


def test_nobody_changes_what_they_have_not_seen(staff: Staff) -> None:
    kept = keep(staff)
    stale = Snippet.objects.get()
    snippets.save(kept, name="道", language="ja", subject="", body="同僚", by=staff, now=NOW, seen=1)

    with pytest.raises(snippets.ChangedMeanwhile):
        snippets.save(stale, name="道", language="ja", subject="", body="古い", by=staff, now=NOW, seen=1)
    snippets.remove(kept, by=staff, now=NOW)
    with pytest.raises(snippets.ChangedMeanwhile):
        snippets.save(stale, name="道", language="ja", subject="", body="古い", by=staff, now=NOW, seen=2)

    assert Snippet.objects.get().body == "同僚"
    assert Snippet.objects.get().deleted_at is not None


def test_what_says_nothing_new_leaves_the_way_back_alone(staff: Staff) -> None:
    kept = keep(staff)
    snippets.save(kept, name="道", language="ja", subject="", body=kept.body, by=staff, now=NOW)

    snippets.save(kept, name="道", language="ja", subject="", body=kept.body, by=staff, now=NOW)

    assert kept.before["name"] == "道順"


def test_one_taken_away_comes_back_for_a_quarter_of_an_hour(staff: Staff) -> None:
    kept = keep(staff)
    snippets.remove(kept, by=staff, now=NOW)
    kept.refresh_from_db()

    with pytest.raises(snippets.NoWayBack):
        snippets.bring_back(kept, by=staff, now=NOW + timedelta(minutes=16))
    snippets.bring_back(kept, by=staff, now=NOW + timedelta(minutes=14))

    assert Snippet.objects.get(deleted_at=None) == kept
    actions = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["snippet_saved", "snippet_removed", "snippet_brought_back"]


def test_what_was_taken_away_long_ago_goes_with_the_next(staff: Staff) -> None:
    first, second = keep(staff), keep(staff, "あいさつ")
    snippets.remove(first, by=staff, now=NOW)

    snippets.remove(second, by=staff, now=NOW + timedelta(hours=1))

    assert list(Snippet.objects.all()) == [second]


def test_a_name_is_taken_once_and_free_again_when_its_text_is_gone(staff: Staff) -> None:
    first = keep(staff)
    with pytest.raises(snippets.NameTaken):
        keep(staff)
    snippets.remove(first, by=staff, now=NOW)
    keep(staff)
    first.refresh_from_db()

    with pytest.raises(snippets.NameTaken):
        snippets.bring_back(first, by=staff, now=NOW)


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("{なぞ}さん", UnknownVariables),
        ("https://yakusoku.example/i/k3Vt9QmXw7Rb2LsYp5Hd8A/", snippets.NotFit),
        ("", snippets.NotFit),
    ],
)
def test_what_nobody_should_be_sent_is_not_kept(staff: Staff, body: str, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        keep(staff, body=body)

    assert not Snippet.objects.exists()


def test_a_list_nobody_reads_is_not_begun(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snippets, "MOST", 1)
    keep(staff)

    with pytest.raises(snippets.TooMany):
        keep(staff, "あいさつ")
