"""Which edits reach the plans of everybody who is in contact with us."""

from collections.abc import Callable

import pytest
from django.db.models import Model

from company.models import Staff
from messaging.models import Suppression
from messaging.policy import ChannelName
from messaging.services.suppressing import lift, suppress
from noshow.models import ClosingRule
from reminders.models import CadenceStep, StalePlan
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_candidate, a_company, a_job, a_location, a_staff, an_application

pytestmark = pytest.mark.django_db


def saved(row: Model) -> bool:
    """Whether saving this row makes the plans stale."""
    StalePlan.objects.all().delete()
    row.save()
    return StalePlan.objects.exists()


@pytest.mark.parametrize(
    "make",
    [a_company, a_location, a_job, lambda: ClosingRule.objects.create(), lambda: CadenceStep.objects.first()],
    ids=["company", "location", "job", "closing rule", "cadence step"],
)
def test_an_edit_of_what_messages_say_makes_plans_stale(make: Callable[[], Model]) -> None:
    an_application()

    assert saved(make())


def test_a_step_that_is_gone_makes_plans_stale() -> None:
    an_application()
    StalePlan.objects.all().delete()

    CadenceStep.objects.filter(step="directions").get().delete()

    assert StalePlan.objects.exists()


def test_a_changed_name_of_an_interviewer_makes_plans_stale_but_signing_in_does_not() -> None:
    an_application()
    person: Staff = a_staff(display_name="大野 健")
    StalePlan.objects.all().delete()

    signed_in(person)
    assert not StalePlan.objects.exists()

    person.display_name = "大野 賢"
    assert saved(person)


def test_a_new_person_is_in_nobodys_plan_yet() -> None:
    an_application()
    StalePlan.objects.all().delete()

    a_staff()

    assert not StalePlan.objects.exists()


def test_a_blocked_address_makes_the_plans_of_all_who_are_reached_there_stale() -> None:
    one, other = (an_application(candidate=a_candidate(phone="+819011112222")) for _ in range(2))
    an_application()
    StalePlan.objects.all().delete()

    suppress(ChannelName.SMS, "+819011112222", reason="opted_out", now=NOW)
    assert set(StalePlan.objects.values_list("application_id", flat=True)) == {one.pk, other.pk}

    StalePlan.objects.all().delete()
    lift(Suppression.objects.get(), by=a_staff(), now=NOW)
    assert StalePlan.objects.count() == 2
