"""Keys of other systems: what each opens, how often, and that none is written down."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from company.models import ApiToken
from company.policy import ApiScope
from company.services.api_tokens import revoke_token
from tests import factories as make
from tests.api.asking import an_order, ask, post, told
from tests.factories import NOW


@pytest.mark.django_db
def test_a_key_sees_only_its_locations() -> None:
    here, there = make.a_location(), make.a_location()
    mine, theirs = make.a_job(location=here), make.a_job(location=there)
    own, foreign = make.an_application(job=mine), make.an_application(job=theirs)
    key = make.an_api_key(locations=[here])

    assert [one["slug"] for one in told(ask(key, "/jobs"))["items"]] == [mine.slug]
    assert [one["id"] for one in told(ask(key, "/applications"))["items"]] == [own.pk]
    assert ask(key, f"/applications/{own.pk}").status_code == 200
    assert ask(key, f"/applications/{foreign.pk}").status_code == 404
    assert ask(key, f"/applications/{foreign.pk}/interviews").status_code == 404
    assert post(key, an_order(theirs)).status_code == 422
    assert [one["slug"] for one in told(ask(key, "/me"))["locations"]] == [here.slug]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scope", "path"),
    [(ApiScope.JOBS, "/applications"), (ApiScope.WRITE, "/jobs"), (ApiScope.WRITE, "/applications/1")],
)
def test_a_key_may_do_what_its_scopes_say_and_no_more(scope: ApiScope, path: str) -> None:
    key = make.an_api_key(scope)

    assert ask(key, path).status_code == 403
    assert ask(key, "/me").status_code == 200


@pytest.mark.django_db
def test_a_wrong_expired_or_revoked_key_opens_nothing() -> None:
    good, late = make.an_api_key(), make.an_api_key(expires_at=timezone.now() - timedelta(days=1))
    assert ask(good, "/me").status_code == 200

    revoke_token(ApiToken.objects.get(prefix=good[:10]), by=make.a_staff(), now=NOW)

    for key in (good, late, "", "yk_wrong", "\x00"):
        answer = ask(key, "/me")
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Yakusoku"')


@pytest.mark.django_db
def test_a_key_for_a_location_that_is_gone_reaches_no_other() -> None:
    place, other = make.a_location(), make.an_application()
    key = make.an_api_key(locations=[place])

    place.delete()

    me = ask(key, "/me").json()
    assert (me["all_locations"], me["locations"]) == (False, [])
    assert ask(key, "/applications").json()["items"] == []
    assert ask(key, "/jobs").json()["items"] == []
    assert ask(key, f"/applications/{other.pk}").status_code == 404


@pytest.mark.django_db
def test_a_key_itself_is_nowhere_in_the_database() -> None:
    key = make.an_api_key()

    row = ApiToken.objects.values().get()

    assert key not in str(row)
    assert row["prefix"] == key[:10]


@pytest.mark.django_db
def test_too_many_requests_wait_for_the_next_minute(settings: Settings) -> None:
    settings.API_LIMIT_PER_MINUTE = 3
    key = make.an_api_key()

    answers = [ask(key, "/me") for _ in range(4)]

    if ApiToken.objects.get().window_used == 4:  # else the minute turned between them
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert [one.headers["X-RateLimit-Remaining"] for one in answers] == ["2", "1", "0", "0"]
        assert 1 <= int(answers[3].headers["Retry-After"]) <= 60
    ApiToken.objects.update(window_at=timezone.now() - timedelta(minutes=2))
    assert ask(key, "/me").status_code == 200
