"""Somebody we know applies again: what is kept, what is taken over, what staff are told.

Anybody can type another person's phone number into a public form. So as long as a person has
something open, the form changes nothing that decides where their messages go; staff read what was
typed and decide. With nothing open, the newest details of someone writing their name alike are taken.
"""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from candidates.models import Application, Candidate, Note
from candidates.policy import Applicant, local_phone
from candidates.policy.people import identity_of, is_written_alike
from candidates.policy.phones import Phone
from candidates.services.coming_words import coming_words
from candidates.services.indexing import index
from candidates.services.preferences import change_email, change_phone, change_preferences
from candidates.services.recognising import identity
from candidates.services.words import note_word
from company.models import Staff
from company.policy import Actor
from company.services import trail

LONGEST_NOTE = 4000


def take_over(candidate: Candidate, applicant: Applicant, *, now: datetime, by: Staff | None) -> list[str]:
    """Bring a known, locked person up to date as far as is safe; returns the fields left as they were."""
    is_alike = is_written_alike(identity_of(applicant), identity(candidate))
    is_open = Application.objects.active().filter(candidate=candidate).exists()
    differing = [
        field
        for field in ("phone", "email")
        if (new := getattr(applicant, field)) and new != getattr(candidate, field)
    ]
    if is_alike and (by is not None or not is_open):
        _fill_blanks(candidate, applicant)
        if is_open:  # staff bring in a list: it adds what is missing and replaces nothing
            differing = [field for field in differing if getattr(candidate, field)]
            _change_contact(candidate, applicant, only_blank=True, now=now, by=by)
        else:
            differing = []
            _change_contact(candidate, applicant, only_blank=False, now=now, by=by)
    return differing


def note_repeat(known: Application, applicant: Applicant, *, now: datetime, by: Staff | None) -> None:
    """The same job once more: one application, with what was typed this time as a note for staff."""
    if by is None:
        note_word(known, now=now)
    with translation.override(settings.LANGUAGE_CODE):
        lines = [_("Applied again for the same job.")]
        lines += _differing_lines(applicant, _unlike(known.candidate, applicant))
        if applicant.motivation and applicant.motivation != known.motivation:
            lines.append(_("Motivation: %(text)s") % {"text": applicant.motivation})
        if applicant.availability and applicant.availability != known.availability:
            lines.append(_("Availability: %(text)s") % {"text": applicant.availability})
        if applicant.coming.narrows and applicant.coming.as_json() != known.constraints:
            lines.append(_("Interview: %(text)s") % {"text": coming_words(applicant.coming)})
    _write(known, lines, now=now)
    trail.record(
        "application_repeated",
        known,
        now=now,
        by=by,
        actor=None if by else Actor.CANDIDATE,
        application_id=known.pk,
    )


def note_differing(
    application: Application, applicant: Applicant, fields: list[str], *, now: datetime
) -> None:
    """Tell staff what the person typed that is not what we have on record."""
    with translation.override(settings.LANGUAGE_CODE):
        head = _("Known person; these details differ from the record and were not taken over.")
        _write(application, [head, *_differing_lines(applicant, fields)], now=now)


def _unlike(candidate: Candidate, applicant: Applicant) -> list[str]:
    return [
        field
        for field in ("phone", "email")
        if (new := getattr(applicant, field)) and new != getattr(candidate, field)
    ]


def _differing_lines(applicant: Applicant, fields: list[str]) -> list[str]:
    words = {
        "phone": _("Phone: %(text)s") % {"text": local_phone(applicant.phone)},
        "email": _("E-mail: %(text)s") % {"text": applicant.email},
    }
    return [words[field] for field in fields]


def _write(application: Application, lines: list[str], *, now: datetime) -> None:
    Note.objects.create(
        application=application, author=None, text="\n".join(lines)[:LONGEST_NOTE], written_at=now
    )


def _fill_blanks(candidate: Candidate, applicant: Applicant) -> None:
    fields = [
        field
        for field in ("family_kana", "given_kana", "birth_on")
        if not getattr(candidate, field) and getattr(applicant, field)
    ]
    for field in fields:
        setattr(candidate, field, getattr(applicant, field))
    if fields:
        candidate.save(update_fields=fields)
        index(candidates=[candidate.pk])


def _change_contact(
    candidate: Candidate, applicant: Applicant, *, only_blank: bool, now: datetime, by: Staff | None
) -> None:
    if applicant.phone and not (only_blank and candidate.phone):
        change_phone(candidate, Phone(applicant.phone, applicant.phone_kind), now=now, by=by)
    if applicant.email and not (only_blank and candidate.email):
        change_email(candidate, applicant.email, now=now, by=by)
    if not only_blank and by is None:
        change_preferences(
            candidate,
            preferred_channel=applicant.preferred_channel,
            preferred_hours=applicant.preferred_hours or candidate.preferred_hours,
            language=applicant.language,
            now=now,
        )
