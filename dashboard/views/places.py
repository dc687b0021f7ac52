"""What is told about our places, our company and ourselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from company import clock
from company.models import Staff
from company.services.pictures import BadPicture
from company.services.portraits import keep_portrait
from company.services.profile import the_company
from company.services.settings import keep_setting
from dashboard.forms_places import CompanyFactsForm, LocationFactsForm, MeForm
from dashboard.permits import must_act
from dashboard.queries.places import place_rows
from dashboard.scope import locations_of, staff_of
from dashboard.views.job_pictures import bytes_of
from dashboard.words_facts import picture_words


@login_required
def locations(request: HttpRequest) -> HttpResponse:
    """The places this person works for, each with what it still has to say."""
    must_act(request)
    rows = place_rows(locations_of(staff_of(request)), the_company())
    return render(request, "dashboard/places/list.html", {"rows": rows})


@login_required
def location(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    found = get_object_or_404(locations_of(staff_of(request)), pk=pk)
    form = LocationFactsForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        keep_setting(form.save(commit=False), by=staff_of(request), now=clock.now(), fields=form.changed_data)
        messages.success(request, _("Saved. Planned messages say it at once."))
        return redirect("dashboard:location", pk)
    context = {"form": form, "location": locations_of(staff_of(request)).get(pk=pk)}
    return render(request, "dashboard/places/location.html", context, status=422 if form.errors else 200)


@login_required
def company(request: HttpRequest) -> HttpResponse:
    """Owners only: it holds for every place."""
    if not staff_of(request).sees_everything:
        raise PermissionDenied
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
