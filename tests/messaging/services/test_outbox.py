"""The stored plan follows the wanted one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from messaging.models import Message
from messaging.policy import Attachment, ChannelName, Kind, State
from messaging.services.claiming import claim
from messaging.services.outbox import reconcile
from messaging.services.writing import stop
from tests.at_the_gate import pass_alone
from tests.factories import NOW, a_message, a_sent_message, a_staff, an_application, wanted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_what_is_wanted_becomes_a_planned_row() -> None:
    application = an_application()
    step = wanted(
        application,
        due_at=NOW + HOUR,
        values={"when": "6/12 14:00"},
        attachments=(Attachment("a.ics", "BEGIN", "text/calendar"),),
        why="applied",
        own_act_at=NOW,
    )

    reconcile(application, [step], now=NOW)

    row = Message.objects.get()
    assert (row.state, row.key, row.kind, row.channel) == (
        State.PLANNED,
        step.key(application.pk),
        Kind.THANKS,
        ChannelName.SMS,
    )
    assert (row.due_at, row.wanted_due_at, row.expires_at) == (NOW + HOUR, NOW + HOUR, NOW + 13 * HOUR)
    assert (row.values, row.why, row.own_act_at) == ({"when": "6/12 14:00"}, "applied", NOW)
    assert row.attachments == [{"name": "a.ics", "content": "BEGIN", "content_type": "text/calendar"}]


def test_wanting_the_same_again_changes_no_row() -> None:
    application = an_application()
    steps = [
        wanted(application, channel=channel, due_at=NOW + HOUR, attachments=(Attachment("a", "b", "c"),))
        for channel in (ChannelName.SMS, ChannelName.EMAIL)
    ]
    reconcile(application, steps, now=NOW)
    before = list(Message.objects.order_by("pk").values())

    reconcile(application, steps, now=NOW + timedelta(minutes=5))

    assert list(Message.objects.order_by("pk").values()) == before


def test_a_plan_nobody_wants_any_more_is_cancelled() -> None:
    application = an_application()
    reconcile(application, [wanted(application, due_at=NOW + HOUR)], now=NOW)

    reconcile(application, [], now=NOW)

    row = Message.objects.get()
    assert (row.state, row.reason, row.settled_at) == (State.CANCELLED, "not_wanted", NOW)


def test_wanted_again_after_a_cancel_it_is_a_new_row() -> None:
    application = an_application()
    step = wanted(application, due_at=NOW + HOUR)
    for steps in ([step], [], [step]):
        reconcile(application, steps, now=NOW)

    assert list(Message.objects.order_by("pk").values_list("state", flat=True)) == [
        State.CANCELLED,
        State.PLANNED,
    ]


def test_a_changed_fact_rewrites_the_plan_in_place() -> None:
    application = an_application()
    step = wanted(application, due_at=NOW + HOUR, values={"minutes": "10"})
    reconcile(application, [step], now=NOW)

    later = replace(step, due_at=NOW + 2 * HOUR, values={"minutes": "20"})
    reconcile(application, [later], now=NOW)

    row = Message.objects.get()
    assert (row.due_at, row.wanted_due_at, row.values) == (NOW + 2 * HOUR, NOW + 2 * HOUR, {"minutes": "20"})


def test_a_rewrite_takes_the_claim_away_so_nothing_stale_passes_the_gate() -> None:
    application = an_application()
    step = wanted(application, values={"minutes": "10"})
    reconcile(application, [step], now=NOW)
    [claimed] = claim(5, now=NOW)

    reconcile(application, [replace(step, values={"minutes": "20"})], now=NOW)

    assert pass_alone(claimed, now=NOW) is None
    row = Message.objects.get()
    assert (row.state, row.claim, row.lease_until) == (State.PLANNED, "", None)


def test_a_cancel_takes_the_claim_away_too() -> None:
    application = an_application()
    reconcile(application, [wanted(application)], now=NOW)
    [claimed] = claim(5, now=NOW)

    reconcile(application, [], now=NOW)

    assert pass_alone(claimed, now=NOW) is None
    assert Message.objects.get().state == State.CANCELLED


@pytest.mark.parametrize(
    "state",
    [
        State.SENDING,
        State.ACCEPTED,
        State.DELIVERED,
        State.UNDELIVERED,
        State.UNKNOWN,
        State.FAILED,
        State.EXPIRED,
        State.SUPPRESSED,
        State.NEEDS_PERSON,
    ],
)
def test_what_was_said_missed_or_stopped_keeps_its_row_and_its_key(state: State) -> None:
    application = an_application()
    step = wanted(application)
    reconcile(application, [step], now=NOW)
    Message.objects.update(state=State.CLAIMED)  # the way to all of them
    Message.objects.update(state=state)
    before = list(Message.objects.values())

    reconcile(application, [replace(step, due_at=NOW + HOUR)], now=NOW)
    reconcile(application, [], now=NOW)

    assert list(Message.objects.values()) == before


def test_a_past_step_is_planned_only_while_it_helps() -> None:
    application = an_application()
    useful = wanted(application, about="a", due_at=NOW - HOUR, expires_at=NOW + HOUR)
    useless = wanted(application, about="b", due_at=NOW - 2 * HOUR, expires_at=NOW)

    reconcile(application, [useful, useless], now=NOW)

    assert list(Message.objects.values_list("about", flat=True)) == ["a"]


def test_several_overdue_steps_of_one_fact_become_the_latest_one() -> None:
    application = an_application()
    first = wanted(application, step="days", due_at=NOW - 3 * HOUR)
    second = wanted(application, step="eve", due_at=NOW - HOUR)
    future = wanted(application, step="morning", due_at=NOW + HOUR)
    other_channel = wanted(application, step="days", channel=ChannelName.EMAIL, due_at=NOW - 3 * HOUR)

    reconcile(application, [first, second, future, other_channel], now=NOW)

    planned = Message.objects.order_by("channel", "due_at").values_list("channel", "step")
    assert list(planned) == [("email", "days"), ("sms", "eve"), ("sms", "morning")]


def test_the_steps_left_out_stay_out_when_planned_again() -> None:
    application = an_application()
    steps = [
        wanted(application, step="days", due_at=NOW - 3 * HOUR),
        wanted(application, step="eve", due_at=NOW - HOUR),
    ]

    for minutes in (0, 1, 2):
        reconcile(application, steps, now=NOW + timedelta(minutes=minutes))

    assert [row.step for row in Message.objects.all()] == ["eve"]


def test_of_two_overdue_steps_due_at_the_same_moment_one_is_said() -> None:
    application = an_application()
    steps = [wanted(application, step=step) for step in ("booked", "eve")]

    for _ in range(2):
        reconcile(application, steps, now=NOW)

    assert [row.step for row in Message.objects.all()] == ["eve"]


def test_messages_by_hand_and_of_other_applications_are_left_alone() -> None:
    application, other = an_application(), an_application()
    by_hand = a_message(application, kind=Kind.MANUAL, key="by-hand:1", author=a_staff())
    author_gone = a_message(application, kind=Kind.MANUAL, key="by-hand:2")
    theirs = a_message(other)

    reconcile(application, [], now=NOW)

    for row in (by_hand, author_gone, theirs):
        row.refresh_from_db()
        assert row.state == State.PLANNED


def test_a_stopped_message_is_not_wanted_again() -> None:
    application = an_application()
    step = wanted(application, due_at=NOW + HOUR)
    reconcile(application, [step], now=NOW)
    stop(Message.objects.get(), by=a_staff(), now=NOW)

    reconcile(application, [step], now=NOW)

    assert [row.state for row in Message.objects.all()] == [State.SUPPRESSED]


def test_planning_again_does_not_undo_a_putting_off() -> None:
    application = an_application()
    step = wanted(application)
    reconcile(application, [step], now=NOW)
    Message.objects.update(due_at=NOW + 3 * HOUR, reason="speaking_hours")

    reconcile(application, [step], now=NOW)

    row = Message.objects.get()
    assert (row.due_at, row.reason) == (NOW + 3 * HOUR, "speaking_hours")


def test_a_case_waiting_for_the_limit_keeps_its_longer_life() -> None:
    application = an_application()
    step = wanted(application, kind=Kind.ABSENCE_FIRST, about="case:1")
    reconcile(application, [step], now=NOW)
    Message.objects.update(expires_at=NOW + 20 * HOUR, reason="cap")

    reconcile(application, [step], now=NOW)

    assert Message.objects.get().expires_at == NOW + 20 * HOUR


def test_planning_costs_the_same_for_three_unchanged_rows_as_for_one(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for steps in (1, 3):
        application = an_application()
        plan = [wanted(application, step=f"s{n}", due_at=NOW + HOUR) for n in range(steps)]
        reconcile(application, plan, now=NOW)
        a_sent_message(application)
        with django_assert_num_queries(1):
            reconcile(application, plan, now=NOW)


@pytest.mark.parametrize(
    ("stage", "state"), [("interviewing", State.PLANNED), ("withdrawn", State.CANCELLED)]
)
def test_the_end_of_an_application_ends_what_is_said_beside_the_plan(stage: str, state: State) -> None:
    application = an_application(stage=stage)
    told = a_message(application, kind=Kind.LINKED, channel=ChannelName.LINE, key="")

    reconcile(application, [], now=NOW)

    told.refresh_from_db()
    assert told.state == state
