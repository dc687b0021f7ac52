"""Every view test of the portal begins with empty counters."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from scheduling.models import Interview
from tests.factories import an_invited_interview
from tests.portal.linked import Door, a_door


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def interview(db: None) -> Interview:
    return an_invited_interview()


@pytest.fixture
def door(interview: Interview) -> Door:
    """The page behind the link of whoever is invited."""
    return a_door(interview.application)
