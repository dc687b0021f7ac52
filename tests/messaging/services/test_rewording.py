"""A company's own words for a message."""

import pytest

from company.models import AuditEvent, Staff
from company.policy import Role
from messaging.models import Template
from messaging.policy import ChannelName, Kind
from messaging.services.rewording import NothingSaid, UnknownVariables, restore, reword
from messaging.services.wording import words_for
from tests.factories import NOW, a_job, a_staff

pytestmark = pytest.mark.django_db
THANKS = (Kind.THANKS, ChannelName.SMS, "ja", None)


@pytest.fixture
def owner() -> Staff:
    return a_staff(Role.OWNER)


def test_new_words_replace_the_built_in_ones(owner: Staff) -> None:
    reword(*THANKS, subject="", body="{会社}です。\r\nありがとうございます。", by=owner, now=NOW)

    assert words_for(*THANKS).body == "{会社}です。\nありがとうございます。"
    assert AuditEvent.objects.get().details == {"kind": "thanks", "channel": "sms", "version": 1}


def test_the_same_words_again_are_no_new_version(owner: Staff) -> None:
    for _ in range(2):
        text = reword(*THANKS, subject="", body="{会社}です。", by=owner, now=NOW)

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
    reword(*THANKS, subject="", body="for all", by=owner, now=NOW)
    reword(*one_job, subject="", body="for one", by=owner, now=NOW)
    assert words_for(*one_job).body == "for one"

    assert restore(*one_job, by=owner, now=NOW)
    assert words_for(*one_job).body == "for all"

    assert restore(*THANKS, by=owner, now=NOW)
    assert words_for(*one_job) == built_in
    assert not restore(*THANKS, by=owner, now=NOW)
