"""What must hold after every step: the promises that the simulator asks, too."""

from sandbox.simulator.promises import AFTER_EVERY_STEP
from sandbox.simulator.promises.rows import (
    nothing_due_is_left,
    nothing_is_stuck,
    planning_again_changes_nothing,
)
from sandbox.simulator.promises.witness import Broken

__all__ = [
    "AFTER_EVERY_STEP",
    "Broken",
    "nothing_due_is_left",
    "nothing_is_stuck",
    "planning_again_changes_nothing",
]
