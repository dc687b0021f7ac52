"""My own signing in: password, app, recovery codes, PIN."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_otp import login as note_second_step

from company import clock
from company.models import SharedTablet, Staff
from company.services import pins, two_steps
from dashboard.forms_sign_in import FirstCodeForm, PinForm, ReallyMeForm
from dashboard.scope import staff_of

JUST_MADE = "recovery_codes_just_made"
"""In the session from the press until the page that shows them, which is the next one."""
PREPARED = "app_being_set_up"
"""The key in the session from its first showing until its first code came: opening the page makes no row."""


@login_required
@require_safe
def my_sign_in(request: HttpRequest) -> HttpResponse:
    return _overview(request)


def _overview(
    request: HttpRequest, *, pin_form: PinForm | None = None, off_form: ReallyMeForm | None = None
) -> HttpResponse:
    staff = Staff.objects.get(pk=staff_of(request).pk)
    wrong = (pin_form and pin_form.errors) or (off_form and off_form.errors)
    context = {
        "has_app": two_steps.uses_two_steps(staff),
        "must": two_steps.must_use_two_steps(staff),
        "codes_left": two_steps.codes_left(staff),
        "may_have_a_pin": pins.may_have_a_pin(staff),
        "has_pin": bool(staff.pin_hash),
        "tablets": SharedTablet.objects.filter(revoked_at=None, location__staff=staff),
        "pin_form": pin_form or PinForm(staff),
        "off_form": off_form or ReallyMeForm(staff, auto_id="off_%s"),
    }
    return render(request, "dashboard/access/my_sign_in.html", context, status=422 if wrong else 200)


@login_required
@never_cache
def two_steps_page(request: HttpRequest) -> HttpResponse:
    """The code to read with the app, and the first code back; changing to another app goes the same way."""
    staff = staff_of(request)
    device = two_steps.prepared(staff, request.session.get(PREPARED, ""))
    request.session[PREPARED] = device.key
    needs_proof = two_steps.uses_two_steps(staff)
    form = FirstCodeForm(staff, request.POST or None, needs_password=needs_proof)
    if request.method == "POST" and form.is_valid():
        done = two_steps.confirm(device, form.cleaned_data["code"], now=clock.now())
        if done:
            confirmed, codes = done
            update_session_auth_hash(request, staff)
            note_second_step(request, confirmed)
            request.session[JUST_MADE] = codes
            del request.session[PREPARED]
            return redirect("dashboard:recovery_codes")
        form.add_error(
            "code", _("This code is not right. It changes every half minute; please take the newest.")
        )
    context = {
        "form": form,
        "qr": _qr(two_steps.address_of(device, staff)),
        "secret": _in_fours(two_steps.typed_secret(device)),
        "must": two_steps.must_use_two_steps(staff),
        "has_app": needs_proof,
    }
    return render(request, "dashboard/access/two_steps.html", context, status=422 if form.errors else 200)


@login_required
@never_cache
@require_safe
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shown this once; a reload shows none."""
    codes = request.session.pop(JUST_MADE, None)
    if not codes:
        return redirect("dashboard:my_sign_in")
    return render(request, "dashboard/access/recovery_codes.html", {"codes": codes})


@login_required
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    form = ReallyMeForm(staff, request.POST, auto_id="off_%s")
    if not two_steps.uses_two_steps(staff) or not form.is_valid():
        return _overview(request, off_form=form)
    request.session[JUST_MADE] = two_steps.new_recovery_codes(staff, now=clock.now())
    return redirect("dashboard:recovery_codes")


@login_required
@require_POST
def give_up(request: HttpRequest) -> HttpResponse:
    """Taking the second step away takes the password; owners who must have it change the app instead."""
    staff = staff_of(request)
    form = ReallyMeForm(staff, request.POST, auto_id="off_%s")
    if two_steps.must_use_two_steps(staff) or not form.is_valid():
        return _overview(request, off_form=form)
    two_steps.give_up(staff, by=staff, now=clock.now())
    update_session_auth_hash(request, staff)
    messages.success(request, _("You sign in with the password alone again."))
    return redirect("dashboard:my_sign_in")


@login_required
@require_POST
def pin(request: HttpRequest) -> HttpResponse:
    staff = Staff.objects.get(pk=staff_of(request).pk)
    if not pins.may_have_a_pin(staff):
        return redirect("dashboard:my_sign_in")
    if request.POST.get("do") == "forget":
        pins.forget_pin(staff, by=staff, now=clock.now())
        messages.success(request, _("Your PIN is forgotten."))
        return redirect("dashboard:my_sign_in")
    form = PinForm(staff, request.POST)
    if not form.is_valid():
        return _overview(request, pin_form=form)
    pins.choose_pin(staff, form.cleaned_data["pin"], now=clock.now())
    messages.success(request, _("Your PIN holds on the tablets of your places."))
    return redirect("dashboard:my_sign_in")


def _in_fours(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _qr(address: str) -> SafeString:
    """Drawn here, of an address made here; nothing of it leaves the page."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=3, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno writes numbers only
