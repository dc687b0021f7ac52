"""The audit trail in words: what was done, and to what. Of the details only names of fields are told."""

from collections.abc import Mapping

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrPromise

from company.models import AuditEvent
from company.trail_words import TRAIL

ACTIONS: Mapping[str, StrPromise] = {
    **TRAIL,
    "board_added": gettext_lazy("Job board added"),
    "board_changed": gettext_lazy("Job board changed"),
    "cadencestep_added": gettext_lazy("Cadence step added"),
    "cadencestep_changed": gettext_lazy("Cadence step changed"),
    "case_taken_up_again": gettext_lazy("Case taken up again"),
    "closingrule_added": gettext_lazy("Closing rule set"),
    "closingrule_changed": gettext_lazy("Closing rule changed"),
    "company_added": gettext_lazy("Company set up"),
    "company_changed": gettext_lazy("Company settings changed"),
    "location_added": gettext_lazy("Location added"),
    "location_changed": gettext_lazy("Location changed"),
    "staff_added": gettext_lazy("Staff member added"),
    "risksettings_changed": gettext_lazy("Levels of the risk changed"),
    "staff_changed": gettext_lazy("Staff member changed"),
}
"""What was done; the last ones are written by the settings' pages, by the name of what was changed."""
UNNAMED = {
    "candidates.columnchoice": pgettext_lazy("a thing in the trail", "import column"),
    "candidates.note": pgettext_lazy("a thing in the trail", "note"),
    "scheduling.busyfeed": pgettext_lazy("a thing in the trail", "calendar of an interviewer"),
    "scheduling.availabilitywish": pgettext_lazy("a thing in the trail", "wished times"),
}


def action_words(action: str) -> str:
    """What was done; an action nobody has put into words yet is shown as its code."""
    return str(ACTIONS.get(action, action))


def about_words(event: AuditEvent) -> str:
    """``interview 12``: the kind of thing and its number."""
    kind = UNNAMED.get(event.entity) or apps.get_model(event.entity)._meta.verbose_name
    return _("%(kind)s %(number)s") % {"kind": kind, "number": event.entity_id}


def detail_words(event: AuditEvent) -> str:
    """The names of the fields that were changed, with what they were and are where that is told."""
    names = event.details.get("fields")
    if not isinstance(names, list) or event.entity in UNNAMED:
        return ""
    model = apps.get_model(event.entity)
    before, after = _told(event, "before"), _told(event, "after")
    words = []
    for name in map(str, names):
        try:
            field = str(getattr(model._meta.get_field(name), "verbose_name", name))
        except FieldDoesNotExist:
            continue
        change = f" {before.get(name, '')} → {after[name]}" if name in after else ""
        words.append(field + change)
    return str(_(", ")).join(words)


def _told(event: AuditEvent, key: str) -> dict[str, str]:
    """``name=value`` as written by ``company.services.settings``."""
    values = event.details.get(key)
    pairs = [str(one).partition("=") for one in values] if isinstance(values, list) else []
    return {name: value for name, _equals, value in pairs}


def mail_trouble_words(code: str) -> str:
    """Why an e-mail to staff did not leave, for administrators."""
    words = {
        "": "",
        "busy": _("The mail server is busy."),
        "invalid_address": _("There is no such address. Correct it under staff, then try again."),
        "misconfigured": _("The mail server does not know us. Check the settings for e-mail."),
        "no_address": _("They have no address, or no longer work here."),
        "no_connection": _("The mail server does not answer."),
        "refused": _("The mail server refused it."),
    }
    return words.get(code, code)
