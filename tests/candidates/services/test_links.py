"""Secret links."""

from datetime import timedelta

import pytest

from candidates.models import Link, PageOpening
from candidates.policy import Stage
from candidates.services.links import UnknownLink, mint, note_opening, open_link
from tests.factories import NOW, an_application

pytestmark = pytest.mark.django_db


def test_a_link_opens_its_application_and_only_its_hash_is_kept() -> None:
    application = an_application()

    token = mint(application, now=NOW)

    assert len(token) == 22
    assert open_link(token, now=NOW).application == application
    assert token not in str(Link.objects.values().get())


def test_unknown_revoked_outlived_and_erased_links_are_all_alike() -> None:
    revoked, outlived, erased = an_application(), an_application(), an_application()
    tokens = [mint(application, now=NOW) for application in (revoked, outlived, erased)]
    revoked.links.update(revoked_at=NOW)
    outlived.stage, outlived.closed_at = Stage.REJECTED, NOW - timedelta(days=30)
    outlived.save()
    erased.candidate.erased_at = NOW
    erased.candidate.save()

    for token in [*tokens, "A" * 22, "", "../x", "A" * 21 + "é"]:
        with pytest.raises(UnknownLink):
            open_link(token, now=NOW)


def test_a_link_lives_thirty_days_after_the_closing() -> None:
    application = an_application(stage=Stage.REJECTED, closed_at=NOW)
    token = mint(application, now=NOW)

    assert open_link(token, now=NOW + timedelta(days=29, hours=23))
    with pytest.raises(UnknownLink):
        open_link(token, now=NOW + timedelta(days=30))


def test_a_link_is_opened_with_one_question() -> None:
    token = mint(an_application(), now=NOW)

    link = open_link(token, now=NOW)

    assert {"candidate", "job"} <= set(link.application._state.fields_cache)
    assert "location" in link.application.job._state.fields_cache


def test_a_touch_on_the_page_is_noted() -> None:
    link = open_link(mint(an_application(), now=NOW), now=NOW)

    note_opening(link, now=NOW)

    assert PageOpening.objects.get().opened_at == NOW
