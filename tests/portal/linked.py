"""A candidate's browser on their own page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any  # form fields and headers by name

from django.test import Client

from candidates.models import Application
from candidates.services.links import mint
from scheduling.models import Interview
from tests.factories import NOW


@dataclass
class Door:
    """What this person sees and sends; every post carries the version given."""

    client: Client
    token: str

    def address(self, page: str = "") -> str:
        return f"/i/{self.token}/{page}"

    def get(self, page: str = "", **more: Any) -> Any:
        return self.client.get(self.address(page), **more)

    def post(self, page: str, interview: Interview | None = None, headers: Any = None, **said: Any) -> Any:
        shown = {"version": interview.version} if interview else {}
        return self.client.post(self.address(page), shown | said, headers=headers)

    def text(self, page: str = "") -> str:
        response = self.get(page)
        assert response.status_code == 200
        content: str = response.content.decode()
        return content


def a_door(application: Application, *, client: Client | None = None, now: datetime = NOW) -> Door:
    return Door(client or Client(), mint(application, now=now))
