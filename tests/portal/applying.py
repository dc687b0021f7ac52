"""A job's public page as somebody fills it in."""

import html
import re
import uuid
from typing import Any  # form fields by name, and what the test client answers

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from candidates.models import Job
from tests.factories import NOW


@pytest.fixture(autouse=True)
def at_ten() -> Any:  # a context manager's generator
    with time_machine.travel(NOW, tick=False):
        yield


def page(client: Client, job: Job) -> str:
    return client.get(reverse("portal:job", args=[job.slug])).content.decode()


def written(**values: Any) -> dict[str, Any]:
    """What a person's phone sends; ``None`` leaves a field out."""
    known = {
        "form_key": str(uuid.uuid4()),
        "website": "",
        "family_name": "森田",
        "given_name": "悠斗",
        "family_kana": "もりた",
        "given_kana": "ゆうと",
        "phone": "090-1234-5678",
        "email": "yuto@example.jp",
        "preferred_channel": "sms",
        "preferred_hours": ["8:00–11:00", "17:00–20:00"],
        "motivation": "接客が好きです",
        "availability": "水曜以外",
        "language": "ja",
        "consent": "on",
    }
    return {name: value for name, value in (known | values).items() if value is not None}


def apply(client: Client, job: Job, **values: Any) -> Any:  # the test client's response
    return client.post(reverse("portal:job", args=[job.slug]), written(**values))


def errors(answer: Any) -> list[str]:
    """Field by field, as the page that came back says them."""
    found = re.findall(
        r'class="field__error" id="(id_\w+)_error">.*?<span>(.*?)</span>', answer.content.decode()
    )
    return [f"{name}: {html.unescape(words)}" for name, words in found]
