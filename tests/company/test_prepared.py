"""A prepared question gives what its queryset gives, whatever the values, and asks each time anew."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from company.models import Staff
from company.prepared import Prepared
from scheduling.models import Slot
from tests.factories import NOW, a_company, a_slot, a_staff, an_application

pytestmark = pytest.mark.django_db


def with_all_of_them(pk: int) -> QuerySet[Application]:
    return Application.objects.select_related("candidate", "job__location", "job__owner", "owner").filter(
        pk=pk
    )


def test_it_gives_the_same_rows_with_everything_they_bring_along() -> None:
    a_company()
    owned, plain = an_application(owner=a_staff(), last_word_at=NOW), an_application()
    prepared = Prepared(with_all_of_them)

    for one in (owned, plain, owned):
        with CaptureQueriesContext(connection) as asked:
            found = prepared.first(one.pk)
            assert found is not None
            seen = (found.candidate, found.job, found.job.location, found.owner)

        expected = with_all_of_them(one.pk).get()
        assert (found, found.last_word_at) == (expected, expected.last_word_at)
        assert seen == (expected.candidate, expected.job, expected.job.location, expected.owner)
        assert found.candidate.full_name == expected.candidate.full_name
        assert len(asked) == 1
    assert prepared.first(owned.pk + plain.pk) is None


def test_moments_texts_annotations_and_constants_each_keep_their_place() -> None:
    a_company()
    slots = [a_slot(NOW + timedelta(hours=hour), capacity=hour) for hour in (1, 2, 3)]

    def later(place: str, moment: object, most: int) -> QuerySet[Slot]:
        free = Slot.objects.annotate(taken=Count("bookings")).filter(location__slug=place, is_open=True)
        return free.filter(starts_at__gt=moment, capacity__lt=most, taken__lt=1).order_by("-starts_at")[:2]

    prepared = Prepared(later)

    for slug in {slot.location.slug for slot in slots} | {"elsewhere"}:
        for moment in (NOW, NOW + timedelta(hours=1)):
            for most in (2, 9):
                found = prepared.all(slug, moment, most)
                assert found == list(later(slug, moment, most))
                assert [slot.taken for slot in found] == [0] * len(found)  # type: ignore[attr-defined]  # annotated
    assert prepared.all(slots[2].location.slug, NOW, 9) == [slots[2]]


def test_chosen_columns_come_as_tuples() -> None:
    known = a_staff(display_name="小林")
    prepared = Prepared(lambda name: Staff.objects.filter(username=name).values_list("pk", "display_name"))

    flat = Prepared(lambda pk: Staff.objects.filter(pk=pk).values_list("username", flat=True))

    assert prepared.all(known.username) == [(known.pk, "小林")]
    assert flat.all(known.pk) == [known.username]


def test_a_locking_question_is_refused_outside_of_a_transaction(
    transactional_db: None,
) -> None:
    known = a_staff()
    prepared = Prepared(lambda pk: Staff.objects.select_for_update().filter(pk=pk))
    with transaction.atomic():
        assert prepared.first(known.pk) == known

    with pytest.raises(TransactionManagementError):
        prepared.first(known.pk)


def test_a_value_that_does_not_reach_the_database_as_it_is_is_refused() -> None:
    prepared = Prepared(lambda part: Staff.objects.filter(username__contains=part))

    with pytest.raises(ValueError, match="as it is given"):
        prepared.all("abc")
