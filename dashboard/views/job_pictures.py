"""The pictures of a job: taking a file, its words, its place, taking it off the page."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Job, JobPicture
from candidates.services.job_pictures import (
    NoCaption,
    TooManyPictures,
    add_picture,
    move_picture,
    remove_picture,
    reword_picture,
)
from company import clock
from company.services.pictures import MOST_BYTES, BadPicture, Fault
from dashboard.forms_jobs import JobForm
from dashboard.scope import acting, scope_of, staff_of
from dashboard.views.jobs import job_page
from dashboard.words_facts import picture_words


@acting
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Refused, the page comes back with the words that were typed."""
    job = get_object_or_404(Job.objects.visible_to(staff_of(request)), pk=pk)
    file = request.FILES.get("file")
    try:
        add_picture(
            job,
            bytes_of(file),
            caption=request.POST.get("caption", ""),
            by=staff_of(request),
            now=clock.now(),
        )
    except BadPicture as refusal:
        messages.error(request, picture_words(refusal.fault))
    except NoCaption:
        messages.error(request, _("Say in words what the picture shows, for those who cannot see it."))
    except TooManyPictures:
        messages.error(request, _("These are enough pictures for one page. Take one off first."))
    else:
        messages.success(request, _("The picture is on the page."))
        return _back(job.pk)
    form = JobForm(instance=job, scope=scope_of(request))
    return job_page(request, job, form, caption=request.POST.get("caption", ""), status=422)


def bytes_of(file: object) -> bytes:
    """What came in; a file that is too heavy is not even read. Raises BadPicture."""
    if not isinstance(file, UploadedFile) or not file.size:
        raise BadPicture(Fault.NOT_A_PICTURE)
    if file.size > MOST_BYTES:
        raise BadPicture(Fault.TOO_HEAVY)
    content: bytes = file.read()
    return content


@acting
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """``do`` is up, down, off; otherwise the words are kept."""
    shown = get_object_or_404(
        JobPicture.objects.filter(job__in=Job.objects.visible_to(staff_of(request))).select_related(
            "job", "picture"
        ),
        pk=pk,
    )
    wish, by, now = request.POST.get("do", ""), staff_of(request), clock.now()
    if wish in {"up", "down"}:
        move_picture(shown, up=wish == "up")
    elif wish == "off":
        remove_picture(shown, by=by, now=now)
        messages.success(request, _("The picture is off the page."))
    else:
        try:
            reword_picture(shown, caption=request.POST.get("caption", ""), by=by, now=now)
            messages.success(request, _("Saved."))
        except NoCaption:
            messages.error(request, _("Say in words what the picture shows, for those who cannot see it."))
    return _back(shown.job_id)


def _back(job: int) -> HttpResponse:
    return redirect(reverse("dashboard:job", args=[job]) + "#pictures")
