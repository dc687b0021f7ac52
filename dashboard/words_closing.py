"""The closing rule in sentences: what it means, what would change, and what a version changed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from noshow.models import REASONS, RULE_FIELDS, ClosingRule, ClosingRuleVersion
from noshow.policy import NoChance
from noshow.services.ruling import Effect

NAMES = {
    "attempts": gettext_lazy("Attempts"),
    "channels": gettext_lazy("Channels"),
    "hours": gettext_lazy("Hours from the opening"),
    "grace": gettext_lazy("Minutes of grace"),
    "notice_hours": gettext_lazy("Hours of the last notice"),
    "person_confirms": gettext_lazy("A person confirms"),
    "chances": gettext_lazy("Second chances"),
    "chance_reasons": gettext_lazy("Given without asking"),
    "chance_words_ja": gettext_lazy("Condition in Japanese"),
    "chance_words_en": gettext_lazy("Condition in English"),
}
NO_CHANCE = {
    NoChance.USED: gettext_lazy(
        "They have had as many second chances as one person gets by your rule. Record a good reason instead, "
        "if there was one."
    ),
    NoChance.NOT_LISTED: gettext_lazy("For this reason the rule gives none; a person may."),
    NoChance.NO_REASON: gettext_lazy("They have not told us why yet; a person may give one all the same."),
}


def meaning(rule: ClosingRule) -> list[str]:
    """Three sentences: when it ends, who ends it, who gets another interview."""
    values = {
        "attempts": rule.attempts,
        "channels": rule.channels,
        "hours": rule.hours,
        "notice": rule.notice_hours,
        "grace": rule.grace,
    }
    ends = _(
        "When somebody could not come, %(grace)d minutes after the interview's end have passed, %(attempts)d "
        "attempts on %(channels)d channels have reached them over %(hours)d hours, the last notice has left "
        "them %(notice)d hours, and not a word has come back, the search may end."
    )
    who = (
        _("It is proposed; a person confirms it.")
        if rule.person_confirms
        else _("Then it ends by itself, and a kind word goes out ten minutes later.")
    )
    return [ends % values, who, _of_chances(rule)]


def _of_chances(rule: ClosingRule) -> str:
    if not rule.chances:
        return _("Nobody gets a second chance, but for those whom nobody of ours met.")
    told = reasons_words(rule.chance_reasons)
    words = ngettext(
        "One person gets %(count)d second chance.", "One person gets %(count)d second chances.", rule.chances
    ) % {"count": rule.chances}
    without = _("Without asking anybody for: %(reasons)s.") % {"reasons": told}
    return f"{words} {without if told else _('A person gives it.')}"


def reasons_words(codes: list[str]) -> str:
    return _(", ").join(str(words) for code, words in REASONS if code in codes)


def effect_words(effect: Effect) -> str:
    """What another rule would do to the cases of this moment."""
    if not effect.open_cases:
        return _("No case is open now.")
    counted = {"open": effect.open_cases, "count": effect.differing}
    if effect.is_part:
        words = _("Of the %(open)d oldest open cases it would judge %(count)d otherwise at this moment.")
    elif not effect.differing:
        words = _("%(open)d cases are open; at this moment it would judge all of them the same.")
    else:
        words = _("Of %(open)d open cases it would judge %(count)d otherwise at this moment.")
    return words % counted


def changes(before: ClosingRuleVersion | None, after: ClosingRuleVersion) -> list[str]:
    if before is None:
        return []
    old, new = before.as_row(), after.as_row()
    return [
        f"{NAMES[name]}: {_value(old, name)} → {_value(new, name)}"
        for name in RULE_FIELDS
        if getattr(old, name) != getattr(new, name)
    ]


def _value(rule: ClosingRule, name: str) -> str:
    value = getattr(rule, name)
    if name == "chance_reasons":
        return reasons_words(value) or "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) or _("our words")
