"""A store's shared tablet: faces, a PIN, and changing from one person to the next."""

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from company import clock
from company.models import SharedTablet
from company.services import pins
from company.services import tablets as kept
from company.services.bringing_back import bring_tablet_back
from dashboard import tablets
from dashboard.aside import wants_back
from dashboard.forms_sign_in import TabletForm
from dashboard.permits import must_act
from dashboard.scope import STORE_IN_SESSION, locations_of, staff_of
from dashboard.views.coming_back import came_back
from scheduling.services.reception import code_of, spaced

BACKEND = "django.contrib.auth.backends.ModelBackend"


@never_cache
def tablet(request: HttpRequest) -> HttpResponse:
    """The faces of the store's people. Whoever was in is out once this page is opened by the button."""
    found = tablets.tablet_of(request)
    if found is None:
        return redirect("dashboard:sign_in")
    context = {
        "tablet": found,
        "faces": kept.faces(found),
        "next": _wanted(request.GET.get("next", ""), request),
        "reception": spaced(code_of(found.location_id)),
    }
    answer = render(request, "dashboard/access/tablet.html", context)
    tablets.give_cookie(answer, request.COOKIES[tablets.COOKIE])
    return answer


@never_cache
def tablet_pin(request: HttpRequest, pk: int) -> HttpResponse:
    found = tablets.tablet_of(request)
    if found is None:
        return redirect("dashboard:sign_in")
    person = get_object_or_404(kept.faces(found), pk=pk)
    wanted = _wanted(request.POST.get("next", request.GET.get("next", "")), request)
    fault = ""
    if request.method == "POST":
        try:
            known = pins.check_pin(person, request.POST.get("pin", "").strip(), machine_now=timezone.now())
        except pins.PinRefused as refusal:
            fault = _refused_words(refusal)
        else:
            auth.logout(request)
            auth.login(request, known, backend=BACKEND)
            tablets.begin(request, found, by_pin=True)
            request.session[STORE_IN_SESSION] = found.location_id
            kept.note_use(found, clock.now())
            return redirect(wanted or "dashboard:desk")
    context = {"tablet": found, "person": person, "fault": fault, "next": wanted}
    return render(request, "dashboard/access/tablet_pin.html", context, status=422 if fault else 200)


@require_POST
def change_person(request: HttpRequest) -> HttpResponse:
    """Out, and back to the faces; whoever is next begins on their 今日."""
    auth.logout(request)
    return redirect("dashboard:tablet")


@login_required
@require_POST
def awake(request: HttpRequest) -> HttpResponse:
    """Somebody is typing or reading: the session goes on."""
    return HttpResponse(status=204)


@login_required
def tablets_page(request: HttpRequest) -> HttpResponse:
    """The shared browsers of my places, and making this one such."""
    must_act(request)
    staff = staff_of(request)
    form = TabletForm(locations_of(staff), request.POST or None)
    if request.method == "POST" and form.is_valid():
        _tablet, token = kept.register(
            form.cleaned_data["name"], form.cleaned_data["location"], by=staff, now=clock.now()
        )
        auth.logout(request)  # nobody leaves their own account open on a tablet
        answer = redirect("dashboard:tablet")
        tablets.give_cookie(answer, token)
        return answer
    rows = SharedTablet.objects.filter(revoked_at=None, location__in=locations_of(staff))
    here = tablets.tablet_of(request)
    context = {"form": form, "tablets": rows.select_related("location", "added_by"), "here": here}
    return render(request, "dashboard/settings/tablets.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def revoke_tablet(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    staff = staff_of(request)
    rows = SharedTablet.objects.filter(location__in=locations_of(staff))
    tablet = get_object_or_404(rows, pk=pk)
    if wants_back(request):
        return came_back(request, bring_tablet_back, tablet, "dashboard:tablets")
    kept.revoke(tablet, by=staff, now=clock.now())
    words = _("This browser is nobody’s tablet any more.")
    messages.success(request, words, extra_tags=f"{request.path}?back=1")
    return redirect("dashboard:tablets")


def _wanted(path: str, request: HttpRequest) -> str:
    ours = url_has_allowed_host_and_scheme(path, {request.get_host()}, require_https=request.is_secure())
    return path if ours else ""


def _refused_words(refusal: pins.PinRefused) -> str:
    if refusal.until is None:
        return _("This PIN is not right.")
    minutes = max(1, -(-int((refusal.until - timezone.now()).total_seconds()) // 60))
    return ngettext(
        "Too many wrong PINs. The next is taken in %(n)d minute; the password works at once.",
        "Too many wrong PINs. The next is taken in %(n)d minutes; the password works at once.",
        minutes,
    ) % {"n": minutes}
