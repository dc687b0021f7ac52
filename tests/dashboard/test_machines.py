"""Keys and webhooks as an owner sets them up: shown once, owners only, nothing of ours is posted to."""

import pytest
from django.test import Client

from company.models import ApiToken, AuditEvent, Webhook, WebhookDelivery
from company.policy import Role
from company.services.api_tokens import find_token
from company.services.webhooks import queue
from tests import factories as make
from tests.dashboard import signing
from tests.factories import NOW


def signed_in(role: Role = Role.OWNER) -> Client:
    return signing.signed_in(make.a_staff(role))


@pytest.mark.django_db
def test_a_key_is_shown_once_and_opens_until_it_is_revoked() -> None:
    client, place = signed_in(), make.a_location()

    made = client.post(
        "/desk/settings/api/",
        {"name": "受付端末", "scopes": ["applications:write"], "locations": [place.pk], "expires_on": ""},
    )
    first, second = (client.get(made["Location"]).content.decode() for _ in range(2))

    token = ApiToken.objects.get()
    secret = first.partition('id="secret" value="')[2].partition('"')[0]
    assert find_token(secret, now=NOW) == token
    assert secret not in second
    assert (token.scopes, list(token.locations.all())) == (["applications:write"], [place])

    client.post(f"/desk/settings/api/{token.pk}/revoke/")
    assert find_token(secret, now=NOW) is None
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert actions >= {"api_key_made", "api_key_revoked"}


@pytest.mark.django_db
def test_a_refused_form_keeps_what_was_typed() -> None:
    answer = signed_in().post("/desk/settings/api/", {"name": "受付端末", "expires_on": "2020-01-01"})

    assert answer.status_code == 422
    assert "受付端末" in answer.content.decode()
    assert not ApiToken.objects.exists()


@pytest.mark.django_db
def test_an_address_is_kept_with_a_secret_that_is_shown_once() -> None:
    client = signed_in()

    made = client.post(
        "/desk/settings/webhooks/",
        {
            "name": "給与",
            "url": "http://127.0.0.1:9/in",
            "events": ["interview.booked", "application.received"],
        },
    )
    first, second = (client.get(made["Location"]).content.decode() for _ in range(2))

    hook = Webhook.objects.get()
    assert hook.events == ["application.received", "interview.booked"]
    assert hook.secret in first
    assert hook.secret not in second


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["ftp://x.example/", "https://name:word@x.example/", "nonsense", "https://x example/"]
)
def test_an_address_we_would_not_post_to_is_refused_with_words(url: str) -> None:
    answer = signed_in().post(
        "/desk/settings/webhooks/", {"name": "a", "url": url, "events": ["interview.booked"]}
    )

    assert answer.status_code == 422
    assert not Webhook.objects.exists()


@pytest.mark.django_db
def test_a_webhook_is_tried_switched_off_and_on_and_its_posts_sent_again() -> None:
    client, hook = signed_in(), make.a_webhook()
    do = f"/desk/settings/webhooks/{hook.pk}/do/"

    client.post(do, {"do": "try"})
    [row] = WebhookDelivery.objects.all()
    assert (row.event, row.state) == ("test", "planned")

    client.post(do, {"do": "off"})
    row.refresh_from_db()
    assert (Webhook.objects.get().is_active, row.state) == (False, "cancelled")

    client.post(do, {"do": "on"})
    client.post(f"/desk/settings/webhooks/posts/{row.pk}/again/")
    row.refresh_from_db()
    assert (Webhook.objects.get().is_active, row.state) == (True, "planned")
    assert client.get(f"/desk/settings/webhooks/{hook.pk}/").status_code == 200


@pytest.mark.django_db
def test_a_persons_own_webhook_is_nobody_elses() -> None:
    hook = make.a_webhook(staff=make.a_staff(Role.RECRUITER))
    queue(hook, "k", "notice", {"text": "x"}, now=NOW)
    client = signed_in()

    assert client.get(f"/desk/settings/webhooks/{hook.pk}/").status_code == 404
    assert client.post(f"/desk/settings/webhooks/posts/{hook.deliveries.get().pk}/again/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.RECRUITER, Role.INTERVIEWER, Role.VIEWER])
def test_only_owners_come_here(role: Role) -> None:
    hook = make.a_webhook()
    queue(hook, "k", "test", {}, now=NOW)
    make.an_api_key()
    client = signed_in(role)

    for path in ("/desk/settings/api/", "/desk/settings/webhooks/", f"/desk/settings/webhooks/{hook.pk}/"):
        assert client.get(path).status_code == 403
    for path in (
        f"/desk/settings/api/{ApiToken.objects.get().pk}/revoke/",
        f"/desk/settings/webhooks/{hook.pk}/do/",
        f"/desk/settings/webhooks/posts/{hook.deliveries.get().pk}/again/",
    ):
        assert client.post(path).status_code == 403
