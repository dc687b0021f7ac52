"""ふりかえり as its template draws it, and each of its tables as a file."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from candidates.policy.spreadsheets import safe_cell
from company.models import Location
from dashboard import insights_charts as charts
from dashboard.queries import insights_sheets as sheets
from dashboard.queries.insights import Figures, Freshness, Wanted, cut_for, freshness
from dashboard.queries.insights_finds import Find, finds
from dashboard.queries.insights_sheets import Rates, Reason, Sheet, Step, Waits
from dashboard.scope import Scope
from dashboard.words_insights import (
    NONE,
    cases_words,
    count_words,
    percent,
    points_words,
    source_words,
    yen_words,
)
from noshow.policy.findings import About
from noshow.policy.rates import Rate
from noshow.services import figures_summing as sums

FIRST_GROUPS = ("lead", "confirmed", "source", "channel")
BOM = "\ufeff"
"""Excel takes a file for UTF-8 only with this at its head."""
MOST_PLACES = 300
NARROW = 340


@dataclass(frozen=True)
class Choices:
    places: list[Location]
    titles: list[str]
    sources: list[tuple[str, str]]


def choices(scope: Scope, wanted: Wanted) -> Choices:
    """What the page can be narrowed to: what this person sees."""
    everything = Scope(scope.staff)
    here = Scope(scope.staff, wanted.place)
    titles = here.jobs().order_by("title").values_list("title", flat=True).distinct()
    known = sums.sources_known(cut_for(scope.staff, wanted))
    return Choices(
        places=list(everything.locations().only("name")[:MOST_PLACES]),
        titles=list(titles),
        sources=[(key, source_words(key)) for key in known],
    )


@dataclass(frozen=True)
class DrawnRates:
    rates: Rates
    chart: charts.Bars
    said: str


class Page:
    """Everything on the page; the template asks for what it shows."""

    def __init__(self, scope: Scope, wanted: Wanted, now: datetime) -> None:
        self.scope, self.wanted, self.now = scope, wanted, now
        self.figures = Figures(cut_for(scope.staff, wanted), wanted.period)
        self.tally = self.figures.all
        self.steps: list[Step] = sheets.steps(self.figures)
        applied = self.tally["applied"]
        self.human: Waits = sheets.waits(self.figures.lengths("h"), applied)
        self.automatic: Waits = sheets.waits(self.figures.lengths("a"), applied)
        self.reasons: list[Reason] = sheets.reasons(self.figures)
        groups = sheets.rate_groups(self.figures, with_colleagues=scope.staff.may_act)
        self.groups = [group for group in groups if group.lines]

    @property
    def freshness(self) -> Freshness:
        return freshness(self.wanted.period, self.now)

    @property
    def is_empty(self) -> bool:
        return self.figures.is_empty

    # --- わかったこと
    @property
    def came(self) -> Rate:
        return self.figures.absences.rest

    @property
    def came_percent(self) -> str:
        return percent(self.came.share, 0).rstrip("%")

    @property
    def came_moved(self) -> str:
        return points_words(self.came, self.figures.absences_before.rest)

    @property
    def confirmed(self) -> dict[str, str] | None:
        """Those who pressed 「行きます」 beside those who did not."""
        rates = self.figures.rates("confirmed")
        if "yes" not in rates or "no" not in rates:
            return None
        yes, no = rates["yes"].rest, rates["no"].rest
        return {
            "yes": percent(yes.share, 0).rstrip("%"),
            "no": percent(no.share, 0),
            "yes_counts": f"{count_words(yes.hits)}/{count_words(yes.cases)}",
            "no_counts": f"{count_words(no.hits)}/{count_words(no.cases)}",
            "is_small": "yes" if yes.is_small or no.is_small else "",
        }

    @property
    def finds(self) -> list[Find]:
        shown = [one for one in self._finds if one.about is not About.UNCONFIRMED or self.confirmed is None]
        return shown[: 2 if self.confirmed is None else 1]

    @property
    def more_finds(self) -> list[Find]:
        shown = {one.about for one in self.finds} | ({About.UNCONFIRMED} if self.confirmed else set())
        return [one for one in self._finds if one.about not in shown][:4]

    @cached_property
    def _finds(self) -> list[Find]:
        return finds(self.figures, self.wanted)

    # --- charts
    @property
    def funnel(self) -> charts.Funnel:
        rows = [
            (
                step.label,
                step.count,
                cases_words(step.count),
                percent(step.share.share, 0) if step.share else "",
                step.length if step.share else "",
            )
            for step in self.steps
        ]
        return charts.funnel(rows, key=[step.code for step in self.steps].index("attended"))

    @property
    def first_rates(self) -> list[DrawnRates]:
        return [_drawn(group) for group in self.groups if group.code in FIRST_GROUPS]

    @property
    def more_rates(self) -> list[DrawnRates]:
        return [_drawn(group) for group in self.groups if group.code not in FIRST_GROUPS]

    @property
    def human_chart(self) -> charts.Columns:
        return charts.columns(_columns(self.human), in_time=4, tall=162.0)

    @property
    def automatic_chart(self) -> charts.Columns:
        return charts.columns(_columns(self.automatic), in_time=4, tall=70.0)

    @property
    def in_time(self) -> dict[str, str]:
        return _in_time(self.human)

    @property
    def automatic_in_time(self) -> dict[str, str]:
        return _in_time(self.automatic)

    @property
    def kept(self) -> Rate:
        """The promise in opening hours."""
        return Rate(self.tally["kept"], self.tally["owed"])

    @property
    def kept_words(self) -> str:
        return percent(self.kept.share, 0)

    @property
    def evening(self) -> int:
        return self.tally["evening"]

    @property
    def late(self) -> int:
        return self.human.total - self.human.in_time

    @property
    def reason_chart(self) -> charts.Bars:
        return charts.amounts(
            [(one.label, one.count, cases_words(one.count), one.share) for one in self.reasons]
        )

    @property
    def told_us(self) -> int:
        return sum(one.count for one in self.reasons if not one.is_silent)

    @property
    def told_chart(self) -> charts.Bars:
        rows = self.told_sheet.rows[: sheets.MOST_DRAWN]
        return charts.amounts(
            [(row[0], _number(row[1]), cases_words(_number(row[1])), f"/{row[2]}") for row in rows], NARROW
        )

    @property
    def message_chart(self) -> charts.Bars:
        rows = self.message_sheet.rows
        return charts.amounts(
            [(row[0], _number(row[1]), cases_words(_number(row[1])), row[4]) for row in rows], NARROW
        )

    @property
    def outcome_chart(self) -> charts.Bars:
        rows = self.outcome_sheet.rows
        return charts.amounts(
            [(row[0], _number(row[1]), cases_words(_number(row[1])), "") for row in rows], NARROW
        )

    @property
    def cost(self) -> str:
        return yen_words(sheets.message_cost(self.figures))

    @property
    def cost_per_meeting(self) -> str:
        return sheets.cost_per_meeting(self.figures)

    @property
    def effect(self) -> dict[str, str] | None:
        with_one, without = sheets.effect(self.figures)
        if not with_one.cases or not without.cases:
            return None
        return {
            "with": percent(with_one.share, 0),
            "without": percent(without.share, 0),
            "is_small": "yes" if with_one.is_small or without.is_small else "",
        }

    # --- tables
    @property
    def funnel_sheet(self) -> Sheet:
        return sheets.funnel_sheet(self.steps, self.figures)

    @property
    def contact_sheet(self) -> Sheet:
        return sheets.contact_sheet(self.human, self.automatic)

    @property
    def reason_sheet(self) -> Sheet:
        return sheets.reason_sheet(self.reasons)

    @property
    def told_sheet(self) -> Sheet:
        return sheets.told_sheet(self.figures)

    @property
    def message_sheet(self) -> Sheet:
        return sheets.message_sheet(self.figures)

    @property
    def outcome_sheet(self) -> Sheet:
        return sheets.outcome_sheet(self.figures)

    @property
    def sheets(self) -> list[Sheet]:
        return [
            self.funnel_sheet,
            self.outcome_sheet,
            *(group.sheet for group in self.groups),
            self.contact_sheet,
            self.reason_sheet,
            self.told_sheet,
            self.message_sheet,
        ]

    def file(self, code: str) -> str | None:
        """One table as a file, or all of them one below the other; None when there is no such table."""
        chosen = self.sheets if code == "all" else [one for one in self.sheets if one.code == code]
        if not chosen:
            return None
        out = io.StringIO()
        out.write(BOM)
        write = csv.writer(out, lineterminator="\r\n")
        for number, sheet in enumerate(chosen):
            if code == "all":
                write.writerows([[]] if number else [])
                write.writerow([safe_cell(sheet.title)])
            write.writerow([safe_cell(cell) for cell in sheet.head])
            write.writerows([_cell(cell) for cell in row] for row in sheet.rows)
        return out.getvalue()


def _drawn(group: Rates) -> DrawnRates:
    rows = [
        charts.Share(
            label=line.label,
            share=line.rate.share or 0.0,
            said=line.share_words,
            note=f"{count_words(line.rate.hits)}/{count_words(line.rate.cases)}",
            is_hot=line.is_hot,
            is_few=line.is_small,
            low=line.rate.interval[0],
            high=line.rate.interval[1],
        )
        for line in group.drawn
    ]
    said = ", ".join(f"{row.label} {row.said}" for row in rows)
    return DrawnRates(group, charts.rates(rows, group.whole.share), said)


def _columns(found: Waits) -> list[tuple[str, int, str]]:
    return [
        (label, count, cases_words(count))
        for label, count in zip(sheets.edge_labels(), found.counts, strict=True)
    ]


def _in_time(found: Waits) -> dict[str, str]:
    rate = Rate(found.in_time, found.total)
    return {
        "share": percent(rate.share, 0),
        "rest": percent(rate.rest.share, 0),
        "count": count_words(found.in_time),
        "over": count_words(found.total - found.in_time),
    }


def _number(said: str) -> int:
    return int("".join(letter for letter in said if letter.isdecimal()) or 0)


def _cell(said: str) -> str:
    """What the table says; where it has nothing to say, nothing."""
    return "" if said == NONE else safe_cell(said)
