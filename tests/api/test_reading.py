"""What other systems read: pages, changes since a moment, interviews, what is not there."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from candidates.policy import Stage
from candidates.services.staging import move_stage
from tests import factories as make
from tests.api.asking import ask, post, told
from tests.factories import NOW


@pytest.mark.django_db
def test_pages_follow_each_other_without_gaps_or_repeats() -> None:
    key = make.an_api_key()
    numbers = [make.an_application().pk for _ in range(5)]

    seen, path = [], "/applications?limit=2"
    while path:
        body = told(ask(key, path))
        seen += [one["id"] for one in body["items"]]
        path = f"/applications?limit=2&cursor={body['next']}" if body["next"] else ""

    assert seen == numbers
    assert ask(key, "/applications?cursor=abc").status_code == 422


@pytest.mark.django_db
def test_what_changed_since_a_moment_is_found_in_any_zone() -> None:
    key = make.an_api_key()
    old, moved = make.an_application(), make.an_application()
    move_stage(moved, Stage.IN_CONTACT, now=NOW)

    for moment in ("2026-06-10T01:00:00Z", "2026-06-10T10:00:00%2B09:00"):
        body = told(ask(key, f"/applications?updated_since={moment}"))
        assert [one["id"] for one in body["items"]] == [moved.pk]
        assert body["items"][0]["updated_at"] == "2026-06-10T01:00:00Z"
    assert told(ask(key, "/applications?updated_since=2026-06-10T01:00:01Z"))["items"] == []
    assert told(ask(key, f"/applications?stage=received&job={old.job.slug}"))["items"][0]["id"] == old.pk


@pytest.mark.django_db
def test_interviews_are_told_from_the_invitation_to_the_outcome() -> None:
    interview = make.a_booked_interview(NOW + timedelta(days=1))

    [told_of] = told(ask(make.an_api_key(), f"/applications/{interview.application_id}/interviews"))["items"]

    assert (told_of["id"], told_of["state"]) == (interview.pk, "booked")
    assert datetime.fromisoformat(told_of["starts_at"]) == interview.starts_at


@pytest.mark.django_db
def test_a_list_costs_the_same_queries_for_one_row_and_for_three() -> None:
    key = make.an_api_key()
    counts = []
    for _ in range(3):
        make.an_application()
        with CaptureQueriesContext(connection) as queries:
            ask(key, "/applications")
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.django_db
def test_what_is_not_there_is_told_in_the_same_shape() -> None:
    key = make.an_api_key()

    missing = ask(key, "/nowhere")
    method = post(key, {}, "/me")
    kind = Client().post(
        "/api/v1/applications", "a=1", content_type="text/plain", headers={"Authorization": f"Bearer {key}"}
    )

    assert (missing.status_code, told(missing)["status"]) == (404, 404)
    assert (method.status_code, method.headers["Allow"]) == (405, "GET")
    assert kind.status_code == 415
    assert post(key, "x" * 70_000).status_code == 413
