"""Records that may be one person: proposed, looked at side by side, made one, taken back; handing over."""

from datetime import date, timedelta

import pytest
from django.test import Client

from candidates.models import Application, Candidate, Merge, Note, NotTheSame
from candidates.policy import PhoneKind, Stage
from company.models import AuditEvent, Notice, Staff
from company.policy import NoticeKind, Role
from dashboard.queries.earlier_applications import earlier_applications
from dashboard.queries.merging import proposals
from scheduling.policy import InterviewState
from tests.dashboard.signed_in import text_of
from tests.dashboard.signing import questions, signed_in
from tests.factories import (
    NOW,
    a_booked_interview,
    a_candidate,
    a_case,
    a_job,
    a_location,
    a_staff,
    an_application,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
LIST = "/desk/merging/"


def a_pair() -> tuple[Application, Application]:
    """The same person as far as kana and the last digits tell; the second applied later."""
    kana = {"family_kana": "ささき", "given_kana": "れん", "phone_kind": PhoneKind.MOBILE}
    old = an_application(
        candidate=a_candidate(phone="+819011112222", **kana), applied_at=NOW - timedelta(days=3)
    )
    katakana = {**kana, "family_kana": "ササキ", "given_kana": "レン"}
    new = an_application(candidate=a_candidate(family_name="佐佐木", phone="+818099992222", **katakana))
    return old, new


def people(old: Application, new: Application, part: str = "") -> str:
    return f"/desk/people/{new.candidate_id}/{old.candidate_id}/{part}"


def test_pairs_are_proposed_in_words_the_newer_record_first(screen: Client, owner: Staff) -> None:
    old, new = a_pair()

    page = text_of(screen.get(LIST))

    assert [(one.kept, one.gone) for one in proposals(owner)] == [(new.candidate, old.candidate)]
    assert "ふりがなと電話番号の下4けたが同じ" in page
    assert "もしかして" in page


def test_who_was_told_apart_is_not_proposed_until_it_is_taken_back(screen: Client, owner: Staff) -> None:
    old, new = a_pair()

    screen.post(people(old, new, "two/"))
    assert proposals(owner) == []
    assert "別の方と決めた記録" in text_of(screen.get(LIST))
    screen.post(people(old, new, "perhaps/"))

    assert len(proposals(owner)) == 1
    assert not NotTheSame.objects.exists()


def test_nobody_is_proposed_who_was_merged_or_erased(owner: Staff) -> None:
    old, new = a_pair()
    Candidate.objects.filter(pk=old.candidate_id).update(erased_at=NOW)
    third = an_application(candidate=a_candidate(email=new.candidate.email, birth_on=date(2000, 1, 1)))
    Candidate.objects.filter(pk=third.candidate_id).update(merged_into=new.candidate)

    assert proposals(owner) == []


def test_the_preview_shows_what_comes_from_which(screen: Client) -> None:
    old, new = a_pair()

    page = text_of(screen.get(people(old, new)))

    for words in ("佐佐木 蓮", "佐々木 蓮", "090-1111-2222", "080-9999-2222", old.job.title, new.job.title):
        assert words in page
    assert not Merge.objects.exists()


def test_made_one_with_the_chosen_parts_and_two_again(screen: Client) -> None:
    old, new = a_pair()

    response = screen.post(people(old, new, "merge/"), {"name": "gone", "phone": "kept"}, follow=True)
    kept = Candidate.objects.get(pk=new.candidate_id)
    merged = Merge.objects.get()

    assert "ひとつにまとめました" in text_of(response)
    assert (kept.family_name, kept.phone) == ("佐々木", "+818099992222")
    assert kept.applications.count() == 2
    screen.post(f"/desk/merging/{merged.pk}/undo/")
    old.refresh_from_db()
    assert old.candidate_id != kept.pk
    kept.refresh_from_db()
    assert kept.family_name == "佐佐木"


def test_made_one_twice_is_said_and_changes_nothing(screen: Client) -> None:
    old, new = a_pair()
    screen.post(people(old, new, "merge/"))

    response = screen.post(people(old, new, "merge/"), follow=True)

    assert response.status_code == 404 or "まとめられません" in text_of(response)
    assert Merge.objects.count() == 1


def test_the_other_record_is_found_from_a_persons_page(screen: Client) -> None:
    old, new = a_pair()
    base = f"/desk/applications/{new.pk}/"

    assert "同じ方かもしれない記録が1件あります" in text_of(screen.get(base))
    assert "並べて見る" in text_of(screen.get(f"{base}same-person/"))
    assert old.candidate.full_name in text_of(screen.get(f"{base}same-person/"))


def test_only_who_sees_both_may_look_and_merge(owner: Staff) -> None:
    old, new = a_pair()
    half = signed_in(a_staff(Role.RECRUITER, locations=[new.job.location]))
    both = signed_in(a_staff(Role.RECRUITER, locations=[new.job.location, old.job.location]))
    looking = signed_in(a_staff(Role.VIEWER, locations=[new.job.location, old.job.location]))

    assert "下4けた" not in text_of(half.get(LIST))
    assert half.get(people(old, new)).status_code == 404
    for part in ("merge/", "two/", "perhaps/"):
        assert half.post(people(old, new, part)).status_code == 404
        assert looking.post(people(old, new, part)).status_code == 403
    assert looking.get(LIST).status_code == 403
    assert both.get(people(old, new)).status_code == 200
    assert both.post(people(old, new, "merge/")).status_code == 302


def test_an_undo_belongs_to_who_sees_what_it_parts() -> None:
    old, new = a_pair()
    both = signed_in(a_staff(Role.RECRUITER, locations=[new.job.location, old.job.location]))
    stranger = signed_in(a_staff(Role.RECRUITER, locations=[a_location()]))
    both.post(people(old, new, "merge/"))
    merged = Merge.objects.get()

    assert stranger.post(f"/desk/merging/{merged.pk}/undo/").status_code == 404
    assert both.post(f"/desk/merging/{merged.pk}/undo/").status_code == 302
    merged.refresh_from_db()
    assert merged.undone_at == NOW


def test_proposing_asks_as_much_for_ten_as_for_one(screen: Client) -> None:
    a_pair()
    few = questions(screen, LIST)
    for n in range(9):
        kana = {"family_kana": f"か{n}", "given_kana": "な"}
        an_application(candidate=a_candidate(phone=f"+81901111333{n}", **kana))
        an_application(candidate=a_candidate(phone=f"+81809999333{n}", **kana))

    assert questions(screen, LIST) == few


# --- earlier applications ------------------------------------------------------------------------


def test_an_earlier_application_shows_its_outcome_reason_and_age(screen: Client) -> None:
    now = an_application()
    before = an_application(
        candidate=now.candidate,
        stage=Stage.CLOSED,
        applied_at=NOW - timedelta(days=92),
        closed_at=NOW - timedelta(days=90),
    )
    missed = a_booked_interview(NOW - timedelta(days=91), before, state=InterviewState.ABSENT)
    a_case(missed, reason="unwell")

    page = text_of(screen.get(f"/desk/applications/{now.pk}/"))

    assert "3か月前" in page
    assert "面接に来られませんでした・体調" in page


def test_after_the_retention_time_only_that_there_was_one_is_shown(owner: Staff) -> None:
    now = an_application()
    an_application(
        candidate=now.candidate,
        stage=Stage.REJECTED,
        applied_at=NOW - timedelta(days=400),
        closed_at=NOW - timedelta(days=390),
        closed_reason="by_hand",
    )

    found = earlier_applications(now, owner, NOW)

    assert [(one.is_faded, one.reason, one.missed) for one in found] == [(True, "", False)]


def test_a_miss_older_than_people_are_remembered_is_told_no_more(owner: Staff) -> None:
    """Also where its application is still open."""
    now = an_application()
    before = an_application(candidate=now.candidate, applied_at=NOW - timedelta(days=400))
    a_booked_interview(NOW - timedelta(days=300), before, state=InterviewState.ABSENT)
    recent = an_application(candidate=now.candidate, applied_at=NOW - timedelta(days=90))
    a_booked_interview(NOW - timedelta(days=80), recent, state=InterviewState.ABSENT)

    found = earlier_applications(now, owner, NOW)

    assert [(one.missed, one.missed_age) for one in found] == [(True, "2か月"), (False, "")]


def test_an_application_at_a_place_they_do_not_see_is_not_there() -> None:
    now = an_application()
    an_application(candidate=now.candidate, applied_at=NOW - timedelta(days=9), job=a_job(title="秘密の仕事"))
    recruiter = a_staff(Role.RECRUITER, locations=[now.job.location])

    assert earlier_applications(now, recruiter, NOW) == []
    assert "秘密の仕事" not in text_of(signed_in(recruiter).get(f"/desk/applications/{now.pk}/"))


# --- handing over --------------------------------------------------------------------------------


def test_a_colleague_takes_over_with_a_word_and_is_told(screen: Client) -> None:
    one = an_application()
    colleague = a_staff(Role.RECRUITER, display_name="大野", locations=[one.job.location])

    for _press in range(2):
        screen.post(
            f"/desk/applications/{one.pk}/hand-over/",
            {"owner": colleague.pk, "word": "17時以降にお願いします"},
        )

    one.refresh_from_db()
    note, notice = Note.objects.get(), Notice.objects.get()
    assert one.owner == colleague
    assert (note.text, list(note.mentions.all())) == ("17時以降にお願いします", [colleague])
    assert (notice.kind, notice.to, notice.name) == (NoticeKind.HANDED_OVER, colleague, "蓮")
    assert "17時" not in notice.detail
    assert AuditEvent.objects.filter(action="note_written").count() == 1


def test_only_colleagues_who_see_it_can_take_it_over(screen: Client) -> None:
    one = an_application()
    for role, places in ((Role.RECRUITER, [a_location()]), (Role.VIEWER, [one.job.location])):
        other = a_staff(role, locations=places)
        screen.post(f"/desk/applications/{one.pk}/hand-over/", {"owner": other.pk})

    one.refresh_from_db()
    assert one.owner is None
    assert not Notice.objects.exists()


def test_a_line_account_connected_elsewhere_meanwhile_stays_there_and_that_is_said(
    screen: Client, owner: Staff
) -> None:
    old, new = a_pair()
    gone = old.candidate_id
    Candidate.objects.filter(pk=gone).update(line_id="U0")
    Candidate.objects.filter(pk=new.candidate_id).update(line_id="U1")
    screen.post(people(old, new, "merge/"), {"line": "gone"})
    elsewhere = a_candidate(phone="+819055556666", line_id="U1")

    said = text_of(screen.post(f"/desk/merging/{Merge.objects.get().pk}/undo/", follow=True))

    assert "それぞれ" in said
    assert "LINEアカウントは、そのあと別の方につながった" in said
    assert set(Candidate.objects.exclude(line_id="").values_list("pk", "line_id")) == {
        (gone, "U0"),
        (elsewhere.pk, "U1"),
    }
