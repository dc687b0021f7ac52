"""The machines' door."""

from django.urls import include, path, re_path

from api import door, problems
from api.views import reference

app_name = "api"
urlpatterns = [
    path("api/v1/openapi.json", reference.openapi, name="openapi"),
    path("api/v1/docs/", reference.docs, name="docs"),
    path("api/v1/", include((door.urlpatterns, "machine"))),
    re_path(r"^api/v1/(?P<rest>.*)$", problems.not_found, name="nothing"),
]
