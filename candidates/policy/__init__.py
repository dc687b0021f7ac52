"""Vocabularies and cleaning rules for people and applications; form, CSV and API share them."""

from candidates.policy.coming import (
    HOURS_OF,
    NOTHING_SAID,
    WEEKDAYS,
    BadHours,
    Coming,
    DayPart,
    Hours,
    hours_of,
    read_coming,
    read_spans,
    write_spans,
)
from candidates.policy.emails import BadEmail, carrier_of, clean_email
from candidates.policy.people import Applicant, Identity, is_same_person, same_person_key
from candidates.policy.phones import BadPhone, Phone, clean_phone, local_phone
from candidates.policy.promise import OpeningHours, first_contact_due
from candidates.policy.text import clean_kana, clean_line, clean_name, clean_text
from candidates.policy.vocabulary import (
    BoardMailState,
    ContentKind,
    DocumentKind,
    EmploymentType,
    Keenness,
    PayUnit,
    PhoneKind,
    Source,
    Stage,
    may_move,
)

__all__ = [
    "HOURS_OF",
    "NOTHING_SAID",
    "WEEKDAYS",
    "Applicant",
    "BadEmail",
    "BadHours",
    "BadPhone",
    "BoardMailState",
    "Coming",
    "ContentKind",
    "DayPart",
    "DocumentKind",
    "EmploymentType",
    "Hours",
    "Identity",
    "Keenness",
    "OpeningHours",
    "PayUnit",
    "Phone",
    "PhoneKind",
    "Source",
    "Stage",
    "carrier_of",
    "clean_email",
    "clean_kana",
    "clean_line",
    "clean_name",
    "clean_phone",
    "clean_text",
    "first_contact_due",
    "hours_of",
    "is_same_person",
    "local_phone",
    "may_move",
    "read_coming",
    "read_spans",
    "same_person_key",
    "write_spans",
]
