"""「APIキー」: an owner makes keys for machines, is shown each once, and takes them back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from company import clock
from company.models import ApiToken
from company.services.api_tokens import make_token, revoke_token
from company.services.bringing_back import bring_token_back
from dashboard.aside import wants_back
from dashboard.forms_machines import ApiKeyForm
from dashboard.permits import must_own
from dashboard.queries.machines import key_rows
from dashboard.scope import staff_of
from dashboard.views.coming_back import came_back

JUST_MADE = "api_key_just_made"
"""In the session from the press until the page that shows it, which is the next one; kept nowhere else."""


@login_required
@never_cache
def api_keys(request: HttpRequest) -> HttpResponse:
    """The keys; a POST makes one."""
    must_own(request)
    now = clock.now()
    form = ApiKeyForm(request.POST or None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        _token, secret = make_token(
            name=said["name"],
            scopes=said["scopes"],
            locations=said["locations"],
            expires_at=said["expires_on"],
            by=staff_of(request),
            now=now,
        )
        request.session[JUST_MADE] = secret
        return redirect("dashboard:api_keys")
    context = {
        "rows": key_rows(now),
        "form": form,
        "secret": request.session.pop(JUST_MADE, "") if request.method == "GET" else "",
        "base": settings.PUBLIC_BASE_URL,
    }
    return render(request, "dashboard/machines/api_keys.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke_api_key(request: HttpRequest, pk: int) -> HttpResponse:
    must_own(request)
    token, by, now = get_object_or_404(ApiToken, pk=pk), staff_of(request), clock.now()
    if wants_back(request):
        return came_back(request, bring_token_back, token, "dashboard:api_keys")
    revoke_token(token, by=by, now=now)
    messages.success(request, _("This key opens nothing any more."), extra_tags=f"{request.path}?back=1")
    return redirect("dashboard:api_keys")
