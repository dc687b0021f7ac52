"""Small things somebody deleted, laid aside in their session: the toast can bring the last one back."""

from typing import Any  # what is laid aside is JSON

from django.http import HttpRequest


def lay_aside(request: HttpRequest, kind: str, **values: Any) -> None:
    """In place of what was laid aside before."""
    request.session[f"aside-{kind}"] = values


def take_up(request: HttpRequest, kind: str) -> dict[str, Any] | None:
    """Once; None when there is nothing (any more)."""
    found: dict[str, Any] | None = request.session.pop(f"aside-{kind}", None)
    return found


def wants_back(request: HttpRequest) -> bool:
    """Whether the button of a toast was pressed: its address ends in ``?back=1``."""
    return "back" in request.GET
