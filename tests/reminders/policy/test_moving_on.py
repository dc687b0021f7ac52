"""What was missed moves on to the next channel, and the plan knows that before it has left."""

from reminders.policy.facts import Facts, Spoken
from reminders.policy.planning import plan
from tests.reminders.policy.test_planning import CADENCE, EMAIL, SMS, booked, facts, tokyo


def wanted(known: Facts) -> set[tuple[str, str]]:
    return {(one.kind, one.channel) for one in plan(known, CADENCE) if one.kind.startswith("reminder")}


def test_leaving_does_not_change_what_else_is_planned() -> None:
    """The evening's SMS did not arrive: it goes by e-mail, then no other channel for asking again."""
    base = facts(reach=(SMS, EMAIL), interview=booked(starts_at=tokyo(11, 13)))
    eve = next(one for one in plan(base, CADENCE) if one.kind == "reminder_eve")
    at = tokyo(10, 18)
    missed = Spoken(eve.kind, eve.about, eve.step, SMS, missed=True, due_at=at, at=at)
    moved = Spoken(eve.kind, eve.about, eve.step, EMAIL, missed=False, due_at=at, at=at)

    before, after = (
        facts(reach=(SMS, EMAIL), interview=base.interview, spoken=one)
        for one in ((missed,), (missed, moved))
    )

    assert wanted(before) == wanted(after)
