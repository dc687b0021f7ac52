"""Figures counted beforehand are those that the tables themselves give, for any days and whoever looks."""

from datetime import date, timedelta

import pytest

from candidates.models import Application
from candidates.policy import Stage
from candidates.services.contacting import record_contact
from company.policy import Role
from noshow.models import Case, FigureCell, FigureState
from noshow.policy import CaseState, Reason
from noshow.policy.spans import middle, span_of
from noshow.services.attendance import record_attendance
from noshow.services.figures import bring_up_to_date, recount
from noshow.services.figures_summing import Cut, by_place, by_source, by_title, sum_up, totals
from noshow.services.figures_writing import count_day
from scheduling.models import Interview
from scheduling.policy import InterviewState
from tests.factories import (
    NOW,
    a_booked_interview,
    a_job,
    a_staff,
    an_application,
)
from tests.noshow.figured import TODAY, Asked, Made, a_whole_company, counted

pytestmark = pytest.mark.django_db
MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)
FIRST = TODAY - timedelta(days=80)


def count(now=NOW) -> None:  # type: ignore[no-untyped-def]  # a moment
    bring_up_to_date(now=now, machine_now=now)


PERIODS = (
    (FIRST, TODAY + timedelta(days=20)),
    (TODAY - timedelta(days=29), TODAY),
    (date(2026, 4, 1), date(2026, 5, 31)),
    (date(2026, 3, 27), date(2026, 5, 2)),
    (date(2026, 5, 5), date(2026, 5, 5)),
)


def test_all_figures_are_those_of_the_tables() -> None:
    made = a_whole_company()
    count()

    for first, last in PERIODS:
        for name, (cut, asked) in cuts(made, first, last).items():
            wanted = counted(asked)
            found = sum_up(cut, first, last)
            assert {key: found[key] for key in wanted} == wanted, (name, first, last)
            short = totals(cut, first, last)
            assert {key: short[key] for key in short} == {key: found[key] for key in short}, name


def cuts(made: Made, first: date, last: date) -> dict[str, tuple[Cut, Asked]]:
    place, job = made.places[1], made.jobs[0]
    return {
        "all": (Cut(), Asked(first, last)),
        "store": (Cut((place.pk,)), Asked(first, last, place=place.pk)),
        "job": (Cut(title=job.title), Asked(first, last, title=job.title)),
        "source": (Cut(source="mail:バイトさがし"), Asked(first, last, source="mail:バイトさがし")),
        "store and source": (
            Cut((place.pk,), source="form"),
            Asked(first, last, place=place.pk, source="form"),
        ),
        "all at once": (
            Cut((place.pk,), made.jobs[2].title, "form"),
            Asked(first, last, place=place.pk, title=made.jobs[2].title, source="form"),
        ),
    }


def test_the_company_of_the_test_holds_every_odd_case() -> None:
    a_whole_company()

    figures = counted(Asked(FIRST, TODAY + timedelta(days=20)))

    assert [key for key, n in figures.items() if not n] == []
    assert Application.objects.filter(is_started=False).exists()
    assert Interview.objects.filter(moves=1).exists()


def test_groups_add_up_to_the_whole() -> None:
    made = a_whole_company()
    count()
    last = TODAY + timedelta(days=20)
    whole = totals(Cut(), FIRST, last)

    for groups in (by_place(Cut(), FIRST, last), by_title(Cut(), FIRST, last), by_source(Cut(), FIRST, last)):
        assert len(groups) > 1
        for name in ("applied", "known", "absent", "ours", "told", "sent"):
            assert sum(tally[name] for tally in groups.values()) == whole[name]
    two = Cut((made.places[0].pk, made.places[1].pk))
    assert set(by_place(two, FIRST, last)) == {made.places[0].pk, made.places[1].pk}


def test_the_middle_of_lengths_is_the_length_of_the_middle_one() -> None:
    a_whole_company()
    count()
    lengths = sorted(
        row.contacted_at - row.applied_at
        for row in Application.objects.filter(contacted_at__isnull=False, is_started=True)
        if row.contacted_at is not None
    )

    found = sum_up(Cut(), FIRST, TODAY)
    counts = {key[2:]: n for key, n in found.items() if key.startswith("h.") and key != "h.none"}

    assert middle(counts) == span_of(lengths[(len(lengths) - 1) // 2])


def figures(day: date = TODAY) -> dict[str, int]:
    return dict(sum_up(Cut(), day, day))


def test_an_outcome_shows_after_the_next_count_and_its_correction_after_that() -> None:
    someone = a_staff(Role.OWNER)
    interview = a_booked_interview(NOW - timedelta(hours=1))
    count()
    assert figures()["o.unknown"] == 1

    record_attendance(interview, InterviewState.ABSENT, by=someone, now=NOW + MINUTE)
    count(NOW + 2 * MINUTE)
    assert (figures()["known"], figures()["absent"], figures().get("o.unknown", 0)) == (1, 1, 0)

    interview.refresh_from_db()
    record_attendance(interview, InterviewState.CAME, by=someone, now=NOW + 3 * MINUTE)
    count(NOW + 4 * MINUTE)
    assert (figures()["known"], figures()["absent"]) == (1, 0)


def test_an_interview_nobody_reports_on_becomes_unknown_when_its_time_is_over() -> None:
    a_booked_interview(NOW + timedelta(hours=1))
    count()
    assert figures().get("o.unknown", 0) == 0

    count(NOW + timedelta(hours=2))

    assert figures()["o.unknown"] == 1


def test_a_contact_and_a_new_application_show_after_the_next_count() -> None:
    application = an_application(applied_at=NOW - MINUTE)
    count()
    assert (figures()["applied"], figures()["reached"]) == (1, 0)

    record_contact(application, by=a_staff(), now=NOW + MINUTE)
    an_application(applied_at=NOW + MINUTE)
    count(NOW + 2 * MINUTE)

    assert (figures()["applied"], figures()["reached"]) == (2, 1)


def test_figures_say_up_to_when_they_count() -> None:
    an_application()
    count(NOW + MINUTE)

    state = FigureState.objects.get()

    assert (state.as_of, state.recount_to, state.lease_until) == (NOW + MINUTE, None, None)


def test_two_counts_at_once_are_one() -> None:
    an_application()
    FigureState.objects.create(pk=1, lease_until=NOW + MINUTE)

    assert bring_up_to_date(now=NOW, machine_now=NOW) == 0
    assert list(recount(now=NOW, machine_now=NOW)) == []
    assert bring_up_to_date(now=NOW, machine_now=NOW + 2 * MINUTE) > 0


def test_a_first_count_goes_on_where_its_turn_ended() -> None:
    for days in (0, 5, 14):
        an_application(applied_at=NOW - timedelta(days=days))

    bring_up_to_date(now=NOW, machine_now=NOW, seconds=0)
    waits = FigureState.objects.get().recount_to
    assert waits == TODAY  # the newest day, and one ahead of it for places further east, come first
    turns = 0
    while FigureState.objects.get().recount_to is not None:
        turns += bring_up_to_date(now=NOW, machine_now=NOW, seconds=0) and 1

    assert turns > 14
    assert sum_up(Cut(), TODAY - timedelta(days=60), TODAY)["applied"] == 3


def test_every_night_the_last_weeks_are_counted_anew_whatever_was_noted() -> None:
    application = an_application(applied_at=NOW - 3 * A_DAY)
    count()
    Application.objects.filter(pk=application.pk).update(stage=Stage.JOINED)  # no line in the trail
    count(NOW + MINUTE)
    day = TODAY - timedelta(days=3)
    assert figures(day)["joined"] == 0

    count(NOW + A_DAY)

    assert figures(day)["joined"] == 1


def test_a_job_with_another_title_is_counted_under_it_everywhere() -> None:
    from candidates.services.posting import keep_job

    job = a_job(title="ホール")
    an_application(job=job, applied_at=NOW - timedelta(days=50))
    count()
    job.title = "ホールスタッフ"
    keep_job(job, by=a_staff(), now=NOW + MINUTE)

    count(NOW + 2 * MINUTE)

    assert set(by_title(Cut(), TODAY - timedelta(days=60), TODAY)) == {"ホールスタッフ"}


def test_counting_a_day_again_changes_nothing() -> None:
    a_whole_company(30)
    count()
    before = list(FigureCell.objects.order_by("pk").values_list("place", "starts_on", "more", "applied"))

    count_day(TODAY - timedelta(days=10), None, now=NOW)

    again = FigureCell.objects.values_list("place", "starts_on", "more", "applied")
    assert sorted(again) == sorted(before)


def test_an_absence_that_was_ours_is_no_absence_of_theirs() -> None:
    interview = a_booked_interview(NOW - timedelta(hours=3), state=InterviewState.ABSENT)
    Case.objects.create(
        interview=interview, state=CaseState.HANDED, opened_at=NOW, reason=Reason.NOBODY_THERE
    )

    count()

    assert (figures().get("known", 0), figures()["ours"]) == (0, 1)
