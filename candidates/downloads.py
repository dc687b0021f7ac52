"""Giving out a copy of a paper: never shown inside a page of ours, whatever it holds."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from candidates.models import Document, HousePaper


def as_download(document: Document | HousePaper) -> HttpResponse:
    """A file to keep; a browser that opens it all the same may run and load nothing."""
    response = HttpResponse(document.whole, content_type=document.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, noarchive"
    return response
