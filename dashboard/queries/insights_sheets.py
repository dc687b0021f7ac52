"""The tables of ふりかえり: every chart is drawn from one, stands beside it, and is saved as one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from company.models import Location, Staff
from dashboard import words_insights as words
from dashboard.queries.insights import Figures
from dashboard.words_insights import count_words, interval_words, percent, span_words, yen_words
from noshow.policy.figures import Tally
from noshow.policy.rates import Rate, stands_out
from noshow.policy.spans import middle, under

MOST_DRAWN, MOST_ROWS = 8, 50
NAMES = ("display_name", "first_name", "last_name", "username")


@dataclass(frozen=True)
class Sheet:
    """A table with its name in addresses."""

    code: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    total: int = 0

    @property
    def is_cut(self) -> bool:
        """A page holds the first lines of long tables; the file has all of them."""
        return self.total > len(self.rows)


@dataclass(frozen=True)
class Line:
    """One group of a table of rates."""

    label: str
    rate: Rate
    is_hot: bool

    @property
    def is_small(self) -> bool:
        return self.rate.is_small

    @property
    def share_words(self) -> str:
        return percent(self.rate.share)


@dataclass(frozen=True)
class Rates:
    """Absences by one property: all lines in the table, the telling ones in the chart."""

    code: str
    title: str
    lines: tuple[Line, ...]
    whole: Rate
    keeps_order: bool = False

    @property
    def drawn(self) -> tuple[Line, ...]:
        return self.lines if self.keeps_order else self.lines[:MOST_DRAWN]

    @property
    def sheet(self) -> Sheet:
        return self.first_lines(len(self.lines))

    @property
    def on_page(self) -> Sheet:
        return self.first_lines(MOST_ROWS)

    def first_lines(self, most: int) -> Sheet:
        head = (
            self.title,
            _("Interviews"),
            _("Could not come"),
            _("Rate"),
            _("Likely range (95%)"),
            _("Remark"),
        )
        rows = tuple(
            (
                line.label,
                count_words(line.rate.cases),
                count_words(line.rate.hits),
                line.share_words,
                interval_words(line.rate),
                _remark(line),
            )
            for line in self.lines[:most]
        )
        return Sheet(self.code, self.title, head, rows, len(self.lines))


def _remark(line: Line) -> str:
    if line.is_small:
        return _("Few cases")
    return _("More than the whole") if line.is_hot else ""


def rate_groups(figures: Figures, *, with_colleagues: bool) -> list[Rates]:
    """Every property that absences are looked at by; who interviewed only for those who act."""
    fixed = (
        ("lead", _("Days until the interview"), words.LEADS),
        ("confirmed", _("The answer “I will come”"), words.CONFIRMED),
        ("reminded", _("Reminder before the interview"), words.REMINDED),
        ("contact", _("First contact by a person"), words.CONTACTS),
        ("weekday", _("Weekday"), words.WEEKDAYS),
    )
    groups = [_fixed(figures, code, title, labels) for code, title, labels in fixed]
    hours = {str(hour): words.hour_words(str(hour)) for hour in range(24)}
    found = [
        *groups[:2],
        _ranked(figures, "source", _("Came by"), _of(figures.by_source), words.source_words),
        _ranked(figures, "channel", _("Heard from us by"), figures.rates("channel"), words.channel_words),
        *groups[2:],
        _fixed(figures, "hour", _("Hour"), hours),
        _ranked(figures, "job", pgettext("column", "Job"), _of(figures.by_title), str),
    ]
    if figures.cut.places is None or len(figures.cut.places) > 1:
        places = {str(pk): rate for pk, rate in _of(figures.by_place).items()}
        names = _place_names(Location.objects.filter(pk__in=figures.by_place).only("name"))
        found.append(
            _ranked(figures, "store", pgettext("of a job", "Location"), places, lambda pk: names.get(pk, pk))
        )
    if with_colleagues:
        rates = figures.rates("interviewer")
        people = _staff_names(Staff.objects.filter(pk__in=list(rates)).only(*NAMES))
        nobody = _("Not decided yet")
        found.append(
            _ranked(figures, "interviewer", _("Interviewer"), rates, lambda pk: people.get(pk, nobody))
        )
    return found


def _place_names(rows: Iterable[Location]) -> dict[str, str]:
    return {str(row.pk): row.name for row in rows}


def _staff_names(rows: Iterable[Staff]) -> dict[str, str]:
    return {str(row.pk): str(row) for row in rows}


def _of(groups: Mapping[int, Tally] | Mapping[str, Tally]) -> dict[str, Rate]:
    return {str(key): Rate(tally["absent"], tally["known"]) for key, tally in groups.items()}


def _fixed(figures: Figures, code: str, title: str, labels: Mapping[str, object]) -> Rates:
    """In their own order: spans, weekdays, hours."""
    found = figures.rates(code)
    lines = [_line(str(label), found[key], figures.absences) for key, label in labels.items() if key in found]
    return Rates(code, title, tuple(lines), figures.absences, keeps_order=True)


def _ranked(
    figures: Figures, code: str, title: str, rates: Mapping[str, Rate], name: Callable[[str], str]
) -> Rates:
    """Those with enough cases by their rate; few cases are not ranked and follow by their number."""
    lines = [_line(name(key), rate, figures.absences) for key, rate in rates.items() if rate.cases]
    lines.sort(
        key=lambda line: (
            line.is_small,
            0.0 if line.is_small else -(line.rate.share or 0),
            -line.rate.cases,
            line.label,
        )
    )
    return Rates(code, title, tuple(lines), figures.absences)


def _line(label: str, rate: Rate, whole: Rate) -> Line:
    return Line(label, rate, stands_out(rate, whole))


STEPS = ("applied", "contacted", "booked", "confirmed", "attended", "offered", "joined")
SINCE = {"contacted": "applied", "booked": "contacted", "confirmed": "booked"}
SINCE |= {"attended": "booked", "offered": "attended", "joined": "offered"}


@dataclass(frozen=True)
class Step:
    """One step of the way, with its share of the step ``since`` and the same share before."""

    code: str
    label: str
    count: int
    since: str
    share: Rate | None
    before: Rate | None
    length: str


def steps(figures: Figures) -> list[Step]:
    labels = {
        "applied": _("Applied"),
        "contacted": pgettext("step", "In contact"),
        "booked": pgettext("step", "Booked"),
        "confirmed": pgettext("step", "“I will come”"),
        "attended": pgettext("step", "Came"),
        "offered": pgettext("step", "Offered"),
        "joined": pgettext("step", "Joined"),
    }
    now, before = figures.all, figures.before
    return [
        Step(
            code=code,
            label=labels[code],
            count=now[code],
            since=labels[SINCE[code]] if code in SINCE else "",
            share=Rate(now[code], now[SINCE[code]]) if code in SINCE else None,
            before=Rate(before[code], before[SINCE[code]]) if code in SINCE else None,
            length=span_words(middle(figures.lengths(f"d.{code}"))) if code in SINCE else words.NONE,
        )
        for code in STEPS
    ]


def funnel_sheet(found: list[Step], figures: Figures) -> Sheet:
    head = (
        *(_("Step"), _("Applications"), _("Share"), _("Of which step"), _("Middle time between")),
        _("Applications in the period before"),
        _("Share before"),
    )
    rows = tuple(
        (
            step.label,
            count_words(step.count),
            percent(step.share.share, 0) if step.share else words.NONE,
            step.since or words.NONE,
            step.length,
            count_words(figures.before[step.code]),
            percent(step.before.share, 0) if step.before else words.NONE,
        )
        for step in found
    )
    return Sheet("funnel", _("From applying to joining"), head, rows)


OUTCOMES = ("came", "came_late", "absent", "ours", "excused", "by_us", "by_them", "unknown")


def outcome_sheet(figures: Figures) -> Sheet:
    """What became of all interviews that were to be, so that nobody need guess what is left out."""
    labels = {
        "came": (_("Came"), True),
        "came_late": (_("Came late"), True),
        "absent": (_("Could not come"), True),
        "ours": (_("Nobody of ours was there"), False),
        "excused": (_("Excused"), False),
        "by_us": (_("Cancelled by us"), False),
        "by_them": (_("Cancelled by the candidate"), False),
        "unknown": (_("Over, and nobody has said"), False),
    }
    rows = tuple(
        (labels[code][0], count_words(figures.all[f"o.{code}"]), _("Yes") if labels[code][1] else _("No"))
        for code in OUTCOMES
    )
    head = (_("What became of it"), _("Interviews"), _("Counted in the rate"))
    return Sheet("outcomes", _("All interviews of these days"), head, rows)


EDGES = ((0, 5), (5, 10), (10, 15), (15, 30), (30, 60), (60, 180), (180, 10**9))
LIMIT = 30


@dataclass(frozen=True)
class Waits:
    """How long first contact took, ``counts`` by ``EDGES``; ``nobody`` had none (yet)."""

    counts: tuple[int, ...]
    total: int
    in_time: int
    middle: str
    nobody: int = 0


def waits(lengths: Mapping[str, int], applied: int) -> Waits:
    codes = {code: n for code, n in lengths.items() if code != "none"}
    total = sum(codes.values())
    return Waits(
        counts=tuple(under(codes, end, at_least=start) for start, end in EDGES),
        total=total,
        in_time=under(codes, LIMIT),
        middle=span_words(middle(codes)),
        nobody=applied - total,
    )


def edge_labels() -> list[str]:
    return [
        _("under 5 min"),
        _("5–10 min"),
        _("10–15 min"),
        _("15–30 min"),
        _("30–60 min"),
        _("1–3 hours"),
        _("3 hours or more"),
    ]


def contact_sheet(human: Waits, automatic: Waits) -> Sheet:
    labels = [*edge_labels(), _("None yet")]
    rows = zip(labels, (*human.counts, human.nobody), (*automatic.counts, automatic.nobody), strict=True)
    head = (_("Time until the first contact"), _("By a person"), _("Automatic"))
    return Sheet(
        "first_contact",
        _("Time until the first contact"),
        head,
        tuple((label, count_words(mine), count_words(its)) for label, mine, its in rows),
    )


@dataclass(frozen=True)
class Reason:
    label: str
    count: int
    share: str
    is_silent: bool = field(default=False)


def reasons(figures: Figures) -> list[Reason]:
    found = figures.lengths("w")
    total = sum(found.values())
    ordered = sorted(found.items(), key=lambda one: (one[0] == words.SILENT, -one[1], one[0]))
    return [
        Reason(words.reason_words(code), n, percent(n / total, 0), code == words.SILENT)
        for code, n in ordered
    ]


def reason_sheet(found: list[Reason]) -> Sheet:
    rows = tuple((one.label, count_words(one.count), one.share) for one in found)
    return Sheet("reasons", _("Why they could not come"), (_("Reason"), _("Interviews"), _("Share")), rows)


def told_sheet(figures: Figures) -> Sheet:
    """「話が違う」 by job: said on the page or when leaving, of those who had a time booked."""
    found = [
        (title, Rate(tally["told"], tally["booked"]))
        for title, tally in figures.by_title.items()
        if tally["told"]
    ]
    found.sort(key=lambda one: (-one[1].hits, one[0]))
    rows = tuple(
        (title, count_words(rate.hits), count_words(rate.cases), _("Few cases") if rate.is_small else "")
        for title, rate in found
    )
    head = (pgettext("column", "Job"), _("“Not what I was told”"), _("Interviews booked"), _("Remark"))
    return Sheet("told", _("“Not what I was told”, by job"), head, rows)


def message_sheet(figures: Figures) -> Sheet:
    """What was written, what it cost, and whether those it reached before an interview said they come."""
    rows = []
    for code in ("line", "sms", "email"):
        sent, missed = figures.all[f"m.{code}.sent"], figures.all[f"m.{code}.missed"]
        if not sent:
            continue
        asked = Rate(figures.all[f"q.{code}.y"], figures.all[f"q.{code}.n"])
        rows.append(
            (
                words.channel_words(code),
                count_words(sent),
                count_words(missed),
                percent(Rate(missed, sent).share),
                yen_words(figures.all[f"m.{code}.cost"]),
                f"{percent(asked.share, 0)} ({count_words(asked.hits)}/{count_words(asked.cases)})"
                if asked.cases
                else words.NONE,
            )
        )
    head = (
        *(_("Channel"), _("Messages"), _("Did not arrive"), _("Share"), _("Cost")),
        _("“I will come” after a reminder"),
    )
    return Sheet("messages", _("Messages: cost and effect"), head, tuple(rows))


def message_cost(figures: Figures) -> int:
    return sum(n for key, n in figures.all.items() if key.startswith("m.") and key.endswith(".cost"))


def cost_per_meeting(figures: Figures) -> str:
    """What the messages cost for each applicant who came; nothing when nobody did."""
    came = figures.all["attended"]
    return yen_words(message_cost(figures) // came) if came else words.NONE


def effect(figures: Figures) -> tuple[Rate, Rate]:
    """Absences among those a reminder reached, and among the others."""
    rates = figures.rates("reminded")
    return rates.get("yes", Rate(0, 0)), rates.get("no", Rate(0, 0))
