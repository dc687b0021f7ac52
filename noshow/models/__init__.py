"""Cases of interviews nobody came to, the one closing rule with its versions, second chances."""

from noshow.models.cases import REASONS, Case, CaseQuerySet
from noshow.models.chances import SecondChance
from noshow.models.figures import FigureCell, FigureState
from noshow.models.risk import ModelKind, Moment, RiskModel, RiskNote, RiskSettings
from noshow.models.rules import RULE_FIELDS, ClosingRule, ClosingRuleVersion, rule_from

__all__ = [
    "REASONS",
    "RULE_FIELDS",
    "Case",
    "CaseQuerySet",
    "ClosingRule",
    "ClosingRuleVersion",
    "FigureCell",
    "FigureState",
    "ModelKind",
    "Moment",
    "RiskModel",
    "RiskNote",
    "RiskSettings",
    "SecondChance",
    "rule_from",
]
