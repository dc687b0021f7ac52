"""「この人について持っている情報」: what is stored about one person: read out, put right, erased."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from candidates.models import Application
from candidates.services.correcting import correct
from candidates.services.erasing import erase
from candidates.services.preferences import change_email, change_phone, change_preferences
from company import clock
from company.services.profile import the_company
from company.services.trail import record
from dashboard.forms import ContactForm
from dashboard.forms_personal import CorrectionForm
from dashboard.permits import must_own
from dashboard.queries.personal import erasing_preview, export_file, what_is_kept
from dashboard.queries.personal_left_out import REPEATS
from dashboard.scope import staff_of
from dashboard.tablets import not_by_pin


def _found(pk: int) -> Application:
    return get_object_or_404(Application.objects.select_related("candidate"), pk=pk)


@login_required
@never_cache
def personal(request: HttpRequest, pk: int) -> HttpResponse:
    """Erasing takes their name, typed: it cannot be undone."""
    must_own(request)
    application = _found(pk)
    person = application.candidate
    if request.method == "POST" and person.erased_at is None:
        if request.POST.get("do") == "correct":
            return _correct(request, application)
        if _is_name(request.POST.get("name", ""), str(person)):
            erase(person, now=clock.now(), by=staff_of(request))
            messages.success(request, _("The person’s data is erased."))
            return redirect("dashboard:application", pk)
        return _page(request, application, fault=_("Please type the name as it stands above."))
    return _page(request, application)


def _is_name(typed: str, name: str) -> bool:
    return "".join(typed.split()) == "".join(name.split())


def _correct(request: HttpRequest, application: Application) -> HttpResponse:
    """Both forms are one to whoever fills them in."""
    person, now, by = application.candidate, clock.now(), staff_of(request)
    form = CorrectionForm(request.POST, candidate=person)
    contact = ContactForm(request.POST, candidate=person)
    if not (form.is_valid() and contact.is_valid()):
        return _page(request, application, form=form, contact=contact)
    correct(person, form.changes, by=by, now=now)
    changes = contact.changes
    if "phone" in changes:
        change_phone(person, changes.pop("phone"), now=now, by=by)
    if "email" in changes:
        change_email(person, changes.pop("email"), now=now, by=by)
    if changes:
        change_preferences(person, **changes, now=now, by=by)
    messages.success(request, _("Put right. What is planned follows at once."))
    return redirect("dashboard:personal", application.pk)


def _page(
    request: HttpRequest,
    application: Application,
    *,
    fault: str = "",
    form: CorrectionForm | None = None,
    contact: ContactForm | None = None,
) -> HttpResponse:
    person = application.candidate
    kept = what_is_kept(person)
    is_wrong = bool(fault) or form is not None
    context = {
        "application": application,
        "person": person,
        "kept": kept,
        "preview": erasing_preview(person, kept),
        "empty": [str(one.kind.label) for one in kept if not one.count],
        "staying": [one for one in kept if not one.goes and one.count],
        "repeats": REPEATS.values(),
        "months": the_company().retention_months,
        "form": form or CorrectionForm(candidate=person),
        "contact": contact or ContactForm(candidate=person),
        "is_correcting": form is not None,
        "fault": fault,
        "typed": request.POST.get("name", ""),
    }
    return render(request, "dashboard/settings/personal.html", context, status=422 if is_wrong else 200)


@not_by_pin
@login_required
@never_cache
def personal_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it as a file, for the person who asked; the trail keeps that it was taken."""
    must_own(request)
    application, now = _found(pk), clock.now()
    record("personal_data_read_out", application.candidate, now=now, by=staff_of(request))
    packed = export_file(application.candidate, company=the_company().name, now=now)
    answer = HttpResponse(packed, content_type="application/zip")
    name = quote(_("stored_about_%(number)s.zip") % {"number": application.candidate_id})
    plain = f"person-{application.candidate_id}.zip"
    answer["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{name}"
    return answer
