"""Where the lines and bars of ふりかえり stand: numbers of drawings, ready for the templates. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

LETTER = 6.7
"""Half a full-width letter at the drawings' size of type."""


def breadth(text: str) -> float:
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text) * LETTER


def shortened(text: str, room: float) -> str:
    """As much as fits; the table beside the drawing has the whole."""
    if breadth(text) <= room:
        return text
    while text and breadth(text) + 2 * LETTER > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def at(number: float) -> str:
    """A coordinate; never with a reader's own decimal comma."""
    return f"{number:.1f}"


@dataclass(frozen=True)
class Stage:
    """One bar of the funnel, with the slope to the next."""

    label: str
    count: str
    share: str
    length: str
    y: str
    text_y: str
    note_y: str
    width: str
    count_x: str
    is_inside: bool
    is_key: bool
    flow: str


@dataclass(frozen=True)
class Funnel:
    height: int
    left: str
    stages: tuple[Stage, ...]


LEFT, BROADEST, TALL, STRIDE = 112.0, 300.0, 38.0, 55.0


def funnel(rows: Sequence[tuple[str, int, str, str, str]], key: int) -> Funnel:
    """``rows``: label, how many, that in words, share of an earlier step, time since; ``key`` is green."""
    most = max((count for _label, count, *_ in rows), default=0) or 1
    widths = [max(BROADEST * count / most, 2.0) for _label, count, *_ in rows]
    stages = []
    for number, ((label, _count, said, share, length), width) in enumerate(zip(rows, widths, strict=True)):
        top = number * STRIDE
        following = widths[number + 1] if number + 1 < len(widths) else None
        is_inside = width > breadth(said) + 24
        stages.append(
            Stage(
                label=shortened(label, LEFT - 6),
                count=said,
                share=share,
                length=length,
                y=at(top),
                text_y=at(top + 24),
                note_y=at(top + 39),
                width=at(width),
                count_x=at(LEFT + 10 if is_inside else LEFT + width + 8),
                is_inside=is_inside,
                is_key=number == key,
                flow=""
                if following is None
                else f"M{at(LEFT)} {at(top + TALL)}H{at(LEFT + width)}L{at(LEFT + following)} "
                f"{at(top + STRIDE)}H{at(LEFT)}z",
            )
        )
    return Funnel(int(len(rows) * STRIDE - (STRIDE - TALL)), at(LEFT), tuple(stages))


@dataclass(frozen=True)
class Bar:
    """One horizontal bar; ``low`` and ``high`` end the likely range where few cases make it wide."""

    label: str
    value: str
    note: str
    y: str
    text_y: str
    middle: str
    width: str
    is_hot: bool = False
    is_few: bool = False
    hot: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True)
class Bars:
    """``whole_x`` is where the whole's own rate stands."""

    width: int
    height: int
    left: str
    value_x: str
    bars: tuple[Bar, ...]
    whole_x: str = ""
    whole_to: str = ""
    whole_label_y: str = ""


ROW, THICK = 29.0, 16.0


@dataclass(frozen=True)
class Share:
    """What a bar of rates is drawn from; shares from 0 to 1."""

    label: str
    share: float
    said: str
    note: str
    is_hot: bool
    is_few: bool
    low: float
    high: float


def rates(rows: Sequence[Share], whole: float | None) -> Bars:
    left = min(max((breadth(row.label) for row in rows), default=0) + 8, 140.0)
    left = max(left, 62.0)
    room = 340 - left - 110
    scale = min(314.0, room / max([row.share for row in rows] + [whole or 0, 0.05]))
    bars = []
    for number, row in enumerate(rows):
        top, end = number * ROW + 5, left + row.share * scale
        bars.append(
            Bar(
                label=shortened(row.label, left - 6),
                value=row.said,
                note=row.note,
                y=at(top),
                text_y=at(top + 12.5),
                middle=at(top + THICK / 2),
                width=at(max(row.share * scale, 1.5)),
                is_hot=row.is_hot,
                is_few=row.is_few,
                hot=f"M{at(end + 7)} {at(top + 13)}l5.5-9.5 5.5 9.5z" if row.is_hot else "",
                low=at(left + min(row.low * scale, room)) if row.is_few else "",
                high=at(left + min(row.high * scale, room)) if row.is_few else "",
            )
        )
    foot = len(rows) * ROW
    drawn = foot + 18 if whole is not None else foot
    return Bars(
        width=340,
        height=int(drawn),
        left=at(left),
        value_x="290",
        bars=tuple(bars),
        whole_x="" if whole is None else at(left + whole * scale),
        whole_to=at(foot),
        whole_label_y=at(foot + 14),
    )


def amounts(rows: Sequence[tuple[str, int, str, str]], width: int = 496) -> Bars:
    """``rows``: label, how much, the same in words, a note behind it."""
    notes = max((breadth(row[3]) for row in rows), default=0) + 8
    left = max(min(max((breadth(row[0]) for row in rows), default=0) + 12, width * 0.42), 62.0)
    most = max((row[1] for row in rows), default=0) or 1
    values = max((breadth(row[2]) for row in rows), default=0) + 12
    room = width - left - notes - values
    bars = [
        Bar(
            label=shortened(label, left - 6),
            value=said,
            note=note,
            y=at(number * 31 + 5),
            text_y=at(number * 31 + 18.5),
            middle=at(number * 31 + 13.5),
            width=at(max(room * amount / most, 1.5)),
        )
        for number, (label, amount, said, note) in enumerate(rows)
    ]
    return Bars(width, int(len(rows) * 31), at(left), at(width - notes), tuple(bars))


@dataclass(frozen=True)
class Column:
    label: str
    count: str
    x: str
    middle: str
    y: str
    height: str
    count_y: str
    is_over: bool


@dataclass(frozen=True)
class Columns:
    """Upright bars with the limit drawn behind the first ``in_time`` of them."""

    height: int
    base: str
    label_y: str
    grid: tuple[str, ...]
    columns: tuple[Column, ...]
    limit_x: str


WIDE, COLUMN = 712.0, 73.2


def columns(rows: Sequence[tuple[str, int, str]], in_time: int, tall: float) -> Columns:
    """``rows``: label, how many, the same in words."""
    most = max((row[1] for row in rows), default=0) or 1
    stride, base = WIDE / max(len(rows), 1), tall + 44
    drawn = []
    for number, (label, count, said) in enumerate(rows):
        height = tall * count / most
        x = number * stride + (stride - COLUMN) / 2
        drawn.append(
            Column(
                label=label,
                count=said,
                x=at(x),
                middle=at(x + COLUMN / 2),
                y=at(base - height),
                height=at(height),
                count_y=at(base - height - 7),
                is_over=number >= in_time,
            )
        )
    grid = tuple(at(base - tall * part) for part in (0.29, 0.58, 0.87))
    return Columns(int(base + 30), at(base), at(base + 22), grid, tuple(drawn), at(in_time * stride))
