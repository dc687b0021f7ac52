"""Why somebody should be spoken with before their interview: plain facts, never a guess."""

from datetime import timedelta
from typing import Protocol

from django.utils.translation import gettext as _

from dashboard.queries.risk_words import words_of
from dashboard.words import Tick
from noshow.policy import Facts
from noshow.services.knowing import Known

LONG_LEAD = timedelta(days=7)
OFTEN_MOVED = 2


class Seen(Protocol):
    """What a row of the day knows."""

    @property
    def known(self) -> Known: ...
    @property
    def ticks(self) -> tuple[Tick, ...]: ...
    @property
    def is_waiting(self) -> bool: ...


def reasons_of(row: Seen) -> list[str]:
    facts = row.known.facts
    return [*_unheard(facts, row.ticks), *(_unsure(facts) if row.is_waiting else [])]


def _unheard(facts: Facts, ticks: tuple[Tick, ...]) -> list[str]:
    """Their words wait for us, or ours did not get through."""
    words = [words_of("question", facts)] if facts.question_since else []
    if facts.is_unreached:
        return [*words, _("No message has got through. Please check the number and address, or call.")]
    lost = (tick.channel for tick in ticks if tick.tone == "fail")
    return [*words, *(_("%(channel)s did not arrive") % {"channel": channel} for channel in lost)]


def _unsure(facts: Facts) -> list[str]:
    """While there is no 「行きます」."""
    holds = {
        "silent": facts.asked_at is not None,
        "calls_missed": facts.calls_missed > 0,
        "absent_before": facts.absent_at is not None,
        "moved": facts.moves >= OFTEN_MOVED,
        "lead": facts.starts_at - facts.applied_at > LONG_LEAD,
    }
    return [words_of(code, facts) for code, is_so in holds.items() if is_so]
