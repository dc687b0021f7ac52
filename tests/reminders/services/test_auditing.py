"""The audit finds what no change of facts has planned, and nothing else."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from messaging.models import Message
from messaging.policy import ChannelName, Kind, State
from reminders.models import PlanAudit, StalePlan
from reminders.services import auditing
from reminders.services.auditing import Drift, audit, audit_on
from reminders.services.planning import replan
from tests import factories as make
from tests.factories import NOW
from tests.reminders.services.living import booked, live, someone

pytestmark = pytest.mark.django_db
START = NOW + timedelta(days=3)


def drifts(*, repair: bool = False) -> list[Drift]:
    return [drift for _person, found in audit(now=NOW, repair=repair) for drift in found]


@pytest.fixture
def planned() -> Message:
    """Somebody with an interview to come; the reminder of the evening before."""
    application = someone(NOW)
    booked(application, START, now=NOW)
    live(NOW, NOW)
    return Message.objects.get(application=application, kind=Kind.REMINDER_EVE, state=State.PLANNED)


def test_a_plan_made_with_its_facts_has_not_drifted(planned: Message) -> None:
    assert drifts() == []


def test_a_lost_row_is_found_and_written_again(planned: Message) -> None:
    Message.objects.filter(pk=planned.pk).delete()

    assert drifts(repair=True) == [Drift(planned.application_id, missing=1, changed=0, unwanted=0)]

    assert Message.objects.filter(key=planned.key, state=State.PLANNED).exists()
    assert drifts() == []


def test_a_row_moved_by_hand_is_found_and_put_back(planned: Message) -> None:
    Message.objects.filter(pk=planned.pk).update(wanted_due_at=NOW, due_at=NOW)

    assert drifts(repair=True) == [Drift(planned.application_id, missing=0, changed=1, unwanted=0)]

    planned.refresh_from_db()
    assert planned.due_at == planned.wanted_due_at
    assert planned.due_at > NOW


def test_a_row_nobody_wants_is_found_and_cancelled(planned: Message) -> None:
    stray = make.a_message(
        planned.application, channel=ChannelName.SMS, due_at=START, expires_at=START, key="stray"
    )

    assert drifts(repair=True) == [Drift(planned.application_id, missing=0, changed=0, unwanted=1)]

    stray.refresh_from_db()
    assert stray.state == State.CANCELLED


def test_what_a_sweep_is_about_to_plan_again_is_left_to_it(planned: Message) -> None:
    Message.objects.filter(pk=planned.pk).delete()
    StalePlan.objects.create(application=planned.application, since=NOW)

    assert drifts() == []


def test_the_command_names_what_differs_and_fails_until_it_is_repaired(
    planned: Message, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("company.clock.now", lambda: NOW)
    Message.objects.filter(pk=planned.pk).delete()

    with pytest.raises(CommandError, match="--repair"):
        call_command("audit")
    assert f"application {planned.application_id}: 1 missing" in capsys.readouterr().out

    call_command("audit", "--repair")
    call_command("audit")
    assert "0 plans had drifted" in capsys.readouterr().out


def test_the_periodic_audit_walks_everybody_in_batches_and_then_rests(
    planned: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BATCH", 1)
    another = someone(NOW, phone="+819087654321", email="yui@example.jp")
    live(NOW, NOW)
    Message.objects.filter(application=another, state=State.PLANNED).delete()

    for _ in range(3):
        audit_on(now=NOW)

    run = PlanAudit.objects.get()
    assert (run.checked, run.ended_at) == (2, NOW)
    assert audit_on(now=NOW + timedelta(minutes=59)) is None
    assert audit_on(now=NOW + timedelta(hours=1)) is not None
    assert PlanAudit.objects.count() == 2


def test_a_confirmation_that_is_only_half_said_changes_no_reminder(planned: Message) -> None:
    """It goes out on every channel; while one has it and the other not, no channel counts as asked on."""
    both = Message.objects.filter(application=planned.application, kind=Kind.BOOKED)
    by_mail = both.get(channel=ChannelName.EMAIL).key
    both.delete()
    replan(planned.application_id, now=NOW)  # both are plans again
    Message.objects.filter(key=by_mail).update(state=State.CLAIMED)
    Message.objects.filter(key=by_mail).update(state=State.SENDING)

    assert drifts() == []
