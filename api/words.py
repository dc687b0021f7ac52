"""What is wrong with a field of a posted application, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from api.problems import Fault
from candidates.policy import BadEmail, BadPhone
from candidates.policy.rows import Problem
from candidates.services.wording import email_words, phone_words

APPLICANT = {"full_name", "phone", "email", "birth_on"}


def faults_of(problems: Iterable[Problem]) -> dict[str, list[Fault]]:
    """By field, as the request names it."""
    found: dict[str, list[Fault]] = {}
    for one in problems:
        name = f"applicant.{one.field}" if one.field in APPLICANT else one.field
        fault = _fault(one)
        if fault not in found.setdefault(name, []):
            found[name].append(fault)
    return found


def _fault(problem: Problem) -> Fault:
    if isinstance(problem.cause, BadPhone):
        return Fault(problem.cause.code, phone_words(problem.cause))
    if isinstance(problem.cause, BadEmail):
        return Fault(problem.cause.code, email_words(problem.cause))
    words = {
        ("job", "unknown"): _("This key may see no such job."),
        ("full_name", "missing"): _("There is no name."),
        ("full_name", "too_long"): _("The name is too long."),
        ("phone", "missing"): _("There is neither a phone number nor an e-mail address."),
        ("birth_on", "unreadable"): _("This is not a date of birth."),
        ("applied_at", "future"): _("This lies in the future."),
        ("applied_at", "unreadable"): _("This is too long ago."),
    }
    return Fault(problem.code, words.get((problem.field, problem.code), _("This could not be read.")))
