"""今日: who comes today, and what to do next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from company import clock


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    return render(request, "dashboard/desk/desk.html", {"now": clock.now()})
