"""What waits for a person's hand, by person: first contact, calls, words, stuck messages, outcomes, cases."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Application
from candidates.policy import Stage
from company.moments import hour_words
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Ring, Sight, Task, page, person
from dashboard.queries.today import start_of_day
from dashboard.words import near, near_day, sentences, span, stuck_words
from messaging.channels.base import ADDRESS_REASONS
from messaging.models import Message
from messaging.policy import CASE_KINDS, ChannelName, Direction, Kind, State
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview
from scheduling.policy import InterviewState

OLD_NEWS = timedelta(days=7)
DAY = timedelta(hours=24)


def arrivals(sight: Sight) -> list[Task]:
    """来ましたか of earlier days: nobody has said. Today's list asks for today by itself."""
    before = start_of_day(sight.now)
    open_ones = sight.scope.interviews().awaiting_outcome(sight.now).filter(starts_at__lt=before)
    rows = open_ones.order_by("-starts_at")
    return [
        _arrival(row, sight) for row in rows.select_related("application__candidate")[: 2 * SHOWN_OF_A_KIND]
    ]


def _arrival(interview: Interview, sight: Sight) -> Task:
    assert interview.starts_at is not None  # noqa: S101  booked
    url = reverse("dashboard:outcome", args=[interview.pk])
    when = near(interview.starts_at, sight.now)
    return Task(
        rank=0,
        at=interview.starts_at,
        label=_("Did they come?"),
        why=_("It began %(span)s ago, and nobody has said yet.")
        % {"span": span(sight.now - interview.starts_at)},
        icon="clock",
        tone="warn",
        people=(person(interview.application, when),),
        acts=(
            Act(_("Arrived"), url, "check", "soft", {"outcome": "came"}),
            Act(_("Did not come"), url, "", "", {"outcome": "absent"}),
        ),
        key=f"arrival-{interview.pk}",
    )


def first_contacts(sight: Sight) -> list[Task]:
    """The 30-minute clock of everyone nobody human has spoken with yet."""
    waiting = sight.scope.applications().awaiting_first_contact()
    rows = waiting.select_related("candidate", "job__location").order_by("first_contact_due_at", "applied_at")
    tasks = [_first_contact(row, sight) for row in rows[:SHOWN_OF_A_KIND]]
    return tasks + _rest(waiting.count() - len(tasks), _("New applications"), Stage.RECEIVED, 2, sight)


def _first_contact(application: Application, sight: Sight) -> Task:
    due = application.first_contact_due_at or application.applied_at
    left = int((due - sight.now).total_seconds() // 60)
    return Task(
        rank=1,
        at=due,
        label=_("New application: first contact"),
        why=_contact_words(application, sight),
        people=(person(application),),
        acts=(
            Act(_("Call"), page(application, "talk"), "phone", "primary"),
            Act(
                _("Invite to choose a time"),
                reverse("dashboard:invite", args=[application.pk]),
                "calendar",
                "",
                {},
            ),
        ),
        ring=Ring(due, left, sight.company.first_contact_minutes),
        key=f"contact-{application.pk}",
    )


def _contact_words(application: Application, sight: Sight) -> str:
    due = application.first_contact_due_at
    place = {"job": application.job.title, "place": application.job.location}
    parts = [_("%(job)s, %(place)s.") % place]
    if due and due > sight.now:
        parts.append(_("Please get in touch by %(time)s.") % {"time": near(due, sight.now)})
    elif due:
        parts.append(_("The promised time has passed; a call now still helps most."))
    if application.candidate.preferred_hours:
        parts.append(_("Best reached: %(hours)s.") % {"hours": application.candidate.preferred_hours})
    return sentences(parts)


def _rest(count: int, head: str, stage: Stage, rank: int, sight: Sight) -> list[Task]:
    """One line for those that do not stand singly."""
    if count <= 0:
        return []
    try:
        url = reverse("dashboard:applications") + f"?stage={stage}"
    except NoReverseMatch:
        return []
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
    why = {
        Kind.CALL_MORNING: _("No answer to the reminders yet. A voice helps most now."),
        Kind.ABSENCE_CALL: _("To ask without blame whether they are all right."),
        Kind.FIRST_CALL: _("They are waiting for a first call."),
    }
    return Task(
        rank=2,
        at=message.due_at,
        label=_("Call: %(kind)s") % {"kind": message.get_kind_display()},
        why=why.get(Kind(message.kind), ""),
        icon="phone",
        tone="warn" if message.kind == Kind.CALL_MORNING else "",
        people=(person(message.application),),
        acts=(Act(_("Call"), page(message.application, "talk"), "phone", "soft"),),
        key=f"call-{message.pk}",
    )


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


def stuck(sight: Sight) -> list[Task]:
    """Messages that did not get through by themselves, until a person has spoken or written since."""
    rows = (
        sight.scope.messages()
        .outgoing()
        .exclude(channel=ChannelName.PHONE)
        .filter(_in_trouble(), due_at__gt=sight.now - OLD_NEWS, application__closed_at=None)
        .exclude(Exists(_said_since()))
        .select_related("application__candidate")
        .order_by("-due_at", "-pk")
    )
    newest: dict[int, Message] = {}
    for row in rows[: 10 * SHOWN_OF_A_KIND]:
        newest.setdefault(row.application_id, row)
    return [_stuck(row) for row in newest.values()][: 2 * SHOWN_OF_A_KIND]


def _in_trouble() -> Q:
    """A person is asked for; or the present address is spoilt; or no other channel carried the same words."""
    carried = Message.objects.filter(
        application=OuterRef("application"),
        kind=OuterRef("kind"),
        about=OuterRef("about"),
        state__in=[State.ACCEPTED, State.DELIVERED, State.PLANNED, State.CLAIMED, State.SENDING],
    )
    lost = Q(state__in=[State.FAILED, State.UNDELIVERED])
    spoilt = Q(
        reason__in=ADDRESS_REASONS,
        contact_version=F("application__candidate__contact_version"),
    )
    return Q(state=State.NEEDS_PERSON) | (lost & (spoilt | Q(~Exists(carried))))


def _said_since() -> QuerySet[Message]:
    return Message.objects.filter(
        Q(author__isnull=False) | Q(direction=Direction.IN),
        application=OuterRef("application"),
        created_at__gt=OuterRef("due_at"),
    )


def _stuck(message: Message) -> Task:
    by_mail = message.channel == ChannelName.SMS and bool(message.application.candidate.email)
    where = page(message.application)
    act = (
        Act(_("Write an e-mail"), f"{where}?channel=email#composer", "mail", "soft")
        if by_mail
        else Act(_("Call"), f"{where}#talk", "phone", "soft")
    )
    return Task(
        rank=3,
        at=message.due_at,
        label=_("Did not get through: %(kind)s") % {"kind": message.get_kind_display()},
        why=stuck_words(message),
        icon="undelivered",
        tone="bad",
        people=(person(message.application),),
        acts=(act,),
        key=f"stuck-{message.pk}",
    )


def decisions(sight: Sight) -> list[Task]:
    """Who was met and waits for a decision, together in one line."""
    deciding = sight.scope.applications().filter(stage=Stage.DECIDING)
    rows = list(deciding.select_related("candidate").order_by("applied_at")[: SHOWN_OF_A_KIND + 1])
    if not rows:
        return []
    count = deciding.count() if len(rows) > SHOWN_OF_A_KIND else len(rows)
    return [
        Task(
            rank=5,
            at=sight.now,
            label=ngettext("Decision awaited: %(n)d person", "Decision awaited: %(n)d people", count)
            % {"n": count},
            why=_("Told today, nobody is kept waiting."),
            people=tuple(person(row, "") for row in rows[:SHOWN_OF_A_KIND]),
            acts=(Act(_("Enter"), page(rows[0], "decision"), "", "soft"),),
            key="decisions",
        )
    ]


def idle(sight: Sight) -> list[Task]:
    """Spoken with a day ago or more, and still without an invitation."""
    quiet = sight.scope.applications().filter(stage=Stage.IN_CONTACT, contacted_at__lt=sight.now - DAY)
    rows = list(quiet.select_related("candidate").order_by("contacted_at")[: SHOWN_OF_A_KIND + 1])
    if not rows:
        return []
    return [
        Task(
            rank=6,
            at=sight.now,
            label=_("Next step open"),
            why=_("A day has passed since you spoke. Invite them to choose a time."),
            icon="calendar",
            people=tuple(person(row, "") for row in rows[:SHOWN_OF_A_KIND]),
            acts=(Act(_("See"), page(rows[0], "interview"), "", "soft"),),
            key="idle",
        )
    ]


def unbooked(sight: Sight) -> list[Task]:
    """Invitations whose deadline has passed without a time being chosen."""
    rows = (
        sight.scope.interviews()
        .filter(state=InterviewState.INVITED, answer_by__lte=sight.now, application__closed_at=None)
        .select_related("application__candidate")
        .order_by("answer_by")[:SHOWN_OF_A_KIND]
    )
    return [
        Task(
            rank=4,
            at=row.answer_by or sight.now,
            label=_("No time chosen"),
            why=_("The invitation ended %(day)s. A call, or a new invitation?")
            % {"day": near_day(row.answer_by or sight.now, sight.now)},
            icon="calendar",
            people=(person(row.application),),
            acts=(Act(_("See"), page(row.application, "interview"), "", "soft"),),
            key=f"unbooked-{row.pk}",
        )
        for row in rows
    ]


def cases(sight: Sight) -> list[Task]:
    """Cases: a closing to confirm and an answer to read come early, the rest shows where it stands."""
    attempts = Count(
        "interview__application__messages",
        filter=Q(interview__application__messages__kind__in=CASE_KINDS)
        & Q(interview__application__messages__sent_at__isnull=False),
        distinct=True,
    )
    rows = sight.scope.cases().open().annotate(tried=attempts).order_by("opened_at")
    return [
        _case(row, sight)
        for row in rows.select_related("interview__application__candidate")[: 2 * SHOWN_OF_A_KIND]
    ]


def _case(case: Case, sight: Sight) -> Task:
    starts_at = case.interview.starts_at or case.opened_at
    tried: int = getattr(case, "tried", 0)
    told = ngettext("Tried %(n)d time so far.", "Tried %(n)d times so far.", tried) % {"n": tried}
    asks = case.state in {CaseState.ANSWERED, CaseState.PROPOSED, CaseState.HANDED}
    label, why = {
        CaseState.ANSWERED: (_("They told you why"), _("Read it, and offer another day or end it kindly.")),
        CaseState.PROPOSED: (
            _("Closing proposed"),
            sentences([_("The rule is met. A person confirms."), told]),
        ),
        CaseState.HELD: (
            _("Absence, on hold"),
            case.hold_reason or _("Nothing goes out until you release it."),
        ),
        CaseState.OPEN: (_("Absence, trying to reach them"), told),
    }[CaseState(case.state)]
    return Task(
        rank=2 if asks else 7,
        at=case.answered_at or case.opened_at,
        label=label,
        why=why,
        icon="chair",
        tone="warn" if asks else "",
        people=(
            person(case.interview.application, _("Interview %(day)s") % {"day": _short(starts_at, sight)}),
        ),
        acts=(Act(_("See"), case_page(case), "", "soft"),),
        key=f"case-{case.pk}",
    )


def _short(moment: datetime, sight: Sight) -> str:
    return f"{near_day(moment, sight.now)} {hour_words(moment)}"


def case_page(case: Case) -> str:
    return reverse("dashboard:case", args=[case.pk])
