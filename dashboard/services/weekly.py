"""ふりかえり by e-mail: on Mondays, to those who act, what the week was and the three things to do.

The things to do follow from the figures of the last four weeks by the rules of ``noshow.policy.findings``;
where these find nothing the mail says so, and where nothing happened no mail is written.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.models import Notice, Staff, StaffMail
from company.models.people import SEES_EVERYTHING
from company.policy import NoticeKind, Role, Way, ways_of
from company.services import notices, staff_mail
from dashboard.queries.insights import Figures, Period, Wanted, cut_for
from dashboard.queries.insights_finds import Find, finds
from dashboard.words_insights import count_words, percent
from noshow.policy.rates import Rate
from noshow.services import figures_summing as sums

HOUR = 8
MOST_THINGS = 3
LOOKED_BACK = 28


@dataclass(frozen=True)
class Week:
    """``last`` and ``before`` are whole weeks from Monday; ``weeks`` the four that things to do come from."""

    monday: date

    @property
    def last(self) -> Period:
        return Period(self.monday - timedelta(days=7), self.monday - timedelta(days=1))

    @property
    def weeks(self) -> Period:
        return Period(self.monday - timedelta(days=LOOKED_BACK), self.monday - timedelta(days=1))


def write_weekly(*, now: datetime, machine_now: datetime) -> int:
    """On Monday from eight by the company's clock, once the figures are of that day; gives how many mails."""
    local = timezone.localtime(now)
    if local.weekday() != 0 or local.hour < HOUR or not _are_of_today(now):
        return 0
    week, made = Week(local.date()), 0
    known: dict[sums.Cut, Told] = {}
    for person in _readers(week):
        cut = cut_for(person, Wanted(week.weeks))
        if cut not in known:
            known[cut] = Told(cut, week)
        if not known[cut].is_empty:
            made += _write(person, known[cut], now, machine_now)
    return made


def _are_of_today(now: datetime) -> bool:
    state = sums.state_of_figures()
    is_fresh = state.as_of is not None and timezone.localdate(state.as_of) == timezone.localdate(now)
    return is_fresh and (state.recount_to is None or state.recount_to < timezone.localdate(now))


def _readers(week: Week) -> Iterator[Staff]:
    """Owners and recruiters who did not choose otherwise, and have not been written to."""
    acting = Staff.objects.filter(SEES_EVERYTHING | Q(role=Role.RECRUITER), is_active=True).order_by("pk")
    told = set(StaffMail.objects.filter(key__startswith=_key(week, "")).values_list("to_id", flat=True))
    for person in acting:
        ways = ways_of(person.notice_choices, NoticeKind.WEEKLY)
        if ways and person.pk not in told and staff_mail.may_be_written_to(person):
            yield person


def _key(week: Week, whose: object) -> str:
    return f"weekly:{week.monday.isoformat()}:{whose}"


class Told:
    """The figures behind the mails of everybody who sees the same places."""

    def __init__(self, cut: sums.Cut, week: Week) -> None:
        self.cut, self.week = cut, week
        self.last = Figures(cut, week.last)
        self.weeks = Figures(cut, week.weeks)

    @property
    def is_empty(self) -> bool:
        week = self.last.all
        return not (week["applied"] or week["known"] or week["o.unknown"])

    def things(self) -> list[Find]:
        """In the language that is active."""
        return finds(self.weeks, Wanted(self.week.weeks))[:MOST_THINGS]


@transaction.atomic
def _write(person: Staff, told: Told, now: datetime, machine_now: datetime) -> int:
    key = _key(told.week, person.pk)
    ways = ways_of(person.notice_choices, NoticeKind.WEEKLY)
    path = f"{reverse('dashboard:insights')}?{Wanted(told.week.last).query}"
    notices.tell(NoticeKind.WEEKLY, to=[person], key=key, path=path, now=now)
    Notice.objects.filter(to=person, key=key).update(mail_due_at=None)  # its mail says more than one line
    if not ways & {Way.MAIL, Way.DIGEST}:
        return 0
    with translation.override(person.language):
        subject, body = _subject(told), _body(person, told, path)
    staff_mail.write(person, key=key, subject=subject, body=body, now=now, not_before=machine_now)
    return 1


def _came(figures: Mapping[str, int]) -> Rate:
    return Rate(figures["absent"], figures["known"]).rest


def _subject(told: Told) -> str:
    came = _came(told.last.all)
    if not came.cases:
        words = ngettext(
            "[Yakusoku] Last week: %(n)s application",
            "[Yakusoku] Last week: %(n)s applications",
            told.last.all["applied"],
        )
        return words % {"n": count_words(told.last.all["applied"])}
    return _("[Yakusoku] Last week: %(hits)s of %(cases)s came to their interview") % {
        "hits": count_words(came.hits),
        "cases": count_words(came.cases),
    }


def _body(person: Staff, told: Told, path: str) -> str:
    period = told.week.last
    ends = {"first": date_format(period.first, _("M j")), "last": date_format(period.last, _("M j"))}
    lines = [_("%(name)s, this was the week from %(first)s to %(last)s.") % {"name": person, **ends}, ""]
    lines += [*_week_lines(told), f"{settings.PUBLIC_BASE_URL}{path}", ""]
    lines += _things_lines(told.things())
    lines += [_("How you hear of this, and how to stop it:")]
    return "\n".join([*lines, f"{settings.PUBLIC_BASE_URL}{reverse('dashboard:notice_choices')}"])


def _week_lines(told: Told) -> Iterator[str]:
    now, before = told.last.all, told.last.before
    came, earlier = _came(now), _came(before)
    yield _("Applications: %(n)s (the week before: %(before)s)") % {
        "n": count_words(now["applied"]),
        "before": count_words(before["applied"]),
    }
    if came.cases:
        yield _("Came to their interview: %(hits)s of %(cases)s, %(share)s (the week before: %(before)s)") % {
            "hits": count_words(came.hits),
            "cases": count_words(came.cases),
            "share": percent(came.share, 0),
            "before": percent(earlier.share, 0),
        }
    if now["reached"]:
        in_time = Rate(now["in_time"], now["reached"])
        yield _("First contact by a person within 30 minutes: %(share)s (%(hits)s of %(cases)s)") % {
            "share": percent(in_time.share, 0),
            "hits": count_words(in_time.hits),
            "cases": count_words(in_time.cases),
        }
    if now["o.unknown"]:
        words = ngettext(
            "Over, and nobody has said how it went: %(n)s interview",
            "Over, and nobody has said how they went: %(n)s interviews",
            now["o.unknown"],
        )
        yield words % {"n": count_words(now["o.unknown"])}


def _things_lines(things: list[Find]) -> Iterator[str]:
    if not things:
        yield _("Nothing stands out in the figures of the last four weeks; there is nothing to change now.")
        yield ""
        return
    yield _("What helps most now, by the figures of the last four weeks:")
    yield ""
    for number, one in enumerate(things, start=1):
        yield f"{number}. {one.figure}{one.unit} {one.head}"
        yield f"   {one.text}"
        yield f"   {one.deed}: {settings.PUBLIC_BASE_URL}{one.url}"
        yield ""
