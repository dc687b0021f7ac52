"""What a Japanese posting has to say before it may be shown, and how pay in words reads as figures.

Sources: the Employment Security Act (職業安定法) art. 5-3 and its enforcement rules art. 4-2 (3), as in
force since 1 April 2024: work and its range of change, contract term and the standard for renewal, trial
period, place and its range of change, hours, breaks, overtime, days off, pay, insurance, the employer's name,
that it is temporary agency work where it is, and measures against passive smoking (健康増進法). Art. 5-4
wants all of it exact and up to date. Contracted work is no employment and outside of that act; the
Freelance Act (フリーランス法) art. 12 asks that what is said be exact, and we ask for the work, its place,
the pay and who gives it.
"""

import re
import unicodedata
from dataclasses import asdict, dataclass

from candidates.policy.vocabulary import EmploymentType, PayUnit


@dataclass(frozen=True)
class PostingFacts:
    """Each as the page would show it; empty is not known."""

    employment_type: EmploymentType
    employer_name: str = ""
    contract: str = ""
    contract_term: str = ""
    trial_period: str = ""
    duties: str = ""
    duties_change: str = ""
    workplace: str = ""
    workplace_change: str = ""
    hours: str = ""
    breaks: str = ""
    overtime: str = ""
    days_off: str = ""
    pay: str = ""
    insurance: str = ""
    smoking: str = ""


SHOWN = (
    "duties",
    "duties_change",
    "contract",
    "contract_term",
    "trial_period",
    "workplace",
    "workplace_change",
    "hours",
    "breaks",
    "overtime",
    "days_off",
    "pay",
    "insurance",
    "smoking",
    "employer_name",
)
"""The facts in the order a posting tells them."""
WITHOUT_EMPLOYMENT = frozenset({"duties", "workplace", "pay", "employer_name"})


def missing_facts(facts: PostingFacts) -> list[str]:
    """The names of what must still be said before it may be shown, in the order of the page."""
    is_employed = facts.employment_type != EmploymentType.CONTRACTOR
    needed = SHOWN if is_employed else [name for name in SHOWN if name in WITHOUT_EMPLOYMENT]
    said = asdict(facts)
    return [name for name in needed if not said[name].strip()]


@dataclass(frozen=True)
class Pay:
    """In yen; ``highest`` is None when only the least is said."""

    lowest: int
    highest: int | None
    unit: PayUnit


UNITS = {
    "時給": PayUnit.HOUR,
    "時間給": PayUnit.HOUR,
    "日給": PayUnit.DAY,
    "月給": PayUnit.MONTH,
    "月収": PayUnit.MONTH,
    "年俸": PayUnit.YEAR,
    "年収": PayUnit.YEAR,
}
_FIGURE = r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*円?"
_PAY = re.compile(rf"({'|'.join(UNITS)})\s*:?\s*¥?{_FIGURE}(?:\s*[~〜–-]\s*¥?{_FIGURE})?")
LEAST_YEN, MOST_YEN = 100, 100_000_000


def read_pay(text: str) -> Pay | None:
    """``月給28万円〜32万円`` as figures; None when the words do not say by what it is counted.

    In ``25〜30万円`` the unit of the second figure counts for both.
    """
    found = _PAY.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    unit, low, low_man, high, high_man = found.groups()
    lowest = _yen(low, is_man=bool(low_man or (high_man and float(low.replace(",", "")) < 1000)))
    highest = _yen(high, is_man=bool(high_man)) if high else None
    if not LEAST_YEN <= lowest <= MOST_YEN or (highest is not None and not lowest <= highest <= MOST_YEN):
        return None
    return Pay(lowest, highest, UNITS[unit])


def _yen(figure: str, *, is_man: bool) -> int:
    return round(float(figure.replace(",", "")) * (10_000 if is_man else 1))
