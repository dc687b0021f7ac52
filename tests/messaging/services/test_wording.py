import pytest

from messaging.defaults import EDITION
from messaging.models import Template
from messaging.policy import ChannelName, Kind
from messaging.services.wording import NoWords, words_for
from tests.factories import a_job

pytestmark = pytest.mark.django_db


def a_template(**values: object) -> Template:
    known = {"kind": Kind.THANKS, "channel": ChannelName.SMS, "language": "ja", "body": "own"}
    return Template.objects.create(**known | values)


def test_the_built_in_words_serve_until_there_are_others() -> None:
    words = words_for(Kind.THANKS, ChannelName.EMAIL, "ja", a_job())

    assert words.subject == "【{company}】ご応募ありがとうございます"
    assert words.version == f"built-in-ja-{EDITION}"


def test_a_text_for_this_job_comes_before_the_one_for_all() -> None:
    job = a_job()
    own = a_template(job=job, body="for this job", version=3)
    common = a_template(body="for all")
    a_template(job=a_job(), body="for another")

    assert words_for("thanks", "sms", "ja", job) == ("", "for this job", f"template-{own.pk}.3")
    assert words_for("thanks", "sms", "ja", a_job()).body == "for all"
    assert words_for("thanks", "sms", "ja", None) == ("", "for all", f"template-{common.pk}.1")


def test_a_text_serves_only_its_own_kind_channel_and_language() -> None:
    a_template(body="other", kind=Kind.BOOKED)
    a_template(body="other", language="en")
    a_template(body="other", channel=ChannelName.EMAIL)

    assert words_for(Kind.THANKS, ChannelName.SMS, "ja", None).version == f"built-in-ja-{EDITION}"


def test_a_call_has_no_words() -> None:
    with pytest.raises(NoWords):
        words_for(Kind.CALL_MORNING, ChannelName.PHONE, "ja", None)
