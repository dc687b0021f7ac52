"""Whether a weekly rule would ever give somebody a time they can come. Pure."""

from candidates.policy import Coming, Hours
from scheduling.policy.supply import SupplyRule


def covers(rule: SupplyRule, coming: Coming, *, way: str) -> Hours | None:
    """The first hours of the week that the rule gives and that suit; None when there are none.

    Times of the rule that are taken, too soon or beyond its horizon count too: they may come.
    """
    if not coming.suits_way(way) or not coming.narrows:
        return None
    for weekday in sorted(rule.weekdays):
        theirs = [span for span in coming.hours if span.weekday == weekday]
        if not coming.hours:
            theirs = [Hours(weekday, rule.opens, rule.closes)]
        for span in theirs:
            opens = max(span.opens, rule.opens)
            closes = min(span.closes, rule.closes, coming.leave_by or rule.closes)
            length = (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            if length * 60 >= rule.length.total_seconds():
                return Hours(weekday, opens, closes)
    return None
