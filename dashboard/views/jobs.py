"""求人: the list, one job's words, putting it up and taking it down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from candidates.models import Job
from candidates.services.posting import keep_job, publish, take_down
from company import clock
from dashboard.forms_jobs import JobForm
from dashboard.permits import must_act
from dashboard.queries.jobs import job_rows
from dashboard.scope import acting, scope_of, staff_of


@login_required
def jobs(request: HttpRequest) -> HttpResponse:
    rows = job_rows(scope_of(request), now=clock.now())
    base = request.build_absolute_uri("/").rstrip("/")
    context = {"rows": rows, "base": base, "published": sum(row.job.is_published for row in rows)}
    return render(request, "dashboard/jobs/list.html", context)


@login_required
def add_job(request: HttpRequest) -> HttpResponse:
    must_act(request)
    scope = scope_of(request)
    owner = scope.staff.pk
    return _form(request, Job(), initial={"owner": owner, "location": scope.locations().first()})


@login_required
def job(request: HttpRequest, pk: int) -> HttpResponse:
    must_act(request)
    found = Job.objects.visible_to(staff_of(request)).select_related("location")
    return _form(request, get_object_or_404(found, pk=pk))


def _form(request: HttpRequest, job: Job, initial: dict[str, object] | None = None) -> HttpResponse:
    form = JobForm(request.POST or None, instance=job, scope=scope_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        is_new = job.pk is None
        keep_job(form.save(commit=False), by=staff_of(request), now=clock.now())
        messages.success(request, _("The job is made.") if is_new else _("Saved."))
        return redirect("dashboard:jobs")
    stored = Job.objects.filter(pk=job.pk).first()
    context = {"form": form, "job": stored, "page_url": _page_url(request, stored) if stored else ""}
    return render(request, "dashboard/jobs/form.html", context, status=422 if form.errors else 200)


def _page_url(request: HttpRequest, job: Job) -> str:
    return request.build_absolute_uri(reverse("portal:job", args=[job.slug]))


@acting
def publish_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it up, or take it down with ``up=0``."""
    found = get_object_or_404(Job.objects.visible_to(staff_of(request)), pk=pk)
    if request.POST.get("up") == "0":
        take_down(found, by=staff_of(request), now=clock.now())
        words = _("“%(job)s” takes no new applications. Everyone who applied goes on as before.")
    else:
        publish(found, by=staff_of(request), now=clock.now())
        words = _("“%(job)s” is on the list of open jobs.")
    messages.success(request, words % {"job": found.title})
    return redirect("dashboard:jobs")
