"""Two records of one person: made one, and two again as if nothing had been."""

from datetime import timedelta
from typing import Any  # rows of any model, compared whole

import pytest
from django.apps import apps
from django.forms.models import model_to_dict

from candidates.models import Application, Candidate, Document, Merge, NotTheSame
from candidates.policy import Applicant, PhoneKind, Source, Stage
from candidates.policy.people import identity_of
from candidates.services.erasing import erase
from candidates.services.intake import receive
from candidates.services.locking import lock_person
from candidates.services.merging import (
    FIELDS,
    RULES,
    CannotMerge,
    CannotUndo,
    merge,
    parts_to_take,
    say_different,
    say_perhaps,
    undo_merge,
)
from candidates.services.recognising import find_person
from company.models import AuditEvent, Staff
from messaging.models import Message, Suppression
from messaging.policy import ChannelName, Kind, State
from messaging.services.recognising import application_of
from messaging.services.suppressing import suppress
from reminders.services.planning import replan
from tests.factories import NOW, a_candidate, a_job, a_staff, an_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db: None) -> Staff:
    return a_staff()


@pytest.fixture
def kept(db: None) -> Candidate:
    return a_candidate(family_name="", given_name="蓮", phone="+819011112222", email="", birth_on=None)


@pytest.fixture
def gone(db: None) -> Candidate:
    return a_candidate(phone="+819033334444", email="ren@example.jp", line_id="U1", preferred_hours="夕方")


def as_they_are(*people: Candidate) -> list[dict[str, Any]]:
    """Everything a record says of its person, and whose the applications and papers are."""
    rows = []
    for person in people:
        person.refresh_from_db()
        rows.append(
            {name: getattr(person, name) for name in (*FIELDS, "merged_into_id", "erased_at", "created_at")}
            | {
                "applications": sorted(person.applications.values_list("pk", flat=True)),
                "papers": sorted(person.documents.values_list("pk", flat=True)),
                "blocks": sorted(
                    str(model_to_dict(block))
                    for block in Suppression.objects.filter(address__in=[person.phone, person.email])
                    if block.address
                ),
            }
        )
    return rows


def a_paper(candidate: Candidate, digest: str = "abc") -> Document:
    return Document.objects.create(
        candidate=candidate,
        name="履歴書.pdf",
        content_type="application/pdf",
        size=3,
        digest=digest,
        content=b"pdf",
        uploaded_at=NOW,
    )


def test_every_column_that_names_a_person_has_a_rule() -> None:
    columns = {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is Candidate
    }

    assert columns == set(RULES)


def test_applications_papers_and_chosen_fields_come_together(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    first, second = an_application(candidate=kept), an_application(candidate=gone)
    paper = a_paper(gone)

    merge(kept, gone, take=["email", "line", "hours"], by=by, now=NOW)

    kept.refresh_from_db()
    gone.refresh_from_db()
    assert set(kept.applications.all()) == {first, second}
    assert list(kept.documents.all()) == [paper]
    assert (kept.phone, kept.email, kept.line_id) == ("+819011112222", "ren@example.jp", "U1")
    assert (kept.preferred_hours, kept.family_name) == ("夕方", "")
    assert gone.merged_into == kept
    assert gone.line_id == ""


def test_a_merge_taken_back_leaves_both_exactly_as_they_were(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    an_application(candidate=kept)
    an_application(candidate=gone)
    a_paper(kept, "one")
    a_paper(gone, "one")
    a_paper(gone, "two")
    suppress(ChannelName.SMS, gone.phone, reason="opted_out", now=NOW)
    before = as_they_are(kept, gone)

    merged = merge(kept, gone, take=["name", "phone", "email", "line", "hours"], by=by, now=NOW)
    together = as_they_are(kept, gone)
    undo_merge(merged, by=by, now=NOW)

    assert together != before
    assert as_they_are(kept, gone) == before
    merged.refresh_from_db()
    assert (merged.undone_at, merged.before) == (NOW, {})


def test_what_came_in_and_what_was_changed_since_stays_where_it_is(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    merged = merge(kept, gone, take=["email"], by=by, now=NOW)
    later = an_application(candidate=kept)
    Candidate.objects.filter(pk=kept.pk).update(email="new@example.jp")

    undo_merge(merged, by=by, now=NOW)

    kept.refresh_from_db()
    assert kept.email == "new@example.jp"
    assert list(kept.applications.all()) == [later]


def test_a_line_account_somebody_else_has_connected_since_stays_theirs(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    merged = merge(kept, gone, take=[], by=by, now=NOW)
    other = a_candidate(line_id="U1")

    lost = undo_merge(merged, by=by, now=NOW)

    gone.refresh_from_db()
    other.refresh_from_db()
    assert lost == [gone]
    assert (gone.line_id, other.line_id) == ("", "U1")


def test_the_kept_records_own_line_account_connected_elsewhere_since_stays_there_too(by: Staff) -> None:
    kept = a_candidate(phone="+819011112222", line_id="U0", preferred_channel="line")
    gone = a_candidate(phone="+819033334444", line_id="U1")
    merged = merge(kept, gone, take=["line"], by=by, now=NOW)
    other = a_candidate(phone="+819055556666", line_id="U0")

    lost = undo_merge(merged, by=by, now=NOW)

    for person in (kept, gone, other):
        person.refresh_from_db()
    assert lost == [kept]
    assert (kept.line_id, gone.line_id, other.line_id) == ("", "U1", "U0")
    assert (kept.preferred_channel, gone.merged_into) == ("sms", None)


def test_without_line_nobody_is_written_to_there(kept: Candidate, gone: Candidate, by: Staff) -> None:
    Candidate.objects.filter(pk=gone.pk).update(preferred_channel="line")
    gone.refresh_from_db()

    merge(kept, gone, take=["channel"], by=by, now=NOW)

    kept.refresh_from_db()
    assert kept.preferred_channel == "sms"


def test_the_old_phone_finds_the_kept_person(kept: Candidate, gone: Candidate, by: Staff) -> None:
    merge(kept, gone, take=[], by=by, now=NOW)
    applicant = Applicant(
        family_name="佐々木", given_name="蓮", phone="+819033334444", phone_kind=PhoneKind.MOBILE
    )

    again = receive(applicant, job=a_job(), now=NOW, source=Source.FORM)

    assert find_person(applicant) == kept
    assert again.candidate == kept
    assert identity_of(applicant).phone != kept.phone


def test_words_from_the_old_phone_belong_to_the_kept_person(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    theirs = an_application(candidate=gone)
    merge(kept, gone, take=[], by=by, now=NOW)

    assert application_of(ChannelName.SMS, "+819033334444", now=NOW) == theirs
    assert application_of(ChannelName.SMS, "+819011112222", now=NOW) == theirs


def test_whoever_still_has_the_old_record_in_hand_locks_the_kept_one(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    third = a_candidate()
    merge(kept, gone, take=[], by=by, now=NOW)
    merge(third, kept, take=[], by=by, now=NOW)

    assert lock_person(gone.pk) == third


def test_two_applications_are_planned_in_one_voice_and_apart_again(by: Staff) -> None:
    one, other = a_candidate(), a_candidate(phone="+819033334444")
    first = an_application(candidate=one, is_started=True, started_at=NOW)
    second = an_application(candidate=other, is_started=True, started_at=NOW + timedelta(minutes=1))
    for application in (first, second):
        replan(application.pk, now=NOW)
    apart = planned_thanks(second)

    merged = merge(one, other, take=[], by=by, now=NOW)
    together = planned_thanks(second)
    undo_merge(merged, by=by, now=NOW)

    assert apart == {"sms", "email"}
    assert together == {"sms"}
    assert planned_thanks(second) == apart


def planned_thanks(application: Application) -> set[str]:
    rows = Message.objects.filter(application=application, kind=Kind.THANKS, state=State.PLANNED)
    return set(rows.values_list("channel", flat=True))


def test_erasing_the_kept_one_wipes_the_other_and_what_both_said_before(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    an_application(candidate=gone)
    merged = merge(kept, gone, take=["email"], by=by, now=NOW)

    erase(kept, now=NOW)

    gone.refresh_from_db()
    merged.refresh_from_db()
    assert gone.erased_at == NOW
    assert (gone.family_name, gone.phone, gone.email) == ("", "", "")
    assert merged.before == {}
    with pytest.raises(CannotUndo):
        undo_merge(merged, by=by, now=NOW)


def test_erasing_the_record_that_went_erases_the_person(kept: Candidate, gone: Candidate, by: Staff) -> None:
    merge(kept, gone, take=[], by=by, now=NOW)

    erase(gone, now=NOW)

    kept.refresh_from_db()
    assert kept.erased_at == gone.erased_at == NOW


def test_a_merge_under_a_later_one_is_taken_back_after_it(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    third = a_candidate()
    early = merge(kept, gone, take=[], by=by, now=NOW)
    late = merge(third, kept, take=[], by=by, now=NOW)

    with pytest.raises(CannotUndo):
        undo_merge(early, by=by, now=NOW)
    undo_merge(late, by=by, now=NOW)
    undo_merge(early, by=by, now=NOW)

    with pytest.raises(CannotUndo):
        undo_merge(early, by=by, now=NOW)


def test_who_was_told_apart_is_not_merged_not_even_through_another(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    said = say_different(gone, kept, by=by, now=NOW)
    third = a_candidate()
    merge(third, gone, take=[], by=by, now=NOW)

    for one, other in ((kept, third), (third, kept), (kept, kept), (kept, gone)):
        with pytest.raises(CannotMerge):
            merge(one, other, take=[], by=by, now=NOW)
    say_perhaps(said, by=by, now=NOW)
    merge(kept, third, take=[], by=by, now=NOW)

    assert not NotTheSame.objects.exists()
    assert Merge.objects.count() == 2


def test_both_are_remembered_without_a_word_about_the_person(
    kept: Candidate, gone: Candidate, by: Staff
) -> None:
    theirs = an_application(candidate=gone, stage=Stage.IN_CONTACT)

    merged = merge(kept, gone, take=["email"], by=by, now=NOW)
    undo_merge(merged, by=by, now=NOW)

    events = AuditEvent.objects.filter(application_id=theirs.pk).order_by("pk")
    assert [event.action for event in events] == ["people_merged", "merge_undone"]
    assert "ren@example.jp" not in str([event.details for event in AuditEvent.objects.all()])


def test_only_what_the_kept_one_lacks_is_proposed_to_be_taken(kept: Candidate, gone: Candidate) -> None:
    assert parts_to_take(kept, gone) == ["name", "email", "line", "hours"]
