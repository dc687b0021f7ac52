"""What machines that watch this instance get, and from whom it is kept."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_the_process_and_its_database_answer(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"
    assert client.get("/readyz").content == b"ok"


def test_figures_are_for_this_machine_or_for_who_shows_the_token(client: Client, settings: Settings) -> None:
    here = client.get("/metrics")
    elsewhere = client.get("/metrics", REMOTE_ADDR="203.0.113.5")
    settings.STATUS_TOKEN = "a-long-secret"
    without = client.get("/metrics")
    shown = client.get(
        "/metrics", headers={"Authorization": "Bearer a-long-secret"}, REMOTE_ADDR="203.0.113.5"
    )

    assert (here.status_code, elsewhere.status_code, without.status_code) == (200, 401, 401)
    assert elsewhere["WWW-Authenticate"] == "Bearer"
    assert b"yakusoku_oldest_due_seconds" in shown.content
    assert shown["Content-Type"].startswith("text/plain")
    assert "no-store" in shown["Cache-Control"]


def test_figures_are_only_read(client: Client) -> None:
    assert client.post("/metrics").status_code == 405
