"""A month's quota, read from LINE's own library against the stand-in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from pytest_django import Settings

from messaging.models import ChannelQuota
from messaging.policy import ChannelName
from messaging.services.quotas import (
    QuotaWarning,
    check_quotas,
    quota_warnings,
    used_up_channels,
)
from messaging.standin import Fault, Standin
from reminders.models import StalePlan
from reminders.services.facts import reach
from tests.factories import NOW, a_candidate, an_application

pytestmark = pytest.mark.django_db
LINE, SMS = ChannelName.LINE, ChannelName.SMS


@pytest.fixture
def standin(settings: Settings) -> Iterator[Standin]:
    with Standin() as running:
        settings.LINE_PROVIDER = "line"
        settings.LINE_BASE_URL = running.url
        settings.LINE_CHANNEL_ACCESS_TOKEN = running.auth_token
        running.line.quota = 200
        yield running


@pytest.mark.parametrize(
    ("used", "warning"),
    [
        (159, None),
        (160, QuotaWarning(LINE, 160, 200, is_full=False)),
        (189, QuotaWarning(LINE, 189, 200, is_full=False)),
        (190, QuotaWarning(LINE, 190, 200, is_full=True)),
        (201, QuotaWarning(LINE, 201, 200, is_full=True)),
    ],
)
def test_the_desk_is_warned_at_80_and_plans_go_elsewhere_at_95_per_cent(
    standin: Standin, used: int, warning: QuotaWarning | None
) -> None:
    candidate = a_candidate(line_id="U" + "a" * 32, preferred_channel="line")
    standin.line.used_before = used

    check_quotas(now=NOW)

    is_full = warning is not None and warning.is_full
    assert quota_warnings() == ([warning] if warning else [])
    assert (LINE in used_up_channels()) == is_full
    assert used_up_channels() == ({LINE} if is_full else set())
    assert reach(candidate)[0] == (SMS if is_full else LINE)


def test_without_a_limit_nothing_is_ever_used_up(standin: Standin) -> None:
    standin.line.quota, standin.line.used_before = None, 10**6

    check_quotas(now=NOW)

    assert quota_warnings() == []
    assert LINE not in used_up_channels()
    assert ChannelQuota.objects.get().used == 10**6


def test_an_account_without_any_message_left_is_full(standin: Standin) -> None:
    standin.line.quota = 0

    check_quotas(now=NOW)

    assert [(one.percent, one.is_full) for one in quota_warnings()] == [(100, True)]


def test_a_provider_that_does_not_answer_leaves_what_was_known(standin: Standin, settings: Settings) -> None:
    standin.line.used_before = 195
    check_quotas(now=NOW)
    settings.LINE_CHANNEL_ACCESS_TOKEN = "no longer good"

    check_quotas(now=NOW)

    assert ChannelQuota.objects.get().used == 195


def test_what_was_said_a_day_ago_shuts_nothing(standin: Standin) -> None:
    standin.line.used_before = 195
    check_quotas(now=NOW)
    said_at: datetime = ChannelQuota.objects.get().checked_at

    with time_machine.travel(said_at + timedelta(days=1, seconds=1), tick=False):
        assert quota_warnings() == []
        assert LINE not in used_up_channels()


def test_channels_that_nobody_counts_are_not_asked() -> None:
    check_quotas(now=NOW)

    assert not ChannelQuota.objects.exists()


def test_the_next_check_hears_the_new_month(standin: Standin) -> None:
    standin.line.used_before = 195
    check_quotas(now=NOW)
    standin.line.used_before = 3
    standin.fail(Fault("500"))  # a push's trouble, not the quota's

    check_quotas(now=NOW)

    assert LINE not in used_up_channels()


def test_running_applications_are_planned_anew_when_the_month_is_used_up_and_only_then(
    standin: Standin,
) -> None:
    application = an_application()
    for used, is_stale in ((10, False), (190, True), (191, False)):
        StalePlan.objects.all().delete()
        standin.line.used_before = used

        check_quotas(now=NOW)

        assert StalePlan.objects.filter(application=application).exists() == is_stale
