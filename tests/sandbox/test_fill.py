"""``manage.py fill``: many made-up applications whose rows agree with each other."""

from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Q
from django.test import Client, override_settings

from candidates.models import Application, Candidate, SearchKey
from candidates.policy import Stage
from candidates.policy.finding import keys_of
from company.models import Location, Staff
from company.policy import Role
from messaging.models import Message
from sandbox.mass.people import person
from sandbox.mass.story import Sizes, stories
from sandbox.mass.word import THE_WORD
from scheduling.models import Booking, Interview
from scheduling.policy import InterviewState
from tests.factories import a_location

pytestmark = pytest.mark.django_db
MANY = 400


def fill(*, applications: int = MANY, stores: int = 3, **more: object) -> str:
    out = StringIO()
    call_command("fill", applications=applications, stores=stores, stdout=out, **more)
    return out.getvalue()


def test_an_empty_sandbox_becomes_a_chain_of_stores_whose_rows_agree() -> None:
    told = fill()

    assert "400 of 400 applications" in told
    assert Application.objects.count() == MANY
    assert Location.objects.count() == 3
    assert 2.5 * MANY < Message.objects.count() < 4 * MANY
    assert Application.objects.filter(stage=Stage.RECEIVED).exists()
    assert not Application.objects.exclude(location=F("job__location")).exists()
    assert not Interview.objects.filter(state=InterviewState.BOOKED, starts_at=None).exists()
    assert not Booking.objects.exclude(starts_at=F("slot__starts_at")).exists()
    connection.check_constraints()


def test_nobody_is_met_by_an_interviewer_who_is_elsewhere() -> None:
    fill()

    at_once = Booking.objects.filter(active=True).values("interviewer", "starts_at").annotate(n=Count("pk"))

    assert at_once.filter(n__gt=1).count() == 0
    assert not Candidate.objects.filter(Q(phone="") | Q(family_kana="")).exists()


def test_everybody_is_found_by_the_keys_the_product_makes() -> None:
    fill(applications=40)

    for application in Application.objects.select_related("candidate"):
        names = ("family_name", "given_name", "family_kana", "given_kana", "phone", "email")
        made = keys_of(**{name: getattr(application.candidate, name) for name in names})
        assert set(made) == set(application.search_keys.values_list("text", flat=True))
    assert not SearchKey.objects.exclude(location=F("application__location")).exists()


def test_the_same_seed_draws_the_same_stories_of_the_same_people() -> None:
    first, again, other = _drawn(7), _drawn(7), _drawn(8)

    assert first == again
    assert first != other


def _drawn(seed: int) -> list[str]:
    draws = Random(seed)
    told = stories(Sizes(50, stores=2), [], 1_800_000_000, draws)
    return [f"{story} {person(story.number, draws)}" for story in told]


def test_what_comes_later_gets_numbers_behind_those_that_were_filled(client: Client) -> None:
    fill(applications=20)

    last = Candidate.objects.order_by("-pk").values_list("pk", flat=True)[0]
    new = Candidate.objects.create(family_name="後", created_at=Candidate.objects.first().created_at)  # type: ignore[union-attr]  # there are some

    assert new.pk == last + 1


def test_the_desk_shows_what_was_filled(client: Client) -> None:
    fill()
    client.force_login(Staff.objects.get(role=Role.OWNER))

    for address in ("/desk/", "/desk/applications/"):
        assert client.get(address).status_code == 200


def test_a_database_that_holds_something_is_left_alone() -> None:
    a_location()

    with pytest.raises(CommandError, match="something in this database"):
        fill()

    assert not Application.objects.exists()


@override_settings(SANDBOX=False)
def test_an_instance_that_really_sends_is_filled_only_by_a_clear_word() -> None:
    with pytest.raises(CommandError, match="really sends"):
        fill()
    with pytest.raises(CommandError, match="really sends"):
        fill(outside_the_sandbox="yes")
    assert not Application.objects.exists()

    fill(applications=10, outside_the_sandbox=THE_WORD)

    assert Application.objects.count() == 10
