"""Who asks: a bearer key, counted by the minute."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from api.problems import Refused
from company import clock
from company.models import ApiToken
from company.policy import ApiScope
from company.services.api_tokens import Used, count_use, find_token


class BearerKey(HttpBearer):
    """``Authorization: Bearer yk_…``. Raises Refused."""

    def __init__(self, scope: ApiScope | None = None) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> ApiToken:
        token = super().__call__(request)
        if not isinstance(token, ApiToken):
            raise Refused("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="Yakusoku"'})
        return token

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        now = clock.now()
        found = find_token(token.strip(), now=now)
        if found is None:
            return None
        limit = settings.API_LIMIT_PER_MINUTE
        used = count_use(found, limit=limit, now=now, machine_now=timezone.now())
        request.api_use = used  # type: ignore[attr-defined]  # told in headers by the door
        if used.is_too_much:
            raise Refused("too_many", headers={"Retry-After": str(used.again_in)})
        if self.scope is not None and self.scope not in found.scopes:
            raise Refused("forbidden", detail=_("It lacks the scope %(scope)s.") % {"scope": self.scope})
        return found


def key_of(request: HttpRequest) -> ApiToken:
    """The key that ``BearerKey`` found."""
    token = request.auth  # type: ignore[attr-defined]  # set by django-ninja
    assert isinstance(token, ApiToken)  # noqa: S101  tells the type checker, not the user
    return token


def use_of(request: HttpRequest) -> Used | None:
    return getattr(request, "api_use", None)
