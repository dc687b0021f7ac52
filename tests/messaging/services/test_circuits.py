"""Leaving a provider alone that takes nothing, and finding out when it is back."""

from datetime import timedelta

from messaging.channels import Accepted, DeliveryFailed, OutcomeUnknown
from messaging.policy import ChannelName
from messaging.services.circuits import IN_A_ROW, LONGEST, SHORTEST, Circuits
from tests.factories import NOW

DOWN = OutcomeUnknown("http_500")


def resting_circuits() -> Circuits:
    circuits = Circuits()
    for _ in range(IN_A_ROW):
        circuits.note(ChannelName.SMS, DOWN, NOW)
    return circuits


def test_a_few_failures_in_a_row_give_the_channel_a_rest_and_one_that_is_taken_ends_it() -> None:
    circuits = resting_circuits()
    assert circuits.resting() == {ChannelName.SMS}
    assert circuits.probes(NOW) == set()
    assert circuits.probes(NOW + SHORTEST) == {ChannelName.SMS}

    circuits.note(ChannelName.SMS, Accepted("SM1"), NOW + SHORTEST)

    assert circuits.resting() == set()


def test_what_was_on_its_way_when_the_rest_began_does_not_lengthen_it() -> None:
    circuits = resting_circuits()

    for _ in range(16):
        circuits.note(ChannelName.SMS, DOWN, NOW + timedelta(seconds=1))

    assert circuits.probes(NOW + SHORTEST) == {ChannelName.SMS}


def test_each_failed_probe_doubles_the_rest_up_to_a_minute() -> None:
    circuits, now, rests = resting_circuits(), NOW, []

    for _ in range(7):
        began = now
        while not circuits.probes(now):
            now += timedelta(seconds=1)
        rests.append(now - began)
        circuits.note(ChannelName.SMS, DOWN, now)

    assert rests == [timedelta(seconds=seconds) for seconds in (2, 4, 8, 16, 32, 60, 60)]
    assert rests[-1] == LONGEST


def test_a_refused_number_says_nothing_about_the_provider() -> None:
    circuits = Circuits()

    for _ in range(IN_A_ROW):
        circuits.note(ChannelName.SMS, DeliveryFailed("not_mobile", permanent=True), NOW)

    assert circuits.resting() == set()
