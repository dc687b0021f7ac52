"""What is wrong with a file, a choice of columns or a line, in words that say how to put it right."""

from django.utils.translation import gettext as _

from candidates.policy import BadEmail, BadPhone
from candidates.policy.rows import Problem
from candidates.services.import_reading import UnreadableFile
from candidates.services.wording import email_words, phone_words


def field_labels() -> dict[str, str]:
    """What a column can be, in the order to offer it."""
    return {
        "full_name": _("Name"),
        "family_name": _("Family name"),
        "given_name": _("Given name"),
        "full_kana": _("Name in kana"),
        "family_kana": _("Family name in kana"),
        "given_kana": _("Given name in kana"),
        "phone": _("Phone"),
        "email": _("E-mail"),
        "birth_on": _("Date of birth"),
        "applied_at": _("Applied at"),
        "source_note": _("Job board"),
        "motivation": _("Motivation"),
        "availability": _("Availability"),
    }


def file_words(wrong: UnreadableFile) -> str:
    words = {
        "empty": _("The file is empty."),
        "no_rows": _("There is a header, but nobody below it."),
        "too_large": _("The file is larger than %(limit)s MB. Please split it."),
        "too_many_rows": _("The file has more than %(limit)s lines. Please split it."),
        "too_many_columns": _(
            "The file has more than %(limit)s columns. Please leave out what is not needed."
        ),
        "spreadsheet": _("This is a spreadsheet. Please save it as CSV and choose that file."),
        "encoding": _("The letters could not be read. Please save it as “CSV UTF-8” and choose that file."),
        "quotes": _(
            "A quotation mark is open or stray near line %(limit)s. Please save the file as CSV once more."
        ),
    }
    return words[wrong.code] % {"limit": f"{wrong.limit:,}"}


def problem_words(problem: Problem) -> str:
    """``Phone: it seems 1 digit is missing …``"""
    if problem.code == "columns":
        return _("This line has more columns than the header. A comma may be missing its quotation marks.")
    return _("%(field)s: %(words)s") % {"field": field_labels()[problem.field], "words": _words(problem)}


def _words(problem: Problem) -> str:
    if isinstance(problem.cause, BadPhone):
        return phone_words(problem.cause)
    if isinstance(problem.cause, BadEmail):
        return email_words(problem.cause)
    if problem.cause is not None:
        return _("Please write the date like 2001-04-03.")
    words = {
        ("full_name", "missing"): _("There is no name."),
        ("full_name", "too_long"): _("At most 60 characters."),
        ("phone", "missing"): _("There is neither a phone number nor an e-mail address."),
        ("applied_at", "future"): _("This day is still to come."),
    }
    return words[problem.field, problem.code]
