"""One application's page: where it is, and its buttons."""

from typing import Any  # form fields by name

from django.test import Client

from candidates.models import Application
from tests.dashboard.signed_in import text_of


def page_of(application: Application) -> str:
    return f"/desk/applications/{application.pk}/"


def press(screen: Client, application: Application, action: str, **fields: Any) -> str:
    """Press a button of the page without script and read where it leads."""
    return text_of(screen.post(f"{page_of(application)}{action}/", fields, follow=True))
