"""Whose next step is ours: outcomes to enter, decisions, invitations that ended, cases."""

from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.policy import Stage
from company.moments import hour_words
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.queries.today import start_of_day
from dashboard.words import near, near_day, sentences, span
from messaging.policy import CASE_KINDS
from noshow.models import Case
from noshow.policy import CaseState
from scheduling.models import Interview

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
        CaseState.HANDED: (
            _("A person decides"),
            sentences(
                [_("The rule cannot be met any more, so it proposes nothing. You decide by hand."), told]
            ),
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
