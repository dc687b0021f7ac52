"""The closing rule's findings as sentences people can check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.moments import day_hour_words

SENTENCES = {
    "interview_ended": gettext_lazy("The interview's time is over"),
    "not_cancelled_by_us": gettext_lazy("We did not cancel it ourselves"),
    "no_word_since": gettext_lazy("No word from them since"),
    "not_held": gettext_lazy("Nobody holds the case"),
    "nothing_unread": gettext_lazy("None of their messages is unanswered"),
    "reminded_before": gettext_lazy("A reminder had reached them beforehand"),
    "attempts": gettext_lazy("Attempts that reached them"),
    "channels": gettext_lazy("Different channels"),
    "hours": gettext_lazy("Hours since the case was opened"),
    "no_open_attempt": gettext_lazy("No attempt is still under way"),
    "final_notice_delivered": gettext_lazy("The last notice arrived before its deadline"),
    "deadline_given": gettext_lazy("A last notice named a deadline"),
    "deadline_passed": gettext_lazy("The deadline has passed"),
}
COUNTED = {"attempts", "channels", "hours"}


@dataclass(frozen=True)
class FindingWords:
    """One condition in words: what it is, how far it has come ("2 of 3"; empty for a plain yes or no)."""

    code: str
    text: str
    measure: str
    holds: bool


def in_words(findings: Iterable[Mapping[str, str | bool]]) -> list[FindingWords]:
    """``Case.findings`` as stored (or ``closing.as_rows``), in the current language and time zone."""
    return [
        FindingWords(str(row["code"]), str(SENTENCES[str(row["code"])]), _measure(row), bool(row["holds"]))
        for row in findings
    ]


def _measure(row: Mapping[str, str | bool]) -> str:
    code = row["code"]
    if code in COUNTED:
        return _("%(found)s of %(wanted)s") % {"found": row["found"], "wanted": row["wanted"]}
    if code == "no_open_attempt" and not row["holds"]:
        return _("%(found)s still open") % {"found": row["found"]}
    if code == "deadline_passed":
        return day_hour_words(datetime.fromisoformat(str(row["wanted"])))
    return ""
