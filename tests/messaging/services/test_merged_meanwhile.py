"""Two records become one while a worker holds a message of theirs."""

import pytest

from candidates.services.merging import merge, undo_merge
from messaging.models import Message
from messaging.policy import Kind, State
from messaging.services.claiming import claim
from messaging.services.dispatching import dispatch
from messaging.services.gating import pass_gate
from tests.factories import NOW, a_candidate, a_message, a_staff, an_application
from tests.messaging.conftest import Providers

pytestmark = pytest.mark.django_db


def test_what_was_claimed_before_goes_out_by_the_next_claim(providers: Providers) -> None:
    kept, gone = a_candidate(), a_candidate(phone="+819087654321")
    theirs = a_message(an_application(candidate=gone), kind=Kind.MANUAL, values={"_text": "お電話ください。"})
    another = a_message(kind=Kind.MANUAL, values={"_text": "お待ちしています。"})
    claimed = claim(5, now=NOW)

    merge(kept, gone, take=[], by=a_staff(), now=NOW)
    passed = pass_gate(claimed, now=NOW).passed

    assert [one.outgoing.message_id for one in passed] == [another.pk]
    theirs.refresh_from_db()
    assert (theirs.state, theirs.claim) == (State.PLANNED, "")

    dispatch(now=NOW)

    calls = [call.to for call in providers.calls if call.message_id == theirs.pk]
    assert calls == [kept.phone]


def test_the_same_when_they_are_two_again(providers: Providers) -> None:
    staff, kept, gone = a_staff(), a_candidate(), a_candidate(phone="+819087654321")
    application = an_application(candidate=gone)
    merged = merge(kept, gone, take=[], by=staff, now=NOW)
    theirs = a_message(application, kind=Kind.MANUAL, values={"_text": "お電話ください。"})
    claimed = claim(5, now=NOW)

    undo_merge(merged, by=staff, now=NOW)

    assert not pass_gate(claimed, now=NOW).passed
    assert Message.objects.get(pk=theirs.pk).state == State.PLANNED
