"""What every template may know about the instance."""

from django.conf import settings
from django.http import HttpRequest


def instance(request: HttpRequest) -> dict[str, object]:
    """``sandbox``: nothing leaves this machine, and every page says so."""
    return {"sandbox": settings.SANDBOX}
