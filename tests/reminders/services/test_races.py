"""Rules edited by two people at once, and a first day on which everybody comes at the same moment."""

from functools import partial

import pytest

from company.models import Company
from company.services.profile import the_company
from reminders.models import StalePlan
from reminders.services.following import mark_all_stale
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once


@pytest.mark.django_db(databases=[])
def test_first_visitors_at_the_same_moment_make_one_company(shared_database: str) -> None:
    make.an_application()
    Company.objects.all().delete()

    found = at_once(*[the_company] * 6)

    assert {one.pk for one in found if isinstance(one, Company)} == {Company.objects.get().pk}
    assert not [one for one in found if isinstance(one, Exception)]


@pytest.mark.django_db(databases=[])
def test_two_edits_at_once_mark_every_plan_and_none_is_refused(shared_database: str) -> None:
    job = make.a_job()
    for _ in range(40):
        make.an_application(job=job)

    marked = at_once(*[partial(mark_all_stale, now=NOW)] * 6)

    assert marked == [40] * 6
    assert StalePlan.objects.count() == 40
