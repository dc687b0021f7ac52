"""What is said on the telephone, filled in: the job's own script, else a built-in one by purpose."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from candidates.models import Application, Job
from candidates.policy.scripts import Purpose, sections, steps
from candidates.policy.vocabulary import Stage
from company.services.profile import the_company
from messaging.rendering import MissingValue, for_editing, render
from reminders.policy.call_order import Why
from reminders.services.values import application_values, interview_values, spoken_to
from scheduling.models import Interview

BY_STAGE = {
    Stage.RECEIVED: Purpose.FIRST,
    Stage.INTERVIEWING: Purpose.MORNING,
    Stage.OFFERED: Purpose.OFFER,
}


@dataclass(frozen=True)
class Script:
    """``steps`` are (name, words), ready to be read out; ``is_own``: the job has its own words."""

    purpose: Purpose
    steps: list[tuple[str, str]]
    is_own: bool


def purpose_of(application: Application, why: Why | None) -> Purpose:
    """What this call is about, from why they wait for it, else from where they stand."""
    by_why = {
        Why.FIRST: Purpose.FIRST,
        Why.AHEAD: Purpose.MORNING,
        Why.MORNING: Purpose.MORNING,
        Why.ABSENCE: Purpose.ABSENCE,
    }
    if why in by_why:
        return by_why[why]
    by_stage = {
        Stage.RECEIVED: Purpose.FIRST,
        Stage.OFFERED: Purpose.OFFER,
        Stage.INTERVIEWING: Purpose.MORNING,
    }
    return by_stage.get(Stage(application.stage), Purpose.OTHER)


def purpose_words(purpose: Purpose) -> str:
    return {
        Purpose.FIRST: pgettext("a call", "First contact"),
        Purpose.MORNING: pgettext("a call", "Before the interview, without an answer"),
        Purpose.ABSENCE: pgettext("a call", "Did not come"),
        Purpose.OFFER: pgettext("a call", "Offer"),
        Purpose.OTHER: pgettext("a call", "Any other call"),
    }[purpose]


def script_for(application: Application, interview: Interview | None, purpose: Purpose, me: str) -> Script:
    own = sections(application.job.call_script).get(purpose, "")
    with spoken_to(application):
        text = own or built_in(purpose, has_motivation=bool(application.motivation))
    return Script(purpose, filled_in(text, application, interview, me), bool(own))


def filled_in(
    text: str, application: Application, interview: Interview | None, me: str
) -> list[tuple[str, str]]:
    """Steps with their variables filled in; a line that lacks a value is left out."""
    values = _values(application, interview, me)
    return [step for line in text.splitlines() for step in steps(_line(line, values))]


def _line(line: str, values: Mapping[str, str]) -> str:
    try:
        return render(line, values)
    except MissingValue:
        return ""


def _values(application: Application, interview: Interview | None, me: str) -> dict[str, str]:
    values = application_values(application, the_company()) | {"sender": me}
    values["ask"] = " ".join(application.motivation.split())[:60]
    return values | (interview_values(interview, application) if interview is not None else {})


def script_text(job: Job, purpose: Purpose) -> str:
    """What the editor starts from: the job's own words, else the built-in ones, variables in their names."""
    words = sections(job.call_script).get(purpose, "") or built_in(purpose, has_motivation=True)
    return for_editing(words, get_language() or "ja")


def built_in(purpose: Purpose, *, has_motivation: bool) -> str:
    """The script that ships, in the present language; ``{ask}`` are the candidate's own words."""
    return {
        Purpose.FIRST: _first_with_words if has_motivation else _first,
        Purpose.MORNING: _morning,
        Purpose.ABSENCE: _absence,
        Purpose.OFFER: _offer,
        Purpose.OTHER: _other,
    }[purpose]()


def _greeting() -> str:
    return _("【Thanks】 “Is this {name}? I am {sender} of {company}. Do you have two minutes?”")


def _first() -> str:
    return "\n".join(
        [
            _greeting(),
            _("【Because it is you】 “Thank you for applying. What made you think of {job} at {location}?”"),
            _first_end(),
        ]
    )


def _first_with_words() -> str:
    return "\n".join(
        [
            _greeting(),
            _("【Because it is you】 “Thank you so much for applying. Your words “{ask}” stayed with me.”"),
            _first_end(),
        ]
    )


def _first_end() -> str:
    return "\n".join(
        [
            _("【One question】 “Which days suit you to meet us, during the day or in the evening?”"),
            _("【No pressure】 “I will text you a link. Choose any day that suits you; no papers needed.”"),
        ]
    )


def _morning() -> str:
    return "\n".join(
        [
            _greeting(),
            _("【The time】 “We look forward to meeting you on {when}. Does it still suit you?”"),
            _("【The way】 “Do you know how to get here? {access}.”"),
            _("【No pressure】 “If it does not suit you, another day is quite all right.”"),
        ]
    )


def _absence() -> str:
    return "\n".join(
        [
            _("【No blame】 “Is this {name}? I am {sender} of {company}. Are you all right?”"),
            _("【We missed you】 “We could not meet on {when}, and I was a little worried about you.”"),
            _("【Your choice】 “Another day is quite all right, and so is leaving it at that.”"),
        ]
    )


def _offer() -> str:
    return "\n".join(
        [
            _("【Good news】 “Is this {name}? I am {sender} of {company}. We would like you to join us.”"),
            _("【Questions】 “Is there anything that worries you, the pay, the hours, the first day?”"),
            _("【Take your time】 “You need not answer now. You can reply from the link any time.”"),
        ]
    )


def _other() -> str:
    return "\n".join(
        [
            _greeting(),
            _("【Why I call】 “A message of ours may not have reached you, so I am calling instead.”"),
            _("【No pressure】 “I will text you a link. Choose any day that suits you; no papers needed.”"),
        ]
    )
