"""Fields, reasons and states of job boards' mails, in words."""

from django.utils.translation import gettext as _

from candidates.services.import_words import field_labels


def field_choices() -> list[tuple[str, str]]:
    """What a label can mean, in the order to offer it."""
    ours = {
        "job": _("Job’s title"),
        "job_number": _("Job’s number"),
        "place": _("Place of work"),
    }
    return [(name, words) for name, words in (field_labels() | ours).items() if name != "source_note"]


def field_words(name: str) -> str:
    return dict(field_choices()).get(name, name)


def reason_words(code: str) -> str:
    """Why a person has to read it."""
    words = {
        "": "",
        "no_board": _("No table fits this sender."),
        "no_job": _("It is not clear which job is meant."),
        "broken": _("Reading it failed."),
        "spam": _("The mail provider takes it for spam."),
        "limit": _("Several applications with this number or address came within a day."),
        "many": _("More applications came by e-mail within a day than are taken in by themselves."),
        "full_name_missing": _("No name was found."),
        "full_name_too_long": _("The name is too long."),
        "phone_missing": _("Neither a phone number nor an e-mail address was found."),
        "phone_unreadable": _("The phone number could not be read."),
        "email_unreadable": _("The e-mail address could not be read."),
        "birth_on_unreadable": _("The date of birth could not be read."),
        "applied_at_unreadable": _("The day they applied could not be read."),
        "applied_at_future": _("The day they applied lies in the future."),
    }
    return words.get(code, _("It could not be read."))
