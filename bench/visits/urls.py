"""The product's addresses, and the bare ones."""

from django.urls import path

from bench.visits import bare
from config.urls import urlpatterns as products

urlpatterns = [
    *products,
    path("bare/<slug:token>/", bare.page, name="bare_page"),
    path("bare/<slug:token>/yes/", bare.confirm, name="bare_confirm"),
]
