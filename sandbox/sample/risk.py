"""What the desk would have said on the morning of each interview of the months before the sample's story.

Those interviews were drawn, not lived through, so their notes are made afterwards: of what is known of each,
only what had happened by that morning is left in. Nothing is learned until somebody lets it, so that the
story stays as it is told.
"""

from dataclasses import fields, replace
from datetime import datetime, timedelta

from noshow.models import Moment, RiskNote, RiskSettings
from noshow.policy import STARTING, Facts, assess, values_of
from noshow.services.knowing import known_of
from scheduling.models import Interview
from scheduling.policy import InterviewState

BEFORE = timedelta(hours=3)
ENDED = [InterviewState.CAME, InterviewState.CAME_LATE, InterviewState.ABSENT]


def let_mornings_be_noted(today: datetime) -> None:
    """For every interview before ``today`` with an outcome, and without a note."""
    ended = Interview.objects.filter(state__in=ENDED, starts_at__lt=today, risk_notes=None)
    interviews = list(ended.select_related("application").order_by("starts_at", "pk"))
    known = known_of(interviews, now=today)
    RiskNote.objects.bulk_create(_note(known[one.pk].facts, one) for one in interviews)
    RiskSettings.objects.update_or_create(defaults={"learns": False})


def _note(facts: Facts, interview: Interview) -> RiskNote:
    morning = facts.starts_at - BEFORE
    told = {
        field.name: None
        for field in fields(Facts)
        if field.name not in ("now", "starts_at", "applied_at")
        and isinstance(at := getattr(facts, field.name), datetime)
        and at > morning
    }
    before = replace(facts, now=morning, **told)  # type: ignore[arg-type]  # moments alone
    values = values_of(before)
    return RiskNote(
        interview=interview,
        moment=Moment.MORNING,
        at=morning,
        starts_at=facts.starts_at,
        values={code: round(value, 4) for code, value in values.items() if value},
        percent=assess(values, STARTING).percent,
    )
