"""A second chance: who may have one, and on which condition. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from noshow.policy.cases import Reason

CHANCE_REASONS = frozenset({Reason.UNWELL, Reason.FAMILY, Reason.LOST, Reason.WORK_OR_SCHOOL})
"""What befalls people. For these another interview is given without asking anybody, unless a company says
otherwise; where nobody of ours was there, it is owed and no chance is used up."""


class NoChance(StrEnum):
    """Why none is given."""

    USED = "used"  # as many as one person gets
    NOT_LISTED = "not_listed"  # by rule only for the reasons on the list
    NO_REASON = "no_reason"  # by rule only after they told us why


@dataclass(frozen=True)
class ChanceTerms:
    """``most`` for one person, over all their applications; ``reasons`` for which nobody has to be asked.

    ``words`` is the condition, by language; what a company leaves empty is said in our words.
    """

    most: int = 1
    reasons: frozenset[Reason] = CHANCE_REASONS
    words: Mapping[str, str] = field(default_factory=dict)


def refuses(terms: ChanceTerms, *, given: int, reason: Reason | None, by_person: bool) -> NoChance | None:
    """Why no second chance is given, or None. ``given`` counts those this person had.

    A person may give one for any reason, or none. Where nobody of ours was there, it does not count.
    """
    if reason is Reason.NOBODY_THERE:
        return None
    if given >= terms.most:
        return NoChance.USED
    if by_person:
        return None
    if reason is None:
        return NoChance.NO_REASON
    return None if reason in terms.reasons else NoChance.NOT_LISTED
