"""What machines and phones take from the public pages: pictures, contacts, the map of the site."""

from html import escape

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from company.models import Picture
from company.services.profile import the_company
from portal.services.job_page import absolute
from portal.views.jobs import numbers_of, open_jobs


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """A picture never changes under its address, so it is kept by whoever has it."""
    etag = quote_etag(digest)
    found = get_object_or_404(Picture.objects.only("pk"), digest=digest)
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        found = Picture.objects.get(pk=found.pk)
        answer = HttpResponse(bytes(found.content), content_type=found.content_type)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["ETag"] = etag
    answer.headers["Content-Disposition"] = "inline"
    return answer


@require_safe
def contact_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The number we call from, to keep in the phone's address book."""
    job = get_object_or_404(open_jobs(), slug=slug)
    company = the_company()
    name = f"{company.name} {job.location.name}"
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_vcard(name)}",
        f"N:{_vcard(name)};;;;",
        f"ORG:{_vcard(company.name)}",
    ]
    lines += [f"TEL;TYPE=WORK,VOICE:{_vcard(number)}" for number in numbers_of(job, company)]
    body = "\r\n".join([*lines, "END:VCARD", ""])
    response = HttpResponse(body, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="contact.vcf"'
    return response


def _vcard(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """sitemaps.org: the list of jobs and every open one; nothing else is for search engines."""
    rows = [f"<url><loc>{escape(absolute(reverse('portal:jobs')))}</loc></url>"]
    for job in open_jobs():
        address = escape(absolute(reverse("portal:job", args=[job.slug])))
        since = (job.published_at or job.created_at).date().isoformat()
        rows.append(f"<url><loc>{address}</loc><lastmod>{since}</lastmod></url>")
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        + "".join(rows)
        + "</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Secret pages say noindex themselves; naming their path here would only tell of it."""
    body = f"User-agent: *\nDisallow:\nSitemap: {absolute(reverse('portal:sitemap'))}\n"
    return HttpResponse(body, content_type="text/plain; charset=utf-8")
