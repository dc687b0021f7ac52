"""A notice in one line, in the language of whoever reads it."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.models import Notice
from company.moments import day_hour_words
from company.policy import NoticeKind

NO_NAME = "—"


def notice_words(notice: Notice) -> str:
    """``蓮さんから返事があります``: the first name at most, and what happened."""
    return _WORDS[NoticeKind(notice.kind)](_name(notice), notice.detail)


def _name(notice: Notice) -> str:
    return _("%(name)s-san") % {"name": notice.name} if notice.name else _("A candidate")


def _moment(detail: str) -> str:
    try:
        return day_hour_words(datetime.fromisoformat(detail))
    except ValueError:
        return ""


def _application(name: str, detail: str) -> str:
    return _("%(name)s applied: %(job)s") % {"name": name, "job": detail}


def _contact_owed(name: str, detail: str) -> str:
    words = {
        "soon": _("First contact with %(name)s is due within minutes"),
        "over": _("The time for first contact with %(name)s is over"),
        "still": _("%(name)s still waits for a first contact"),
        "deputy": _("Nobody has contacted %(name)s yet; you are the deputy"),
    }
    return words.get(detail, words["over"]) % {"name": name}


def _word(name: str, detail: str) -> str:
    return _("%(name)s wrote and waits for an answer") % {"name": name}


def _unreachable(name: str, detail: str) -> str:
    return _("A message to %(name)s did not arrive; somebody should decide") % {"name": name}


def _late(name: str, detail: str) -> str:
    if not detail.isdecimal():
        return _("%(name)s cannot find the way") % {"name": name}
    words = ngettext("%(name)s will be %(n)s minute late", "%(name)s will be %(n)s minutes late", int(detail))
    return words % {"name": name, "n": detail}


def _moved(name: str, detail: str) -> str:
    when = _moment(detail)
    if when:
        return _("%(name)s moved the interview to %(when)s") % {"name": name, "when": when}
    words = {
        "withdrawn": _("%(name)s has withdrawn"),
        "wish": _("%(name)s found no time that suits and wrote what would"),
    }
    return words.get(detail, _("%(name)s cannot come today and told us")) % {"name": name}


def _outcome_owed(name: str, detail: str) -> str:
    return _("Did %(name)s come? (%(when)s)") % {"name": name, "when": _moment(detail)}


def _case(name: str, detail: str) -> str:
    words = {
        "answered": _("%(name)s said why they could not come"),
        "proposed": _("%(name)s has not answered; closing is proposed"),
        "handed": _("%(name)s could not be reached; a person decides"),
    }
    return words.get(detail, _("News of %(name)s, who could not come")) % {"name": name}


def _nobody_there(name: str, detail: str) -> str:
    return _("%(name)s came and met nobody of ours (%(when)s). Please look at once") % {
        "name": name,
        "when": _moment(detail),
    }


def _mention(name: str, detail: str) -> str:
    return _("%(who)s mentioned you in a note about %(name)s") % {"who": detail or NO_NAME, "name": name}


def _handed_over(name: str, detail: str) -> str:
    return _("%(who)s handed %(name)s over to you") % {"who": detail or NO_NAME, "name": name}


def _offer(name: str, detail: str) -> str:
    words = {
        "accepted": _("%(name)s accepts the offer"),
        "declined": _("%(name)s declines the offer"),
        "overdue": _("%(name)s has not answered the offer in time"),
    }
    return words.get(detail, _("%(name)s has a question about the offer")) % {"name": name}


def _intake(name: str, detail: str) -> str:
    return _("A job board’s mail could not be read (%(board)s)") % {"board": detail or NO_NAME}


def _weekly(name: str, detail: str) -> str:
    return _("Last week in figures, and what helps most now")


def _system(name: str, detail: str) -> str:
    words = {
        "hold": _("Sending is on hold"),
        "late": _("Messages leave late, or not at all"),
        "trail": _("The audit trail was changed from outside"),
        "webhook": _("A webhook has been failing for long and is paused"),
    }
    return words.get(detail, _("Something does not work; please look at how sending goes"))


_WORDS: dict[NoticeKind, Callable[[str, str], str]] = {
    NoticeKind.APPLICATION: _application,
    NoticeKind.CONTACT_OWED: _contact_owed,
    NoticeKind.WORD: _word,
    NoticeKind.UNREACHABLE: _unreachable,
    NoticeKind.LATE: _late,
    NoticeKind.MOVED: _moved,
    NoticeKind.OUTCOME_OWED: _outcome_owed,
    NoticeKind.CASE: _case,
    NoticeKind.NOBODY_THERE: _nobody_there,
    NoticeKind.MENTION: _mention,
    NoticeKind.HANDED_OVER: _handed_over,
    NoticeKind.OFFER: _offer,
    NoticeKind.INTAKE: _intake,
    NoticeKind.WEEKLY: _weekly,
    NoticeKind.SYSTEM: _system,
}
