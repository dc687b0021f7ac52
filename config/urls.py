"""The two doors, the sandbox, the administration and the machines' entrances."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("dashboard.urls")),
    path("", include("messaging.urls")),
    path("", include("api.urls")),
    path("", include("sandbox.simulator.urls")),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
]
if settings.SANDBOX:
    urlpatterns.append(path("sandbox/", include("sandbox.urls")))
