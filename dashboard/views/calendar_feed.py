"""「カレンダー連携」: one's own calendar address, shown once; owners revoke others' as well."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from company import clock
from dashboard.aside import wants_back
from dashboard.queries.calendar_feeds import feeds_for, may_have_one
from dashboard.scope import staff_of
from dashboard.views.coming_back import came_back
from scheduling.models import CalendarFeed
from scheduling.services.subscriptions import UnknownFeed, bring_feed_back, make_feed, open_feed, revoke_feed

JUST_MADE = "calendar_feed_just_made"
"""In the session from the press until the page that shows it, which is the next one; kept nowhere else."""


@login_required
@never_cache
@require_safe
def calendar_feeds(request: HttpRequest) -> HttpResponse:
    """An address just made is shown this once; a reload shows none, and changes nothing."""
    return _page(request, _just_made(request))


@login_required
@never_cache
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """The answer leads to the page that shows it: sent again by a reload, it would end the address copied."""
    staff = staff_of(request)
    if not may_have_one(staff):
        raise PermissionDenied
    request.session[JUST_MADE] = make_feed(staff, now=clock.now())
    return redirect("dashboard:calendar_feeds")


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    staff = staff_of(request)
    theirs = CalendarFeed.objects.all() if staff.sees_everything else CalendarFeed.objects.filter(staff=staff)
    feed = get_object_or_404(theirs, pk=pk)
    if wants_back(request):
        return came_back(request, bring_feed_back, feed, "dashboard:calendar_feeds")
    revoke_feed(feed, by=staff, now=clock.now())
    messages.success(request, _("This address gives nothing any more."), extra_tags=f"{request.path}?back=1")
    return redirect("dashboard:calendar_feeds")


def _just_made(request: HttpRequest) -> str:
    """Taken out of the session; empty when there is none, or when it has been revoked meanwhile."""
    token: str = request.session.pop(JUST_MADE, "") if request.method == "GET" else ""
    try:
        return token if token and open_feed(token).staff == request.user else ""
    except UnknownFeed:
        return ""


def _page(request: HttpRequest, token: str) -> HttpResponse:
    staff = staff_of(request)
    address = settings.PUBLIC_BASE_URL + reverse("portal:calendar_feed", args=[token]) if token else ""
    webcal = f"webcal://{address.partition('://')[2]}" if token else ""
    context = {
        "address": address,
        "webcal": webcal,
        "qr": _qr(webcal) if token else "",
        "feeds": feeds_for(staff),
        "may_have_one": may_have_one(staff),
    }
    return render(request, "dashboard/calendar/feed.html", context)


def _qr(address: str) -> SafeString:
    """Drawn here, of an address made here."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        dark="#000", light="#fff", border=3, omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno writes numbers only
