"""What an application's page and its live parts show."""

from datetime import datetime
from typing import Any  # template contexts hold anything
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone

from candidates.models import Application, Document
from candidates.policy import local_phone
from candidates.services.coming_words import coming_words
from candidates.services.documents import documents_of, seen_on_desk
from candidates.services.house_papers import house_papers
from candidates.services.noting import handle
from company.models import Staff
from company.services.profile import calls_from, the_company
from dashboard.composing import advice, filled, mark_of, saved_texts, values_of, with_way_to_papers
from dashboard.counting import count_text
from dashboard.forms import NOTE, ComposerForm, ContactForm
from dashboard.forms_coming import ComingForm
from dashboard.queries import person, waiting_tasks
from dashboard.queries.colleagues import colleagues_for
from dashboard.queries.conversation import Only, conversation
from dashboard.queries.deciding import decision_of, first_day_form
from dashboard.queries.events import reason_words
from dashboard.scope import staff_of
from dashboard.texts import Ready, ready_texts
from dashboard.views.beside import papers_beside
from dashboard.words_facts import unsaid
from messaging.linting import WARN
from messaging.services.calling import announced_call
from messaging.wording import state_words
from reminders.services.offer_facts import first_day_words
from scheduling.models import LEAVING_REASONS
from scheduling.policy import InterviewState
from scheduling.services.offering import coming_of, offer_to
from scheduling.services.telling import unsaid_for


def page_context(
    request: HttpRequest,
    application: Application,
    now: datetime,
    *,
    composer: ComposerForm | None = None,
    contact: ContactForm | None = None,
) -> dict[str, Any]:
    """Everything on the page; ``composer`` and ``contact`` come back with their errors."""
    interview, company, staff = person.current_interview(application), the_company(), staff_of(request)
    announced = announced_call(application, now)
    return {
        "application": application,
        "candidate": application.candidate,
        "now": now,
        "may_act": staff.may_act,
        "company": company,
        "steps": person.steps(application, interview, now),
        "interview": interview,
        "interview_is_open": interview is not None and InterviewState(interview.state).is_open,
        "row": person.interview_row(interview, now),
        "times": person.times_to_offer(application, interview, now) if staff.may_act else [],
        "first_time": waiting_tasks.first_time(application, interview, company, now=now),
        "wishes": person.open_wishes(application),
        **unsaid_context(application, staff, now),
        "lapsed": person.lapsed_invitation(application),
        **coming_context(application, now),
        "owners": colleagues_for(application) if staff.may_act else [],
        "why_left": reason_words(LEAVING_REASONS, application.closed_reason),
        "may_undo_withdrawal": person.may_undo_withdrawal(application, now),
        **decision_context(application, now),
        "papers": list(documents_of(application).filter(pk__in=seen_on_desk(staff).values("pk"))),
        "paper_kinds": Document._meta.get_field("kind").flatchoices,
        "keenness_choices": Application._meta.get_field("keenness").flatchoices,
        "phone_words": local_phone(application.candidate.phone),
        "announced": announced,
        "announced_word": state_words(announced.state, announced.reason) if announced else "",
        "caller_number": calls_from(application.job.location, company),
        "contact_form": contact or ContactForm(candidate=application.candidate),
        **thread_context(request, application, now),
        **composer_context(request, application, now, composer),
    }


def unsaid_context(application: Application, staff: Staff, now: datetime) -> dict[str, Any]:
    """What an invitation could not say yet, and what would help; asked only where one could be sent."""
    if application.is_over or not staff.may_act:
        return {"unsaid": [], "advisable": []}
    missing, advisable = unsaid_for(application, now=now)
    return {
        "unsaid": unsaid(missing, application.job, staff),
        "advisable": unsaid(advisable, application.job, staff),
    }


def decision_context(application: Application, now: datetime) -> dict[str, Any]:
    """Where the decision stands; who has been met sees it first."""
    decision = decision_of(application, now)
    with timezone.override(ZoneInfo(application.job.location.zone)):
        first_day = first_day_words(application)
    return {
        "decision": decision,
        "decides_now": decision.is_met,
        "first_day_words": first_day,
        "first_day_form": first_day_form(application, now) if decision.is_accepted else None,
    }


def coming_context(application: Application, now: datetime) -> dict[str, Any]:
    """When they can come, and how many of the open times suit."""
    coming = coming_of(application)
    counts = coming.narrows and not application.is_over
    return {
        "coming_form": ComingForm(known=coming),
        "coming_words": coming_words(coming),
        "coming_narrows": coming.narrows,
        "coming_fits": len(offer_to(application, now=now).fitting) if counts else 0,
    }


def thread_context(request: HttpRequest, application: Application, now: datetime) -> dict[str, Any]:
    only = request.GET.get("only", "")
    plans = request.GET.get("plans") != "0"
    shown = conversation(
        application,
        now=now,
        only=Only(only) if only in set(Only) else Only.ALL,
        plans=plans,
        reader=staff_of(request),
    )
    return {
        "talk": shown,
        "application": application,
        "now": now,
        "may_act": staff_of(request).may_act,
        "shows_line": bool(application.candidate.line_id),
    }


def composer_context(
    request: HttpRequest, application: Application, now: datetime, form: ComposerForm | None = None
) -> dict[str, Any]:
    """The composer as it was sent back, or fresh on the best open channel."""
    ways = person.ways(application)
    ready = _to_choose(request, application)
    if form is not None and form.is_bound:
        channel, body, subject = (form.data.get(name, "") for name in ("channel", "body", "subject"))
    else:
        channel, subject = _best_channel(request.GET.get("channel", ""), application, ways), ""
        chosen = next((one for one in ready if one.code == request.GET.get("text")), None)
        body, subject = (chosen.text, chosen.subject) if chosen else ("", "")
    return {
        "ways": ways,
        "ready": ready,
        "body": body,
        "subject": subject,
        "shareable": _shareable(request, application),
        "house_papers": list(house_papers()),
        "colleagues": [handle(one) for one in application.seen_by],
        "composer_error": form.first_error if form is not None and form.is_bound else "",
        **reading_context(request, application, channel, subject, body, now=now),
    }


def _to_choose(request: HttpRequest, application: Application) -> list[Ready]:
    """What can be put in by one press: the house's texts first, then those we came with; filled in."""
    interview, language = person.current_interview(application), application.candidate.language
    offered = [*saved_texts(language), *ready_texts(application, interview)]
    values = values_of(application, interview, staff_of(request))
    return [
        Ready(one.code, one.label, *(filled(part, values, language) for part in (one.text, one.subject)))
        for one in offered
    ]


def reading_context(
    request: HttpRequest, application: Application, channel: str, subject: str, body: str, *, now: datetime
) -> dict[str, Any]:
    """The counter and the linter under the composer, for the text as it would be sent."""
    author, papers = staff_of(request), papers_beside(request, application)
    if channel != NOTE:
        body = with_way_to_papers(application, body, papers)
    found = advice(application, author, channel, subject, body)
    return {
        "channel": channel,
        "count": count_text(application, channel, body, now, author=author),
        "advice": found,
        "seen": [mark_of(one) for one in found if one.tone == WARN],
        "beside": papers,
    }


def _shareable(request: HttpRequest, application: Application) -> list[Document]:
    """Our papers they cannot open yet."""
    rows = documents_of(application).filter(pk__in=seen_on_desk(staff_of(request)).values("pk"))
    return list(rows.filter(shared_at=None, uploaded_by__isnull=False))


def _best_channel(wanted: str, application: Application, ways: list[person.Way]) -> str:
    open_ways = [way.name for way in ways if not way.closed]
    for channel in (wanted, application.candidate.preferred_channel, *open_ways):
        if channel in open_ways or channel == NOTE:
            return channel
    return NOTE
