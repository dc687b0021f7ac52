"""The closing rule's findings as sentences people can check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.moments import day_hour_words

SENTENCES = {
    "interview_ended": gettext_lazy("The interview's time is over, and the grace after it"),
    "recorded_absent": gettext_lazy("“Could not come” is on record"),
    "not_cancelled_by_us": gettext_lazy("We did not cancel it ourselves"),
    "we_were_there": gettext_lazy("Nobody says that it was us who were not there"),
    "not_undone": gettext_lazy("The absence was not taken back"),
    "minute_over": gettext_lazy("The minute for taking it back is over"),
    "not_said_late": gettext_lazy("They had not said that they would come later"),
    "not_moved": gettext_lazy("No other time took its place, and none is asked for"),
    "not_withdrawn": gettext_lazy("The application has not ended another way"),
    "no_word_since": gettext_lazy("No word from them since"),
    "not_held": gettext_lazy("Nobody holds the case"),
    "nothing_unread": gettext_lazy("None of their messages is unanswered"),
    "reachable": gettext_lazy("There is an address where something can arrive"),
    "no_incident": gettext_lazy("No channel of theirs failed between the reminder and the deadline"),
    "reminded_before": gettext_lazy("A reminder had reached them beforehand"),
    "attempts": gettext_lazy("Attempts that reached them"),
    "channels": gettext_lazy("Different channels"),
    "hours": gettext_lazy("Hours since the case was opened"),
    "all_arrived": gettext_lazy("Everything we wrote about it arrived"),
    "no_open_attempt": gettext_lazy("No attempt is still under way"),
    "final_notice_delivered": gettext_lazy("The last notice arrived before its deadline"),
    "deadline_given": gettext_lazy("A last notice named a deadline"),
    "deadline_passed": gettext_lazy("The deadline has passed"),
    "approved": gettext_lazy("A person has confirmed it"),
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
    if code == "interview_ended" and str(row["wanted"]).isdecimal():
        return _("%(minutes)s minutes") % {"minutes": row["wanted"]}
    if code == "all_arrived" and not row["holds"]:
        return _("%(found)s did not") % {"found": row["found"]}
    if code == "no_open_attempt" and not row["holds"]:
        return _("%(found)s still open") % {"found": row["found"]}
    if code == "deadline_passed":
        return day_hour_words(datetime.fromisoformat(str(row["wanted"])))
    return ""
