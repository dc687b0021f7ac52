"""The reasons behind a risk in plain words: facts about this interview, never about who somebody is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.policy import Keenness
from dashboard.words import age, span
from noshow.policy import Facts, Model, Risk, gain_of_a_word, values_of


@dataclass(frozen=True)
class Line:
    """One line of the sum; ``share`` is the length of its bar in per cent of the longest."""

    words: str
    points: int
    share: int

    @property
    def is_good(self) -> bool:
        """It speaks for coming."""
        return self.points < 0


@dataclass(frozen=True)
class Sum:
    """The risk as the page shows it; ``gain`` in per cent points, if a call reaches them now."""

    risk: Risk
    lines: tuple[Line, ...]
    gain: int
    source: str
    """Where the points come from: evidence, base (own starting point), learned."""

    @property
    def coming_then(self) -> int:
        return self.risk.coming + self.gain


def sum_of(risk: Risk, facts: Facts, model: Model) -> Sum:
    longest = max((abs(part.points) for part in risk.parts), default=1)
    lines = (
        Line(words_of(part.code, facts), part.points, round(100 * abs(part.points) / longest))
        for part in risk.parts
    )
    return Sum(risk, tuple(lines), gain_of_a_word(values_of(facts), model), model.name)


def words_of(code: str, facts: Facts) -> str:
    """What one signal found, in a few words."""
    return WORDS[code](facts)


def _question(facts: Facts) -> str:
    since = facts.question_since or facts.now
    return _("Their message has waited for an answer (%(span)s)") % {"span": span(facts.now - since)}


def _calls_missed(facts: Facts) -> str:
    n = facts.calls_missed
    return ngettext("Called %(n)d time, no answer", "Called %(n)d times, no answer", n) % {"n": n}


def _moved(facts: Facts) -> str:
    return ngettext("Moved %(n)d time", "Moved %(n)d times", facts.moves) % {"n": facts.moves}


def _lead(facts: Facts) -> str:
    days = (facts.starts_at - facts.applied_at).days
    words = ngettext(
        "%(n)d day from application to interview", "%(n)d days from application to interview", days
    )
    return words % {"n": days}


def _absent_before(facts: Facts) -> str:
    ago = age(facts.now - (facts.absent_at or facts.now))
    return _("Did not come to an interview %(age)s ago") % {"age": ago}


def _keen(facts: Facts) -> str:
    return _("Very keen on this job") if facts.keenness == Keenness.HIGH else _("Not so keen on this job")


def _slow(facts: Facts) -> str:
    words = _("Takes longer to answer than usual (%(took)s, usually %(usual)s)")
    took, usual = facts.answer_took or timedelta(0), facts.usual_answer or timedelta(0)
    return words % {"took": span(took), "usual": span(usual)}


WORDS: Mapping[str, Callable[[Facts], str]] = {
    "confirmed": lambda _facts: _("Said “I am coming”"),
    "silent": lambda _facts: _("No answer to the reminder yet"),
    "lead": _lead,
    "absent_before": _absent_before,
    "came_before": lambda _facts: _("Came to an earlier interview"),
    "spoke": lambda _facts: _("Somebody has spoken with them on the phone"),
    "unreached": lambda _facts: _("No message has got through"),
    "calls_missed": _calls_missed,
    "moved": _moved,
    "opened": lambda _facts: _("Looked at their page"),
    "chose": lambda _facts: _("Chose the time themselves"),
    "question": _question,
    "said_late": lambda _facts: _("Told us that they will be late"),
    "keen": _keen,
    "elsewhere": lambda _facts: _("Has applied elsewhere, too"),
    "slow": _slow,
    "clicked": lambda _facts: _("Read what we sent about the work"),
    "reached": lambda _facts: _("Our words reached them the way they like best"),
    "monday": lambda _facts: _("The interview is on a Monday"),
    "weekend": lambda _facts: _("The interview is on a weekend"),
    "morning": lambda _facts: _("The interview is in the morning"),
    "evening": lambda _facts: _("The interview is in the evening"),
}
