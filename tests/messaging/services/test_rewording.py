"""A company's own words for a message."""

from datetime import timedelta

import pytest

from candidates.models import Job
from company.models import AuditEvent, Staff
from company.policy import Role
from messaging.models import Template, TemplateVersion
from messaging.policy import ChannelName, Kind
from messaging.services.rewording import (
    NotFit,
    NothingSaid,
    SomebodyWasFirst,
    UnknownVariables,
    bring_back,
    code_of,
    restore,
    reword,
    version_behind,
    versions_of,
)
from messaging.services.wording import words_for
from tests.factories import NOW, a_job, a_message, a_staff

pytestmark = pytest.mark.django_db
THANKS = (Kind.THANKS, ChannelName.SMS, "ja", None)
WORDS = "{会社}です。{名前}さん、ありがとうございます。\n{リンク}"


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER)


def test_new_words_replace_the_built_in_ones(owner: Staff) -> None:
    reword(*THANKS, subject="", body=WORDS.replace("\n", "\r\n"), by=owner, now=NOW)

    assert words_for(*THANKS).body == WORDS
    assert AuditEvent.objects.get().details == {"kind": "thanks", "channel": "sms", "version": 1}


def test_the_same_words_again_are_no_new_version(owner: Staff) -> None:
    for _ in range(2):
        text = reword(*THANKS, subject="", body=WORDS, by=owner, now=NOW)

    assert text.version == 1
    assert AuditEvent.objects.count() == 1


def test_unknown_variables_and_silence_are_refused(owner: Staff) -> None:
    with pytest.raises(UnknownVariables) as refused:
        reword(*THANKS, subject="", body="{nobody} {何か} {名前}", by=owner, now=NOW)
    with pytest.raises(NothingSaid):
        reword(*THANKS, subject="", body=" \n ", by=owner, now=NOW)

    assert refused.value.names == ["nobody", "何か"]
    assert not Template.objects.exists()


def test_a_job_falls_back_to_the_words_for_all_and_then_to_the_built_in_ones(owner: Staff) -> None:
    job = a_job()
    one_job = (Kind.THANKS, ChannelName.SMS, "ja", job)
    built_in = words_for(*THANKS)
    reword(*THANKS, subject="", body=f"{WORDS} for all", by=owner, now=NOW)
    reword(*one_job, subject="", body=f"{WORDS} for one", by=owner, now=NOW)
    assert words_for(*one_job).body.endswith("for one")

    assert restore(*one_job, by=owner, now=NOW)
    assert words_for(*one_job).body.endswith("for all")

    assert restore(*THANKS, by=owner, now=NOW)
    assert words_for(*one_job) == built_in
    assert not restore(*THANKS, by=owner, now=NOW)


def say(words: str, by: Staff, job: Job | None = None, seen: int | None = None) -> Template:
    return reword(Kind.THANKS, ChannelName.SMS, "ja", job, subject="", body=words, by=by, now=NOW, seen=seen)


def history(job: Job | None = None) -> list[tuple[int, str, bool]]:
    rows = versions_of(Kind.THANKS, ChannelName.SMS, "ja", job)
    return [(row.version, row.body.removeprefix(WORDS), row.is_removal) for row in rows]


def test_every_change_and_the_removal_are_versions_with_who_and_when(owner: Staff) -> None:
    say(WORDS + "a", owner)
    say(WORDS + "b", owner)
    restore(*THANKS, by=owner, now=NOW + timedelta(hours=1))
    say(WORDS + "c", owner)

    assert history() == [(4, "c", False), (3, "", True), (2, "b", False), (1, "a", False)]
    removal = TemplateVersion.objects.get(is_removal=True)
    assert (removal.by, removal.at) == (owner, NOW + timedelta(hours=1))


def test_the_versions_of_one_job_are_counted_apart(owner: Staff) -> None:
    job = a_job()
    say(WORDS + "a", owner)
    say(WORDS + "b", owner, job)

    assert history() == [(1, "a", False)]
    assert history(job) == [(1, "b", False)]


def test_bringing_a_version_back_is_a_version_of_its_own(owner: Staff) -> None:
    say(WORDS + "a", owner)
    say(WORDS + "b", owner)

    bring_back(versions_of(*THANKS).last() or TemplateVersion(), by=owner, now=NOW)

    assert history() == [(3, "a", False), (2, "b", False), (1, "a", False)]
    assert words_for(*THANKS).body == WORDS + "a"


def test_bringing_a_removal_back_takes_the_built_in_words_again(owner: Staff) -> None:
    built_in = words_for(*THANKS)
    say(WORDS, owner)
    restore(*THANKS, by=owner, now=NOW)
    say(WORDS + "a", owner)

    bring_back(TemplateVersion.objects.get(is_removal=True), by=owner, now=NOW)

    assert words_for(*THANKS) == built_in
    assert [row.is_removal for row in versions_of(*THANKS)] == [True, False, True, False]


def test_who_typed_over_an_older_version_is_told_and_nothing_is_lost(owner: Staff) -> None:
    other = a_staff(Role.OWNER)
    say(WORDS + "a", owner, seen=0)
    say(WORDS + "b", other, seen=1)

    with pytest.raises(SomebodyWasFirst) as refused:
        say(WORDS + "c", owner, seen=1)

    assert (refused.value.version.version, refused.value.version.by) == (2, other)
    assert history()[0] == (2, "b", False)


def test_who_opened_the_form_before_anybody_wrote_is_told_too(owner: Staff) -> None:
    say(WORDS + "a", owner)

    with pytest.raises(SomebodyWasFirst):
        say(WORDS + "b", owner, seen=0)
    assert say(WORDS + "b", owner, seen=1).version == 2


@pytest.mark.parametrize(
    "words", ["{会社}です。{名前}さん。", WORDS + "\n無断欠席", WORDS + "\nhttps://bit.ly/a"]
)
def test_what_would_hurt_or_lead_nowhere_is_not_kept(owner: Staff, words: str) -> None:
    with pytest.raises(NotFit) as refused:
        say(words, owner)

    assert refused.value.remarks[0].text
    assert not Template.objects.exists()
    assert not TemplateVersion.objects.exists()


def test_the_words_a_message_was_sent_with_stay_findable(owner: Staff) -> None:
    said = code_of(say(WORDS + "a", owner))
    say(WORDS + "b", owner)
    restore(*THANKS, by=owner, now=NOW)
    say(WORDS + "c", owner)

    found = version_behind(a_message(template_version=said))

    assert found is not None
    assert found.body == WORDS + "a"
    assert version_behind(a_message(template_version="built-in-ja-4")) is None
    assert version_behind(a_message(template_version="")) is None
