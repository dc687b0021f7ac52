"""Vocabularies and cleaning rules for people and applications; form, CSV and API share them."""

from enum import StrEnum


class Stage(StrEnum):
    """An application's way: received → in_contact → interviewing → deciding → offered → joined."""

    RECEIVED = "received"
    IN_CONTACT = "in_contact"
    INTERVIEWING = "interviewing"
    DECIDING = "deciding"
    OFFERED = "offered"
    JOINED = "joined"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    CLOSED = "closed"

    @property
    def is_over(self) -> bool:
        return self in {Stage.JOINED, Stage.REJECTED, Stage.WITHDRAWN, Stage.DECLINED, Stage.CLOSED}


class PhoneKind(StrEnum):
    NONE = "none"
    MOBILE = "mobile"
    LANDLINE = "landline"


class Source(StrEnum):
    FORM = "form"
    CSV = "csv"
    DESK = "desk"
