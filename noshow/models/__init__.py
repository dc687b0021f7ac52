"""Cases of interviews nobody came to, the one closing rule."""

from noshow.models.cases import REASONS, Case, CaseQuerySet, ClosingRule

__all__ = ["REASONS", "Case", "CaseQuerySet", "ClosingRule"]
