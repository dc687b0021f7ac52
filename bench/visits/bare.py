"""What the product's pages are held against: the least that a Django page as large, or an answer, can do."""

import hashlib

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from candidates.models import Link
from scheduling.models import Interview

CONTENT: dict[str, str] = {}
"""``main``: what the page shows, words that stand fast, as many bytes as the product's own home has."""


def page(request: HttpRequest, token: str) -> HttpResponse:
    """One query by the token's hash, one template on the product's base page, as many bytes."""
    link = Link.objects.select_related("application").get(token_hash=_hash(token))
    facts = {"application": link.application, "main": mark_safe(CONTENT["main"])}  # noqa: S308  our own words
    return render(request, "bench/bare.html", facts)


@require_POST
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """One row read, one row written, in a transaction; then elsewhere."""
    with transaction.atomic():
        interview = Interview.objects.get(application__links__token_hash=_hash(token))
        interview.confirmed_at = timezone.now()
        interview.save(update_fields=["confirmed_at"])
    return redirect("bare_page", token)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
