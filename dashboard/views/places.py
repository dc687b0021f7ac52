"""What is told about our places, our company and ourselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from company import clock
from company.models import Location, Staff
from company.services.pictures import BadPicture
from company.services.portraits import keep_portrait
from company.services.profile import the_company
from company.services.settings import keep_setting
from dashboard.forms_places import CompanyFactsForm, LocationFactsForm, MeForm, OwnersLocationForm
from dashboard.permits import must_act, must_own
from dashboard.queries.places import place_rows
from dashboard.scope import locations_of, staff_of
from dashboard.services.closing_places import close_place, reopen_place, still_open
from dashboard.views.job_pictures import bytes_of
from dashboard.words_facts import picture_words


@login_required
def locations(request: HttpRequest) -> HttpResponse:
    """The places this person works for, each with what it still has to say."""
    must_act(request)
    staff = staff_of(request)
    rows = place_rows(locations_of(staff), the_company())
    closed = Location.objects.filter(is_active=False) if staff.sees_everything else Location.objects.none()
    return render(request, "dashboard/places/list.html", {"rows": rows, "closed": closed})


def _places(staff: Staff) -> QuerySet[Location]:
    """An owner reaches closed places, too."""
    return Location.objects.all() if staff.sees_everything else locations_of(staff)


@login_required
def location(request: HttpRequest, pk: int) -> HttpResponse:
    """How to find it and when it is open; an owner also says what it is called and who is in charge."""
    must_act(request)
    staff = staff_of(request)
    found = get_object_or_404(_places(staff), pk=pk)
    form = _form_for(staff)(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        keep_setting(form.save(commit=False), by=staff, now=clock.now(), fields=form.changed_data)
        messages.success(request, _("Saved. Planned messages say it at once."))
        return redirect("dashboard:location", pk)
    context = {"form": form, "location": _places(staff).get(pk=pk)}
    return render(request, "dashboard/places/location.html", context, status=422 if form.errors else 200)


def _form_for(staff: Staff) -> type[LocationFactsForm]:
    return OwnersLocationForm if staff.sees_everything else LocationFactsForm


@login_required
def add_location(request: HttpRequest) -> HttpResponse:
    must_own(request)
    form = OwnersLocationForm(request.POST or None, instance=Location())
    if request.method == "POST" and form.is_valid():
        made = form.save(commit=False)
        keep_setting(made, by=staff_of(request), now=clock.now(), fields=form.changed_data)
        messages.success(request, _("%(name)s is set up. Next: jobs and interview times.") % {"name": made})
        return redirect("dashboard:locations")
    status = 422 if form.errors else 200
    return render(request, "dashboard/places/location.html", {"form": form}, status=status)


@login_required
def close_location(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still open there is shown first; the button closes, or opens it again."""
    must_own(request)
    found, staff, now = get_object_or_404(Location, pk=pk), staff_of(request), clock.now()
    if request.method == "POST":
        if request.POST.get("do") == "open":
            reopen_place(found, by=staff, now=now)
            words = _("%(name)s is open again. Its rules for interview times stay paused.")
        else:
            close_place(found, by=staff, now=now)
            words = _("%(name)s is closed. Booked interviews and applicants stay.")
        messages.success(request, words % {"name": found})
        return redirect("dashboard:locations")
    context = {"location": found, "still": still_open(found, now=now)}
    return render(request, "dashboard/places/close.html", context)


@login_required
def company(request: HttpRequest) -> HttpResponse:
    """Owners only: it holds for every place."""
    must_own(request)
    form = CompanyFactsForm(request.POST or None, instance=the_company())
    if request.method == "POST" and form.is_valid():
        keep_setting(form.save(commit=False), by=staff_of(request), now=clock.now(), fields=form.changed_data)
        messages.success(request, _("Saved. Planned messages say it at once."))
        return redirect("dashboard:company")
    status = 422 if form.errors else 200
    return render(request, "dashboard/places/company.html", {"form": form}, status=status)


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """How I am shown to candidates; everybody's own page."""
    staff = Staff.objects.select_related("photo").get(pk=staff_of(request).pk)
    form = MeForm(request.POST or None, request.FILES or None, instance=staff)
    if request.method == "POST" and form.is_valid():
        try:
            _keep_me(request, form, staff)
        except BadPicture as refusal:
            form.add_error("photo_file", picture_words(refusal.fault))
        else:
            messages.success(request, _("Saved."))
            return redirect("dashboard:me")
    shown = Staff.objects.select_related("photo").get(pk=staff.pk)
    context = {"form": form, "me": shown}
    return render(request, "dashboard/places/me.html", context, status=422 if form.errors else 200)


def _keep_me(request: HttpRequest, form: MeForm, staff: Staff) -> None:
    file = request.FILES.get("photo_file")
    words = [name for name in form.changed_data if name in MeForm.Meta.fields]
    keep_portrait(
        staff,
        by=staff_of(request),
        now=clock.now(),
        fields=words,
        photo=bytes_of(file) if file else None,
        without_photo=form.cleaned_data["without_photo"],
    )
