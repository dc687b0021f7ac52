"""The product's addresses, and the bare ones."""

from django.urls import path

from bench.visits import bare, plain_admin
from config.urls import urlpatterns as products

urlpatterns = [
    *products,
    path("plain/", plain_admin.site.urls),
    path("bare/<slug:token>/", bare.page, name="bare_page"),
    path("bare/<slug:token>/yes/", bare.confirm, name="bare_confirm"),
]
