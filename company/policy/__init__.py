"""The company's fixed vocabularies: roles, what staff are told, how long things may take, when we may speak."""

from company.policy.vocabulary import Actor, HookFormat, NoticeKind, Role, SpeakingHours

__all__ = ["Actor", "HookFormat", "NoticeKind", "Role", "SpeakingHours"]
