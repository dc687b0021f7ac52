"""The public pages: which jobs there are, one job with its form, and the thanks."""

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates.models import Job, JobQuerySet
from candidates.policy import carrier_of, first_contact_due
from candidates.policy.emails import CARRIERS
from candidates.services.applying import TooManyApplications, apply_by_form
from company import clock
from company.models import Company, Location, Staff
from company.services.profile import calls_from, the_company
from portal.forms import ApplicationForm
from portal.policy import HOURS, split_pay, split_points
from portal.services.consenting import consent_text
from portal.services.job_page import page_facts
from portal.services.line_offer import CodeShown
from portal.views.applied import just_applied, remember
from portal.views.linked import see_other
from portal.visitors import network_address

ALTERNATIVES = 4
WAYS = ("sms", "email", "phone")
WAY_ICONS = {"sms": "sms", "line": "line", "phone": "phone", "email": "mail"}


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Every open job, by place; ``?place=`` narrows it to one."""
    jobs = list(open_jobs())
    places = sorted({job.location for job in jobs}, key=lambda place: place.name)
    chosen = next((place for place in places if place.slug == request.GET.get("place")), None)
    shown = [place for place in places if chosen in (None, place)]
    groups = [(place, [_card(job) for job in jobs if job.location == place]) for place in shown]
    context = {"company": the_company(), "groups": groups, "places": places, "chosen": chosen}
    return render(request, "portal/jobs/list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def job_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A job and its form. Closed and unknown jobs show what is open instead."""
    job = open_jobs().select_related("location", "owner__photo").filter(slug=slug).first()
    if job is None:
        return _not_open(request, slug)
    with timezone.override(ZoneInfo(job.location.zone)):
        if request.method == "POST":
            return _apply(request, job, now=clock.now())
        return _page(request, job, ApplicationForm(job=job, today=timezone.localdate(clock.now())))


@never_cache
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it would look, for those who work at its location; nobody else learns that it is there."""
    if not isinstance(request.user, Staff):
        raise Http404
    mine = Job.objects.visible_to(request.user).select_related("location", "owner__photo")
    job = get_object_or_404(mine, slug=slug)
    with timezone.override(ZoneInfo(job.location.zone)):
        form = ApplicationForm(job=job, today=timezone.localdate(clock.now()))
        response = _page(request, job, form, is_preview=True)
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response


@never_cache
@require_safe
def thanks(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens now. The address says only by which ways we can answer, nothing about the person."""
    return draw_thanks(request, get_object_or_404(Job.objects.select_related("location", "owner"), slug=slug))


def draw_thanks(
    request: HttpRequest, job: Job, *, shown: CodeShown | None = None, status: int = 200
) -> HttpResponse:
    """``shown`` is a code for LINE, made by this very request."""
    company = the_company()
    now = clock.now()
    due = _contact_due(job, company, now)
    ways = [way for way in WAYS if way in request.GET.get("by", "").split("-")]
    carrier = request.GET.get("mail", "")
    context = _frame(job, company) | {
        "ways": ways,
        "carrier": carrier if carrier in CARRIERS.values() else "",
        "due": None if (due - now).total_seconds() <= company.first_contact_minutes * 60 else due,
        "sender": settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].strip("> "),
        "sender_domain": settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> "),
        "others": [_card(other) for other in _others(job)[:2]],
        "applied": just_applied(request, job),
        "shown": shown,
        "too_many_codes": status == 429,
    }
    with timezone.override(ZoneInfo(job.location.zone)):
        return render(request, "portal/jobs/thanks.html", context, status=status)


def _apply(request: HttpRequest, job: Job, *, now: datetime) -> HttpResponse:
    form = ApplicationForm(request.POST, job=job, today=timezone.localdate(now))
    if form.is_a_robots:
        return see_other(reverse("portal:thanks", args=[job.slug]))
    if form.is_untouched:
        return _page(request, job, form.anew(), status=422, is_invited=True)
    if not form.is_valid():
        return _page(request, job, form, status=422)
    applicant = form.applicant(consent_text(the_company()))
    try:
        application = apply_by_form(
            applicant,
            job=job,
            form_key=form.cleaned_data["form_key"],
            address=network_address(request),
            now=now,
            machine_now=timezone.now(),
        )
    except TooManyApplications as limit:
        return _page(request, job, form, status=429, limit=limit.which)
    ways = [
        *(["sms"] if applicant.phone_kind == "mobile" and settings.SMS_PROVIDER != "off" else []),
        *(["email"] if applicant.email and settings.EMAIL_PROVIDER != "off" else []),
        *(["phone"] if applicant.preferred_channel == "phone" else []),
    ]
    said = {"by": "-".join(ways), "mail": carrier_of(applicant.email)}
    answer = see_other(reverse("portal:thanks", args=[job.slug]) + "?" + urlencode(said))
    remember(answer, application, form.cleaned_data["form_key"])
    return answer


def _page(
    request: HttpRequest,
    job: Job,
    form: ApplicationForm,
    *,
    status: int = 200,
    limit: str = "",
    is_invited: bool = False,
    is_preview: bool = False,
) -> HttpResponse:
    company = the_company()
    now = clock.now()
    due = _contact_due(job, company, now)
    context = (
        _frame(job, company)
        | page_facts(job, company)
        | {
            "form": form,
            "limit": limit,
            "is_invited": is_invited,
            "is_preview": is_preview,
            "hours": HOURS,
            "channels": [
                (value, label, WAY_ICONS[value])
                for value, label in form.fields["preferred_channel"].choices  # type: ignore[attr-defined]  # a ChoiceField
            ],
            "consent_text": consent_text(company),
            "due": None if (due - now).total_seconds() <= company.first_contact_minutes * 60 else due,
            "others": [_card(other) for other in _others(job, without_nights=form.is_refused_for_nights)],
        }
    )
    return render(request, "portal/jobs/job.html", context, status=status)


def _not_open(request: HttpRequest, slug: str) -> HttpResponse:
    closed = Job.objects.select_related("location").filter(slug=slug).first()
    if closed and not closed.published_at and not closed.applications.exists():
        closed = None  # a draft, which nobody has seen
    context = {
        "company": the_company(),
        "job": closed,
        "location": closed.location if closed else None,
        "others": [_card(other) for other in _others(closed)],
    }
    response = render(request, "portal/jobs/closed.html", context, status=410 if closed else 404)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def open_jobs() -> JobQuerySet:
    """What takes applications today."""
    return Job.objects.open(timezone.localdate(clock.now())).select_related("location")


def _frame(job: Job, company: Company) -> dict[str, object]:
    """What every page about one job shows: whose it is and who will call from where."""
    numbers = numbers_of(job, company)
    return {
        "company": company,
        "job": job,
        "location": job.location,
        "owner": job.owner,
        "in_charge": str(job.owner) if job.owner else "",
        "who": _who(job.owner),
        "caller_number": numbers[0] if numbers else "",
        "minutes": company.first_contact_minutes,
    }


def _who(owner: Staff | None) -> str:
    """``店長の小林``, or the name alone."""
    if owner is None:
        return ""
    return _("%(name)s (%(title)s)") % {"name": owner, "title": owner.title} if owner.title else str(owner)


def numbers_of(job: Job, company: Company) -> list[str]:
    return [number for number in (calls_from(job.location, company),) if number]


def _contact_due(job: Job, company: Company, now: datetime) -> datetime:
    place: Location = job.location
    return first_contact_due(
        now, minutes=company.first_contact_minutes, opens=place.opens, closes=place.closes, zone=place.zone
    )


def _others(job: Job | None, *, without_nights: bool = False) -> list[Job]:
    """Other open jobs, those of the same place first, then those of the same kind."""
    jobs = open_jobs()
    if without_nights:
        jobs = jobs.filter(has_night_hours=False)
    found = [other for other in jobs if job is None or other.pk != job.pk]
    if job is not None:
        found.sort(key=lambda other: (other.location_id != job.location_id, other.contract != job.contract))
    return found[:ALTERNATIVES]


def _card(job: Job) -> dict[str, object]:
    return {"job": job, "pay": split_pay(job.pay), "points": split_points(job.hours, most=2)}
