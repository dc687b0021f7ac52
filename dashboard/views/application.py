"""One application: the person, the one conversation, the interview, what comes next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from company import clock
from dashboard.scope import acting
from dashboard.views.answering import the_application
from dashboard.views.desk import htmx_target
from dashboard.views.showing import page_context, reading_context, thread_context


@login_required
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; htmx asks the same address for its thread or its interview card alone."""
    found, now, target = the_application(request, pk), clock.now(), htmx_target(request)
    if target == "thread":
        response = render(request, "dashboard/candidate/_thread.html", thread_context(request, found, now))
    elif target == "interview":
        response = render(request, "dashboard/candidate/_interview.html", page_context(request, found, now))
    else:
        response = render(request, "dashboard/candidate/page.html", page_context(request, found, now))
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@acting
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """The counter under the composer and what is worth another look, for what stands in it now."""
    found, now = the_application(request, pk), clock.now()
    typed = (request.POST.get(name, "") for name in ("channel", "subject", "body"))
    context = reading_context(request, found, *typed, now=now) | {"now": now}
    return render(request, "dashboard/candidate/_counted.html", context)
