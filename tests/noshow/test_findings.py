"""What is said to be done follows from the figures, and nothing is said without them."""

from noshow.policy.findings import About, Seen, findings
from noshow.policy.rates import Rate


def abouts(seen: Seen) -> list[About]:
    return [one.about for one in findings(seen)]


def test_nothing_is_found_in_nothing() -> None:
    assert findings(Seen(Rate(0, 0))) == []


def test_nothing_is_found_where_all_is_alike() -> None:
    rates = {"yes": Rate(10, 100), "no": Rate(11, 100)}
    seen = Seen(Rate(21, 200), confirmed=rates, lead={"8-": Rate(10, 100)}, late=Rate(5, 200))
    assert findings(seen) == []


def test_a_slow_store_is_named_when_it_is_much_slower_than_all() -> None:
    late = {"1": Rate(5, 100), "2": Rate(40, 100)}
    seen = Seen(Rate(0, 0), late=Rate(45, 200), late_by_place=late)

    found = findings(seen)

    assert [(one.about, one.key) for one in found] == [(About.SLOW_STORE, "2")]


def test_not_as_told_is_named_from_three_times_and_one_in_twenty_on() -> None:
    def told(rate: Rate) -> list[About]:
        return abouts(Seen(Rate(0, 0), told_by_title={"ホール": rate}))

    assert told(Rate(2, 10)) == []
    assert told(Rate(3, 61)) == []
    assert told(Rate(3, 60)) == [About.TOLD]


def test_messages_that_do_not_arrive_are_named_by_channel() -> None:
    channels = {"sms": Rate(4, 10), "email": Rate(30, 200), "line": Rate(5, 101)}
    found = findings(Seen(Rate(0, 0), missed_by_channel=channels))
    assert [(one.about, one.key) for one in found] == [(About.UNREACHED, "email")]


def test_the_heaviest_comes_first_and_one_of_each_kind() -> None:
    seen = Seen(
        Rate(50, 500),
        confirmed={"no": Rate(40, 100), "yes": Rate(10, 400)},
        lead={"5-7": Rate(20, 80), "8-": Rate(20, 40)},
        unknown=Rate(4, 504),
        ours_by_place={"1": Rate(1, 10)},
    )

    found = findings(seen)

    assert [(one.about, one.key) for one in found] == [
        (About.UNCONFIRMED, "no"),
        (About.LONG_WAIT, "8-"),
        (About.UNKNOWN, ""),
        (About.OURS, "1"),
    ]
