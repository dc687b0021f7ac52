"""Whom to speak with next: first contacts, calls, unanswered words, messages that did not get through."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Application
from candidates.policy import PhoneKind, Stage
from dashboard.queries.attention import in_trouble, why_words
from dashboard.queries.contact_acts import NUMBER_REASONS, call_page, contact_acts
from dashboard.queries.overdue import LONGEST_WAIT
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Ring, Sight, Task, page, person
from dashboard.words import channel_word, ended, near, sentences, span
from messaging.models import KINDS, Message
from messaging.policy import ChannelName, Kind, State
from messaging.services.attention import LOST
from messaging.services.taking_back_calls import AGREED

A_MINUTE = timedelta(minutes=1)


def first_contacts(sight: Sight) -> list[Task]:
    """The 30-minute clock of everyone nobody human has spoken with; after a day they have their own line."""
    begun_after = sight.now - LONGEST_WAIT
    waiting = (
        sight.scope.applications()
        .awaiting_first_contact()
        .filter(Q(applied_at__gt=begun_after) | Q(started_at__gt=begun_after))
    )
    rows = waiting.select_related("candidate", "job__location").order_by("first_contact_due_at", "applied_at")
    shown = list(rows[:SHOWN_OF_A_KIND])
    thanked = _thanked(shown)
    tasks = [_first_contact(row, thanked.get(row.pk, ""), sight) for row in shown]
    return tasks + _rest(waiting.count() - len(tasks), _("New applications"), Stage.RECEIVED, 2, sight)


def _thanked(applications: list[Application]) -> dict[int, str]:
    """What became of the thanks, which no person sends: ``お礼のSMSは届いています。``"""
    rows = (
        Message.objects.outgoing()
        .filter(application__in=applications, kind=Kind.THANKS)
        .filter(state__in=[State.ACCEPTED, State.DELIVERED])
        .order_by("sent_at", "pk")
        .values_list("application", "channel", "state")
    )
    words = {
        State.ACCEPTED: _("The thanks went out (%(channel)s)."),
        State.DELIVERED: _("The thanks have arrived (%(channel)s)."),
    }
    best = sorted(rows, key=lambda row: row[2] == State.DELIVERED)
    return {pk: words[State(state)] % {"channel": channel_word(channel)} for pk, channel, state in best}


def _first_contact(application: Application, thanked: str, sight: Sight) -> Task:
    due = application.first_contact_due_at or application.applied_at
    left = int((due - sight.now).total_seconds() // 60)
    return Task(
        rank=1,
        at=due,
        label=_("New application: first contact"),
        why=_contact_words(application, thanked, sight),
        people=(person(application),),
        acts=contact_acts(application),
        ring=Ring(due, left, sight.company.first_contact_minutes),
        key=f"contact-{application.pk}",
    )


def _contact_words(application: Application, thanked: str, sight: Sight) -> str:
    """The promise runs in opening hours; how long they have waited by the clock is said as well."""
    due = application.first_contact_due_at
    begun = application.started_at or application.applied_at
    place = {"job": application.job.title, "place": application.job.location}
    parts = [_("%(job)s, %(place)s.") % place]
    if due and due > sight.now:
        parts.append(_("Please get in touch by %(time)s.") % {"time": near(due, sight.now)})
    elif due:
        parts.append(_("The promised time has passed; a call now still helps most."))
    if sight.now - begun >= A_MINUTE:
        parts.append(_("They applied %(span)s ago.") % {"span": span(sight.now - begun)})
    if application.candidate.preferred_hours:
        parts.append(_("Best reached: %(hours)s.") % {"hours": application.candidate.preferred_hours})
    return sentences([*parts, thanked] if thanked else parts)


def _rest(count: int, head: str, stage: Stage, rank: int, sight: Sight) -> list[Task]:
    """One line for those that do not stand singly."""
    if count <= 0:
        return []
    url = reverse("dashboard:applications") + f"?stage={stage}"
    words = ngettext("%(n)d more is waiting.", "%(n)d more are waiting.", count) % {"n": count}
    return [
        Task(
            rank,
            sight.now,
            head,
            words,
            "people",
            acts=(Act(_("Show all"), url, "", "soft"),),
            key=f"rest-{stage}",
        )
    ]


def calls(sight: Sight) -> list[Task]:
    """Calls the plan asks a person to make; a first call stands under first contact already."""
    due = sight.scope.messages().overdue_calls(sight.now)
    fresh = Q(application__stage=Stage.RECEIVED, application__contacted_at=None, application__is_started=True)
    rows = due.exclude(fresh).select_related("application__candidate").order_by("due_at")
    return [_call(row, sight) for row in rows[: 2 * SHOWN_OF_A_KIND]]


def _call(message: Message, sight: Sight) -> Task:
    label = _("Call: %(kind)s") % {"kind": message.get_kind_display()}
    if instead := message.values.get("instead_of"):
        label = _("Call instead of: %(kind)s") % {"kind": dict(KINDS).get(instead, "")}
    why = {
        Kind.CALL_AHEAD: _("Coming is doubtful. A voice helps most, and there is a day left."),
        Kind.CALL_MORNING: _("No answer yet, or coming is doubtful. A voice helps most now."),
        Kind.ABSENCE_CALL: _("To ask without blame whether they are all right."),
        Kind.FIRST_CALL: _("They are waiting for a first call."),
        Kind.MANUAL: _("A message did not get through; a voice does."),
    }
    reasons = [why.get(Kind(message.kind), "")]
    if message.step == AGREED:
        label, reasons = _("Call at the agreed time"), [_("You agreed to call now.")]
    if also := message.values.get("also"):
        reasons.append(_("One call for both: ask about %(also)s too.") % {"also": also})
    return Task(
        rank=2,
        at=message.due_at,
        label=label,
        why=sentences(reasons),
        icon="phone",
        tone="warn" if message.kind in {Kind.CALL_AHEAD, Kind.CALL_MORNING} else "",
        people=(person(message.application),),
        acts=(Act(_("Call"), call_page(message.application), "phone", "soft"), *_announcing(message)),
        key=f"call-{message.pk}",
    )


def _announcing(message: Message) -> tuple[Act, ...]:
    """One press texts from which number we are about to call; only a mobile can be texted."""
    application = message.application
    if application.candidate.phone_kind != PhoneKind.MOBILE:
        return ()
    return (Act(_("Text first"), reverse("dashboard:announce_call", args=[application.pk]), "sms", "", {}),)


def words(sight: Sight) -> list[Task]:
    """What candidates wrote and nobody has answered; who waits longest stands first."""
    rows = sight.scope.messages().unanswered().select_related("application__candidate").order_by("due_at")
    return [_word(row, sight) for row in rows[: 2 * SHOWN_OF_A_KIND]]


def _word(message: Message, sight: Sight) -> Task:
    text = " ".join(message.body.split())
    return Task(
        rank=2,
        at=message.due_at,
        label=_("Waiting for an answer: %(span)s") % {"span": span(sight.now - message.due_at)},
        why=_("“%(text)s”") % {"text": text if len(text) <= 60 else f"{text[:60]}…"},
        icon={"email": "mail", "phone": "phone"}.get(message.channel, "sms"),
        tone="warn",
        people=(person(message.application),),
        acts=(Act(_("Answer"), page(message.application, "composer"), "", "soft"),),
        key=f"word-{message.pk}",
    )


def bad_numbers(sight: Sight) -> list[Task]:
    """A number that takes no message: ask for the right one by e-mail, or call."""
    rows = _unusable_numbers(in_trouble(sight.scope, sight.now))
    newest: dict[int, Message] = {}
    for row in rows.select_related("application__candidate")[: 4 * SHOWN_OF_A_KIND]:
        newest.setdefault(row.application_id, row)
    return [_bad_number(row) for row in list(newest.values())[:SHOWN_OF_A_KIND]]


def _unusable_numbers(rows: QuerySet[Message]) -> QuerySet[Message]:
    return rows.filter(channel=ChannelName.SMS, state__in=LOST, reason__in=NUMBER_REASONS)


def _bad_number(message: Message) -> Task:
    application = message.application
    by_mail = bool(application.candidate.email)
    ask = _("Ask for it by e-mail.") if by_mail else _("There is no e-mail address; please call.")
    if by_mail:
        act = Act(_("Write an e-mail"), page(application, "composer"), "", "soft")
    else:
        act = Act(_("Call"), call_page(application), "phone", "soft")
    return Task(
        rank=2,
        at=message.due_at,
        label=_("A number that takes no messages"),
        why=sentences([ended(why_words(message)), ask]),
        icon="undelivered",
        tone="bad",
        people=(person(application),),
        acts=(act,),
        key=f"number-{message.pk}",
    )


def stuck(sight: Sight) -> list[Task]:
    """Messages that did not get through by themselves: one line that leads to where they are decided."""
    troubled = in_trouble(sight.scope, sight.now)
    rows = troubled.exclude(pk__in=_unusable_numbers(troubled).order_by().values("pk"))
    rows = rows.select_related("application__candidate")
    found = list(rows[: 10 * SHOWN_OF_A_KIND])
    if not found:
        return []
    people = list({row.application_id: person(row.application, "") for row in found}.values())
    return [
        Task(
            rank=3,
            at=found[-1].due_at,
            label=_("Messages that need a person: %(n)d") % {"n": rows.count()},
            why=_("%(trouble)s.") % {"trouble": why_words(found[0])} if len(found) == 1 else "",
            icon="undelivered",
            tone="bad",
            people=tuple(people[:SHOWN_OF_A_KIND]),
            acts=(Act(_("Decide"), reverse("dashboard:attention"), "", "soft"),),
            key="stuck",
        )
    ]
