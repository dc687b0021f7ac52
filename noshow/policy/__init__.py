"""Pure rules about coming and not coming: cases, the closing rule, what is known beforehand, the risk."""

from noshow.policy.cases import UNDO_FOR, CaseState, Reason
from noshow.policy.chances import CHANCE_REASONS, ChanceTerms, NoChance, refuses
from noshow.policy.closing import (
    DECISIVE,
    PENDING,
    CaseFacts,
    Decision,
    Finding,
    Reached,
    Rule,
    Verdict,
    closing,
)
from noshow.policy.risk import STARTING, Forecast, Level, Model, Part, Risk, assess, forecast, gain_of_a_word
from noshow.policy.signals import SIGNALS, Facts, values_of

__all__ = [
    "CHANCE_REASONS",
    "DECISIVE",
    "PENDING",
    "SIGNALS",
    "STARTING",
    "UNDO_FOR",
    "CaseFacts",
    "CaseState",
    "ChanceTerms",
    "Decision",
    "Facts",
    "Finding",
    "Forecast",
    "Level",
    "Model",
    "NoChance",
    "Part",
    "Reached",
    "Reason",
    "Risk",
    "Rule",
    "Verdict",
    "assess",
    "closing",
    "forecast",
    "gain_of_a_word",
    "refuses",
    "values_of",
]
