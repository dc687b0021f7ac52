"""A browser that has signed in, for the screens of the desk."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from company.models import Staff


def signed_in(staff: Staff) -> Client:
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


def questions(client: Client, address: str) -> int:
    """How many times a page asks the database, once everything that is kept has been kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)
