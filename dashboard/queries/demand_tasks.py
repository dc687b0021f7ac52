"""What waits for a hand: wishes that no time answers, and invitations nobody answered."""

from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from candidates.policy import Stage, read_coming, write_spans
from dashboard.queries.queue import SHOWN_OF_A_KIND, Act, Sight, Task, page, person
from dashboard.words import ended, near_day, sentences
from scheduling.models import AvailabilityRule, AvailabilityWish, Interview
from scheduling.policy import InterviewState
from scheduling.policy.covering import covers
from scheduling.services.inviting import DEADLINE
from scheduling.services.lanes import as_plain


def wishes(sight: Sight) -> list[Task]:
    """「この中に合う日がない」 and nobody has answered yet."""
    rows = (
        AvailabilityWish.objects.filter(handled_at=None, application__in=sight.scope.applications().active())
        .select_related("application__candidate", "application__job")
        .order_by("told_at")[:SHOWN_OF_A_KIND]
    )
    places = {row.application.job.location_id for row in rows}
    rules = AvailabilityRule.objects.filter(is_active=True, location__in=places).select_related("location")
    by_place: dict[int, list[AvailabilityRule]] = {place: [] for place in places}
    for rule in rules if places else []:
        by_place[rule.location_id].append(rule)
    return [_wish(row, by_place[row.application.job.location_id], sight) for row in rows]


def _wish(wish: AvailabilityWish, rules: Iterable[AvailabilityRule], sight: Sight) -> Task:
    told = wish.matched_at
    words = [ended(wish.text) if wish.text else _("Ask when they could come.")]
    if told is None and not wish.shown:  # what was shown at once does suit
        words.append(_rule_words(wish, rules))
    if told:
        words.append(
            _("Times that suit opened %(day)s, and they were told.") % {"day": near_day(told, sight.now)}
        )
    return Task(
        rank=6 if told else 3,
        at=wish.told_at,
        label=_("None of the days fits"),
        why=sentences([one for one in words if one]),
        icon="calendar",
        tone="" if told else "warn",
        people=(person(wish.application),),
        acts=(Act(_("See"), page(wish.application, "interview"), "", "soft"),),
        key=f"wish-{wish.pk}",
    )


def _rule_words(wish: AvailabilityWish, rules: Iterable[AvailabilityRule]) -> str:
    """A rule gives such hours, only none is free within its days ahead: somebody can open one."""
    coming = read_coming(wish.coming)
    for rule in rules:
        hours = covers(as_plain(rule), coming, way=rule.mode)
        if hours is not None:
            return _(
                "The rule for %(day)s %(hours)s would suit; nothing of it is open in the next %(n)d days."
            ) % {
                "day": WEEKDAYS_ABBR[hours.weekday],
                "hours": write_spans([hours]),
                "n": rule.horizon_days,
            }
    return ""


def unbooked(sight: Sight) -> list[Task]:
    """Invitations whose deadline has passed without a time being chosen. A later one takes its place."""
    lapsed = Q(state=InterviewState.LAPSED, cancel_reason=DEADLINE)
    ending = Q(state=InterviewState.INVITED, answer_by__lte=sight.now)
    of_no_other_stage = Q(state=InterviewState.INVITED) | Q(application__stage=Stage.INTERVIEWING)
    newest = Interview.objects.filter(application=OuterRef("application")).order_by("-pk")
    rows = (
        sight.scope.interviews()
        .filter(lapsed | ending, of_no_other_stage, application__in=sight.scope.applications().active())
        .filter(pk__gte=Subquery(newest.values("pk")[:1]))
        .exclude(application__availability_wishes__in=_open_wishes())
        .select_related("application__candidate")
        .order_by("answer_by")[:SHOWN_OF_A_KIND]
    )
    return [_unbooked(row, sight) for row in rows]


def _open_wishes() -> QuerySet[AvailabilityWish]:
    """Who waits for our answer stands on the desk with the wish itself."""
    return AvailabilityWish.objects.filter(handled_at=None, matched_at=None)


def _unbooked(interview: Interview, sight: Sight) -> Task:
    since = interview.answer_by or sight.now
    application = interview.application
    return Task(
        rank=4,
        at=since,
        label=_("No time chosen"),
        why=_("The invitation ended %(day)s. A call, or a new invitation?")
        % {"day": near_day(since, sight.now)},
        icon="calendar",
        people=(person(application),),
        acts=(
            Act(
                _("Invite again"),
                reverse("dashboard:invite", args=[application.pk]),
                "",
                "soft",
                {},
            ),
            *((Act(_("Call"), page(application, "talk"), "phone"),) if application.candidate.phone else ()),
        ),
        key=f"unbooked-{interview.pk}",
    )
