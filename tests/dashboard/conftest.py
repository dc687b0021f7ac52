"""Every view test of the desk happens at NOW, by somebody who is signed in."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from candidates.models import Application
from candidates.policy import Stage
from company.models import Location, Staff
from company.policy import Role
from tests.dashboard.signing import signed_in
from tests.factories import NOW, a_candidate, a_location, a_staff, an_application


@pytest.fixture
def owner(db: None) -> Staff:
    return a_staff(Role.OWNER, username="kobayashi", display_name="小林 美咲")


@pytest.fixture
def screen(at_now: time_machine.Traveller, owner: Staff, client: Client) -> Client:
    """A browser in which the owner has signed in."""
    client.force_login(owner)
    return client


@pytest.fixture
def place(db: None) -> Location:
    return a_location(name="吉祥寺店")


@pytest.fixture
def recruiter(place: Location) -> Staff:
    return a_staff(Role.RECRUITER, display_name="小林", locations=[place])


@pytest.fixture
def interviewer(place: Location) -> Staff:
    return a_staff(Role.INTERVIEWER, display_name="田辺 悠", locations=[place])


@pytest.fixture
def store_desk(recruiter: Staff, at_now: time_machine.Traveller) -> Client:
    """A browser in which somebody of this one place has signed in."""
    return signed_in(recruiter)


@pytest.fixture
def someone(db: None) -> Application:
    """In the middle of it: applied yesterday, the interview is to come."""
    candidate = a_candidate(family_name="加藤", given_name="結衣", family_kana="かとう")
    return an_application(candidate=candidate, stage=Stage.INTERVIEWING, applied_at=NOW - timedelta(days=1))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What a screen keeps for a minute is of one test alone."""
    cache.clear()
