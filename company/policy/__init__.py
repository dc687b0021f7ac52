"""The company's fixed vocabularies: roles, what staff are told and how, when we may speak."""

from company.policy.notices import (
    DEFAULT_WAYS,
    ONE_TAP,
    Way,
    hook_due,
    mail_due,
    next_digest,
    takes_one_tap,
    ways_of,
)
from company.policy.vocabulary import (
    Actor,
    ApiScope,
    HookEvent,
    HookFormat,
    NoticeKind,
    Role,
    SpeakingHours,
)

__all__ = [
    "DEFAULT_WAYS",
    "ONE_TAP",
    "Actor",
    "ApiScope",
    "HookEvent",
    "HookFormat",
    "NoticeKind",
    "Role",
    "SpeakingHours",
    "Way",
    "hook_due",
    "mail_due",
    "next_digest",
    "takes_one_tap",
    "ways_of",
]
