"""The promises of the product as checks: plain questions to rows, facts and the log of the providers.

The simulator asks them after every step of a life, the tests' state machine after every step of its own.
"""

from sandbox.simulator.promises.closings import nobody_is_closed_wrongly
from sandbox.simulator.promises.rows import (
    attempts_are_bounded,
    no_plan_without_its_fact,
    nobody_owed_is_forgotten,
    nothing_expires_while_we_work,
    nothing_is_given_up_in_silence,
    planning_again_changes_nothing,
    reports_are_followed,
    seats_have_one_person,
    states_follow_the_graph,
)
from sandbox.simulator.promises.words import people_are_left_in_peace, said_once, what_left_was_right

AFTER_EVERY_STEP = (
    seats_have_one_person,
    states_follow_the_graph,
    what_left_was_right,
    said_once,
    people_are_left_in_peace,
    attempts_are_bounded,
    reports_are_followed,
    nothing_is_given_up_in_silence,
    no_plan_without_its_fact,
    nobody_owed_is_forgotten,
    nothing_expires_while_we_work,
    nobody_is_closed_wrongly,
    planning_again_changes_nothing,
)
