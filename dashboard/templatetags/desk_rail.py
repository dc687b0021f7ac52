"""Which entry of the main menu a screen stands under."""

from django import template

register = template.Library()
UNDER = {
    "/desk/overdue/": "today",
    "/desk/day/": "today",
    "/desk/attention/": "today",
    "/desk/applications/": "people",
    "/desk/people/": "people",
    "/desk/merging/": "people",
    "/desk/imports/": "people",
    "/desk/bulk/": "people",
    "/desk/messages/": "people",
    "/desk/calls/": "calls",
    "/desk/slots/": "slots",
    "/desk/earlier/": "slots",
    "/desk/cases/": "cases",
    "/desk/insights/": "insights",
    "/desk/jobs/": "jobs",
    "/desk/contents/": "jobs",
    "/desk/templates/": "texts",
    "/desk/cadence/": "texts",
    "/desk/snippets/": "texts",
    "/status": "sending",
    "/sandbox/": "phone",
    "/desk/settings/": "settings",
    "/desk/company/": "settings",
    "/desk/locations/": "settings",
    "/desk/boards/": "settings",
    "/desk/tablets/": "settings",
    "/desk/two-steps/": "settings",
    "/desk/calendar-feed/": "settings",
    "/desk/notices/choices/": "settings",
    "/desk/me/": "settings",
}
"""By the beginning of the address; what stands under none (the notices) marks none."""


@register.simple_tag
def rail_place(path: str) -> str:
    """The key of the entry that is marked as current."""
    if path == "/desk/":
        return "today"
    if "/call-screen/" in path:
        return "calls"
    return next((key for start, key in UNDER.items() if path.startswith(start)), "")
