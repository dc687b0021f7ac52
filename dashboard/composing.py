"""What the composer makes of a text: filled in for one person, measured, read by the linter."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from candidates.models import Application, Document, HousePaper
from company.models import Staff
from company.services.profile import the_company
from dashboard.counting import link_as_long
from dashboard.forms import NOTE
from dashboard.texts import Ready
from messaging.drafts import Draft
from messaging.knowing import braced
from messaging.linting import Remark, remarks
from messaging.models import Message, Snippet
from messaging.policy import ChannelName, Kind
from messaging.rendering import OPTIONAL, VARIABLES, MissingValue, for_editing, render, variables_in
from messaging.services.composing import values_for
from messaging.services.rewording import own_host
from reminders.services.values import application_values, interview_values, spoken_to
from scheduling.models import Interview
from scheduling.policy import InterviewState

FILLED_WHEN_SENT = ("link", "papers")


@dataclass(frozen=True)
class Papers:
    """What is put beside a text: this person's papers, and the house's."""

    theirs: Sequence[Document] = ()
    house: Sequence[HousePaper] = ()

    def __bool__(self) -> bool:
        return bool(self.theirs or self.house)


def values_of(application: Application, interview: Interview | None, author: Staff) -> dict[str, str]:
    """What can be filled in the moment a saved text is chosen."""
    values = application_values(application, the_company())
    if interview is not None and InterviewState(interview.state).is_open:
        values |= interview_values(interview, application)
    known = {name: text for name, text in values.items() if text and not name.startswith("_")}
    return known | {"sender": str(author)}


def filled(text: str, values: Mapping[str, str], language: str) -> str:
    """The text with this person's values; what is not known stays in braces, and so does the link.

    Somebody's own braces are no variables, so they become round.
    """
    if not text:
        return ""
    known = {name: value.translate(_ROUND) for name, value in values.items()}
    kept = {name: braced(name, language) for name in VARIABLES if name not in OPTIONAL}
    links = {name: braced(name, language) for name in FILLED_WHEN_SENT}
    try:
        return render(text, kept | known | links)
    except MissingValue:
        return for_editing(text, language)


def unfilled(text: str, values: Mapping[str, str], language: str) -> str:
    """A text written to one person, for everybody: their name and their time become variables again."""
    for name in ("full_name", "when"):
        if values.get(name):
            text = text.replace(values[name], braced(name, language))
    if values.get("name"):
        text = re.sub(f"{re.escape(values['name'])}(?=[ 　]?(?:さん|様))", braced("name", language), text)
    return text


_ROUND = str.maketrans("{}｛｝", "()（）")


def saved_texts(language: str) -> list[Ready]:
    """The company's own, those in this language first; variables still in them."""
    rows = sorted(Snippet.objects.filter(deleted_at=None), key=lambda one: one.language != language)
    return [Ready(f"s{row.pk}", row.name, row.body, row.subject) for row in rows]


def with_way_to_papers(application: Application, body: str, papers: Papers) -> str:
    """The text as it is sent: with papers beside it, it says where they are opened."""
    if not papers or not body.strip() or variables_in(body) & {"link", "papers"}:
        return body
    with spoken_to(application):
        line = _("The papers: {papers}")
    return f"{body.rstrip()}\n{line}"


def advice(
    application: Application, author: Staff, channel: str, subject: str, body: str
) -> tuple[Remark, ...]:
    """What is worth another look before it goes; nothing about a note, an empty field, or what is well."""
    if channel == NOTE or channel not in set(ChannelName) or not body.strip():
        return ()
    message = Message(application=application, kind=Kind.MANUAL, channel=channel, author=author)
    values = {name: text for name, text in values_for(message).items() if text}
    link = link_as_long()
    draft = Draft(
        kind=Kind.MANUAL,
        channel=ChannelName(channel),
        language=application.candidate.language,
        body=body,
        subject=subject or "{company}",  # what an e-mail without one is called
        own_host=own_host(),
        values=values | {"link": link, "papers": f"{link}papers/"},
        known=frozenset(values) | set(FILLED_WHEN_SENT),
    )
    return tuple(one for one in remarks(draft) if one.tone)


def mark_of(remark: Remark) -> str:
    """Names a remark, so that pressing send again says "I have seen it"."""
    return f"{remark.code}:{remark.find}"[:80]
