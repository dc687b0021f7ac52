"""Rules edited by two people at once, and a first day on which everybody comes at the same moment."""

from functools import partial
from threading import Barrier

import pytest
from django.db.models import QuerySet

from company.models import Company
from company.services.profile import the_company
from reminders.models import StalePlan
from reminders.services.following import mark_all_stale
from tests import factories as make
from tests.factories import NOW
from tests.messaging.conftest import at_once


@pytest.mark.django_db(databases=[])
def test_first_visitors_at_the_same_moment_make_one_company(
    shared_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked, really = Barrier(2), QuerySet.first

    def first(self: "QuerySet[Company]") -> Company | None:
        found = really(self)
        if self.model is Company:
            both_have_looked.wait(timeout=10)
        return found

    monkeypatch.setattr(QuerySet, "first", first)
    found = at_once(the_company, the_company)
    monkeypatch.undo()

    assert found == [Company.objects.get()] * 2


@pytest.mark.django_db(databases=[])
def test_two_edits_at_once_mark_every_plan_and_none_is_refused(shared_database: str) -> None:
    job = make.a_job()
    for _ in range(40):
        make.an_application(job=job)

    marked = at_once(*[partial(mark_all_stale, now=NOW)] * 6)

    assert marked == [40] * 6
    assert StalePlan.objects.count() == 40
