"""The stores to choose from, where they are too many for a menu on every screen."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from dashboard.scope import scope_of


@login_required
def stores(request: HttpRequest) -> HttpResponse:
    """A page of its own; the open menu asks for its rows alone."""
    scope = scope_of(request)
    template = "_stores" if request.headers.get("HX-Request") == "true" else "stores"
    context = {"chosen": scope.location, "stores": scope.locations().order_by("name", "pk")}
    response = render(request, f"dashboard/shell/{template}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
