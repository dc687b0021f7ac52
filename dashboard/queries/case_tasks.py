"""What waits for a hand where somebody could not come: words to read, a closing to confirm, the next try."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case as CaseWhen
from django.db.models import Count, Q, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.moments import hour_words
from dashboard.queries.case_list import DECIDING
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, person
from dashboard.words import channel_word, near, near_day, sentences
from messaging.models import Message
from messaging.policy import CASE_KINDS, OPEN, ChannelName, State
from noshow.models import Case
from noshow.policy import CaseState, Reason


def cases(sight: Sight) -> list[Task]:
    """Cases: a closing to confirm and an answer to read come early, the rest shows where it stands."""
    attempts = Count(
        "interview__application__messages",
        filter=Q(interview__application__messages__kind__in=CASE_KINDS)
        & Q(interview__application__messages__sent_at__isnull=False),
        distinct=True,
    )
    ours = Q(reason=Reason.NOBODY_THERE) | Q(our_absence_at__isnull=False)
    first = When(ours, then=0), When(state__in=DECIDING, then=1)
    waiting = sight.scope.cases().open().order_by(CaseWhen(*first, default=2), "opened_at", "pk")
    found = list(waiting.values_list("pk", flat=True)[: 2 * SHOWN_OF_A_KIND])
    rows = Case.objects.filter(pk__in=found).annotate(tried=attempts)
    shown = list(rows.select_related("interview__application__candidate"))
    shown.sort(key=lambda row: found.index(row.pk))
    steps = _next_steps([row.interview.application_id for row in shown])
    return [_case(row, steps.get(row.interview.application_id, NextStep()), sight) for row in shown]


@dataclass(frozen=True)
class NextStep:
    """What the plan says next in a case, and until when they were asked to answer."""

    at: datetime | None = None
    channel: str = ""
    deadline: datetime | None = None


def _next_steps(applications: Iterable[int]) -> Mapping[int, NextStep]:
    planned = (
        Message.objects.outgoing()
        .filter(application__in=list(applications), kind__in=CASE_KINDS)
        .exclude(state__in=[State.CANCELLED, State.SUPPRESSED])
        .order_by("-due_at", "-pk")
    )
    found: dict[int, NextStep] = {}
    for pk, at, channel, state, values in planned.values_list(
        "application", "due_at", "channel", "state", "values"
    ):
        known = found.get(pk, NextStep())
        if state in OPEN:
            known = replace(known, at=at, channel=channel)
        if "deadline_at" in values:
            known = replace(known, deadline=datetime.fromisoformat(values["deadline_at"]))
        found[pk] = known
    return found


def _case(case: Case, step: NextStep, sight: Sight) -> Task:
    starts_at = case.interview.starts_at or case.opened_at
    tried: int = getattr(case, "tried", 0)
    told = ngettext("Tried %(n)d time so far.", "Tried %(n)d times so far.", tried) % {"n": tried}
    if case.we_were_absent:
        return _ours(case, _short(starts_at, sight))
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
        CaseState.OPEN: (_deadline_words(step, sight), sentences([told, *_step_words(step, sight)])),
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


def _ours(case: Case, when: str) -> Task:
    """They came and met nobody: before everything else."""
    return Task(
        rank=0,
        at=case.answered_at or case.opened_at,
        label=_("They came, and nobody was there"),
        why=_("Apologise in person and offer them times first. It counts as our absence, not as theirs."),
        icon="hand",
        tone="bad",
        people=(person(case.interview.application, _("Interview %(day)s") % {"day": when}),),
        acts=(Act(_("See"), case_page(case), "", "soft"),),
        key=f"case-{case.pk}",
    )


def _deadline_words(step: NextStep, sight: Sight) -> str:
    """``欠席対応・期限 あす 16:00``, once a final notice says so."""
    if step.deadline is None:
        return _("Absence, trying to reach them")
    return _("Absence: they may answer until %(time)s") % {"time": near(step.deadline, sight.now)}


def _step_words(step: NextStep, sight: Sight) -> list[str]:
    """``次は今日18:00に自動でSMS。``"""
    if step.at is None or step.at <= sight.now:
        return []
    words = {"time": near(step.at, sight.now), "channel": channel_word(step.channel)}
    if step.channel == ChannelName.PHONE:
        return [_("Next: a call, %(time)s.") % words]
    return [_("Next, by itself: %(channel)s, %(time)s.") % words]


def _short(moment: datetime, sight: Sight) -> str:
    return f"{near_day(moment, sight.now)} {hour_words(moment)}"


def case_page(case: Case) -> str:
    return reverse("dashboard:case", args=[case.pk])
