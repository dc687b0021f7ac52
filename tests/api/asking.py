"""Asking the API in a test."""

import json
from typing import Any  # JSON

from django.http import HttpResponse
from django.test import Client

from candidates.models import Job

BASE = "/api/v1"


def ask(key: str, path: str, **options: Any) -> Any:
    return Client().get(BASE + path, headers={"Authorization": f"Bearer {key}"}, **options)


def post(key: str, body: object, path: str = "/applications", **headers: str) -> Any:
    said = body if isinstance(body, str) else json.dumps(body)
    sent = {
        "Authorization": f"Bearer {key}",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return Client().post(BASE + path, said, content_type="application/json", headers=sent)


def an_order(job: Job, **values: Any) -> dict[str, Any]:
    """The smallest application another system can post."""
    person = {"full_name": "田中 花子", "phone": "090-1234-5678"} | values.pop("applicant", {})
    return {"job": job.slug, "applicant": person, **values}


def told(response: HttpResponse) -> Any:
    return json.loads(response.content)
