"""Between the right password and the desk: the code of an app, or a recovery code."""

import time

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as note_second_step

from company.models import Staff
from company.services import two_steps
from dashboard import tablets

PENDING = "second_step"
GOOD_FOR = 5 * 60
TRIES = 6
BACKEND = "django.contrib.auth.backends.ModelBackend"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "class": "input num",
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autofocus": True,
                "autocapitalize": "off",
                "spellcheck": "false",
            }
        ),
    )


def begin(request: HttpRequest, staff: Staff, wanted: str) -> None:
    """The password was right. Nobody is signed in yet."""
    request.session.cycle_key()
    request.session[PENDING] = {
        "staff": staff.pk,
        "hash": staff.get_session_auth_hash(),
        "at": time.time(),
        "tries": 0,
        "next": wanted,
    }


def note_tablet(request: HttpRequest) -> None:
    """Signed in on a store's tablet: the session is short there."""
    if tablet := tablets.tablet_of(request):
        tablets.begin(request, tablet, by_pin=False)


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    staff = _who(request)
    if staff is None:
        request.session.pop(PENDING, None)
        return redirect("dashboard:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if done := _try(request, staff, form.cleaned_data["code"]):
            return done
        form.add_error("code", _wrong_words(staff))
    status = 422 if form.errors else 200
    return render(request, "dashboard/access/second_step.html", {"form": form}, status=status)


def _who(request: HttpRequest) -> Staff | None:
    """Whose password was right a moment ago, unless it has changed since."""
    held = request.session.get(PENDING)
    if not held or not 0 <= time.time() - held["at"] < GOOD_FOR or held["tries"] >= TRIES:
        return None
    staff = Staff.objects.filter(pk=held["staff"], is_active=True).first()
    is_same = staff and constant_time_compare(held["hash"], staff.get_session_auth_hash())
    return staff if is_same else None


def _try(request: HttpRequest, staff: Staff, code: str) -> HttpResponse | None:
    held = request.session[PENDING]
    device = two_steps.verify(staff, code)
    if device is None:
        request.session[PENDING] = held | {"tries": held["tries"] + 1}
        return None
    del request.session[PENDING]
    auth.login(request, staff, backend=BACKEND)
    note_second_step(request, device)
    note_tablet(request)
    wanted = held["next"]
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if wanted and ours else "dashboard:desk")


def _wrong_words(staff: Staff) -> str:
    words = _("This code is not right. It changes every half minute; please take the newest.")
    if until := two_steps.waits_until(staff):
        seconds = max(1, round((until - timezone.now()).total_seconds()))
        wait = ngettext("The next try in %(n)d second.", "The next try in %(n)d seconds.", seconds)
        words += " " + wait % {"n": seconds}
    return words
