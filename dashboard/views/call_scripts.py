"""What is said on the telephone, per job and purpose: read, tried out, changed."""

from typing import Any  # template contexts hold anything

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Application, Job
from candidates.policy.scripts import Purpose, sections
from candidates.services.scripting import keep_script
from company import clock
from dashboard.call_words import filled_in, purpose_words, script_text
from dashboard.forms_calls import ScriptForm
from dashboard.permits import must_change_words
from dashboard.queries.person import current_interview
from dashboard.scope import acting, staff_of
from messaging.rendering import VARIABLES


def _job(request: HttpRequest, pk: int) -> Job:
    job = get_object_or_404(Job.objects.visible_to(staff_of(request)).select_related("location"), pk=pk)
    must_change_words(request, job)
    return job


def _sample(request: HttpRequest, job: Job, chosen: str) -> Application | None:
    """Whoever the script was opened for, else the newest applicant for the job."""
    rows = Application.objects.visible_to(staff_of(request)).filter(job=job)
    rows = rows.select_related("candidate", "job__location", "job__owner", "owner")
    named = rows.filter(pk=chosen).first() if chosen.isdecimal() else None
    return named or rows.filter(candidate__erased_at=None).order_by("-applied_at").first()


@login_required
def call_script(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    purpose = request.GET.get("purpose", "")
    known = Purpose(purpose) if purpose in set(Purpose) else Purpose.FIRST
    context = _context(request, job, known, script_text(job, known))
    return render(request, "dashboard/calls/script.html", context)


@acting
def save_call_script(request: HttpRequest, pk: int) -> HttpResponse:
    job, form = _job(request, pk), ScriptForm(request.POST)
    wanted = request.POST.get("purpose", "")
    purpose = Purpose(wanted) if wanted in set(Purpose) else Purpose.FIRST
    if not form.is_valid():
        context = _context(request, job, purpose, request.POST.get("words", ""), form)
        return render(request, "dashboard/calls/script.html", context, status=422)
    words = "" if request.POST.get("built_in") else form.cleaned_data["words"]
    keep_script(job, purpose, words, by=staff_of(request), now=clock.now())
    if request.POST.get("built_in"):
        messages.success(request, _("The built-in script is used again."))
    else:
        messages.success(request, _("Saved. It stands on the call screen from now on."))
    person = _sample(request, job, request.POST.get("application", ""))
    if person is not None and request.POST.get("application"):
        return redirect("dashboard:call_screen", person.pk)
    return redirect(reverse("dashboard:call_script", args=[pk]) + f"?purpose={purpose}")


@acting
def preview_call_script(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the editor, filled in for one person."""
    job, form = _job(request, pk), ScriptForm(request.POST)
    sample = _sample(request, job, request.POST.get("application", ""))
    words = request.POST.get("words", "")
    context = _preview(request, sample, words if form.is_valid() else "", form)
    return render(request, "dashboard/calls/_script_preview.html", context)


def _context(
    request: HttpRequest, job: Job, purpose: Purpose, words: str, form: ScriptForm | None = None
) -> dict[str, Any]:
    chosen = request.POST.get("application", "") or request.GET.get("application", "")
    sample = _sample(request, job, chosen)
    is_right = form is None or form.is_valid()
    return {
        "job": job,
        "purpose": purpose,
        "purposes": [(one, purpose_words(one)) for one in Purpose],
        "purpose_words": purpose_words(purpose),
        "words": words,
        "is_own": purpose in sections(job.call_script),
        "application_chosen": chosen if chosen.isdecimal() else "",
        "variables": [f"{{{name}}}" for name in _names(request)],
        **_preview(request, sample, words if is_right else "", form),
    }


def _names(request: HttpRequest) -> list[str]:
    useful = ("name", "company", "job", "location", "sender", "when", "access", "phone", "talk", "ask")
    is_english = staff_of(request).language == "en"
    return [name if is_english else VARIABLES[name] for name in useful]


def _preview(
    request: HttpRequest, sample: Application | None, words: str, form: ScriptForm | None
) -> dict[str, Any]:
    steps = []
    if sample is not None:
        steps = filled_in(words, sample, current_interview(sample), str(staff_of(request)))
    error = form.errors.get("words", [""])[0] if form is not None and form.is_bound else ""
    return {"sample": sample, "steps": steps, "words_error": error}
