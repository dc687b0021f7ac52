"""Drawing a linked page: the facts all share, and the present state as the answer to everything else."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from candidates.models import Application
from company.prepared import Prepared
from company.services.profile import calls_from
from portal.forms_coming import Week
from portal.forms_me import ABSENCE_REASONS
from portal.services.just_done import just_done
from portal.services.line_offer import is_offered
from portal.services.present import Present, present
from portal.services.standing import Standing
from portal.services.times import Asked, Mine, choice_of_times
from portal.services.told import told_lately
from portal.views.linked import Visit
from scheduling.models import LEAVING_REASONS, MOVING_REASONS, Slot, SlotHold
from scheduling.policy import Mode
from scheduling.services.calendars import web_links
from scheduling.services.offering import coming_of

READ_WITH = ("candidate", "job__location", "job__owner", "owner")
_APPLICATION = Prepared(lambda pk: Application.objects.select_related(*READ_WITH).filter(pk=pk))
MAP_SEARCH = "https://www.google.com/maps/search/?"


def where_they_stand(visit: Visit) -> Present:
    """Read anew: a refused change means that the page's own facts have aged."""
    application = _APPLICATION.first(visit.application.pk)
    if application is None:
        raise Application.DoesNotExist
    return present(application, visit.now)


def draw(
    request: HttpRequest, visit: Visit, template: str, here: Present, *, status: int = 200, **more: object
) -> HttpResponse:
    """A page below ``portal/me/`` with the facts every one of them needs."""
    job = here.application.job
    location = here.slot.location if here.slot else job.location  # the job may have moved since
    facts = {
        "token": visit.token,
        "here": here,
        "name": here.application.candidate.call_name,
        "company": here.company,
        "job": job,
        "location": location,
        "in_charge": here.in_charge,
        "now": visit.now,
        "caller_number": calls_from(location, here.company),
        "help_number": here.company.online_help_phone or location.phone or here.company.caller_number,
        "line_is_offered": is_offered(),
        "week": Week(coming_of(here.application)),
        "told": told_lately(here),
        "map_address": location.map_url or _map_search(location.postal_address),
    }
    response = render(request, f"portal/me/{template}.html", facts | more, status=status)
    if any(content.url for content in here.contents):
        # Opening one is a form whose answer leads elsewhere, and browsers hold redirects to form-action, too.
        setattr(response, "_csp_update", {"form-action": "https:"})  # noqa: B010  what csp_update() sets
    return response


def draw_present(
    request: HttpRequest, visit: Visit, *, status: int = 200, trouble: str = "", message_error: str = ""
) -> HttpResponse:
    """The one page of the present state. ``trouble`` says why what was asked for was not done."""
    read_already = request.method != "POST"  # with the link itself, a moment ago
    here = present(visit.application, visit.now) if read_already else where_they_stand(visit)
    done = just_done(here)
    if here.standing is Standing.INVITED:
        return draw_choice(
            request,
            visit,
            here,
            status=status,
            trouble=trouble,
            message_error=message_error,
            just_done=done,
        )
    return draw(
        request,
        visit,
        here.standing,
        here,
        status=status,
        trouble=trouble,
        message_error=message_error,
        just_done=done,
        **_more_of(here),
    )


def draw_choice(
    request: HttpRequest,
    visit: Visit,
    here: Present,
    *,
    status: int = 200,
    taken: Slot | None = None,
    template: str = "pick",
    **more: object,
) -> HttpResponse:
    """The live times to choose from."""
    held = here.held
    choice = choice_of_times(
        here.application,
        now=visit.now,
        interview=here.interview,
        asked=Asked(
            _mode(request, taken or (held.slot if held else None)), _since(request), "all" in request.GET
        ),
        mine=Mine(here.slot, taken, held.slot_id if held else None),
    )
    shown = held if held is not None and held.slot.mode == choice.mode else None
    facts = {
        "location": here.application.job.location,  # where the times are, wherever they are booked now
        "choice": choice,
        "held": shown,
        "held_seconds": seconds_left(shown, visit.now),
        "moving_reasons": MOVING_REASONS if here.asks_why_they_move else (),
    }
    return draw(request, visit, template, here, status=status, **facts | more)


def seconds_left(held: SlotHold | None, now: datetime) -> int:
    """How long the time is still kept; the page counts on from there, whatever its own clock says."""
    return int((held.until - now).total_seconds()) if held else 0


def stale(request: HttpRequest, visit: Visit, trouble: str) -> HttpResponse:
    """Nothing was changed; here is how things stand."""
    return draw_present(request, visit, status=409, trouble=trouble)


def _more_of(here: Present) -> dict[str, object]:
    if here.standing is Standing.BOOKED and here.interview is not None and here.slot is not None:
        google, outlook = web_links(here.interview, here.slot, here.company)
        return {"google_calendar": google, "outlook_calendar": outlook}
    if here.standing is Standing.WITHDRAWN:
        return {"reasons": LEAVING_REASONS}
    if here.standing in {Standing.ABSENT, Standing.EXCUSED, Standing.CANCELLED, Standing.WAITING}:
        return {
            "reasons": ABSENCE_REASONS,
        }
    return {}


def _mode(request: HttpRequest, taken: Slot | None) -> Mode | None:
    """The way asked for; else that of the time just lost, or kept for them."""
    asked = request.POST.get("how") or request.GET.get("how", "")
    if asked in set(Mode):
        return Mode(asked)
    return Mode(taken.mode) if taken is not None else None


def _since(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("from", ""))
    except ValueError:  # well formed, and no such day
        return None


def _map_search(address: str) -> str:
    return MAP_SEARCH + urlencode({"api": "1", "query": address}) if address else ""
