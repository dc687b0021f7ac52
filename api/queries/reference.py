"""The OpenAPI description, and its parts as the reference page shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any  # OpenAPI's documents are nested without end

from django.conf import settings

from api.door import api
from api.problems import STATUS, title_of
from api.reference_words import endpoint_words, field_words, status_words
from company.event_words import event_words
from company.policy import HookEvent

PREFIX = "/api/v1/"


@dataclass(frozen=True)
class Field:
    """One line of a table; ``name`` with dots where objects are nested."""

    name: str
    kind: str
    is_required: bool
    words: str


@dataclass(frozen=True)
class Endpoint:
    anchor: str
    method: str
    path: str
    words: str
    scope: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    answers: list[tuple[str, str]]


@cache
def description() -> dict[str, Any]:
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    schema["servers"] = [{"url": settings.PUBLIC_BASE_URL}]
    return dict(schema)


def page() -> dict[str, object]:
    return {
        "endpoints": list(_endpoints()),
        "problems": [(kind.replace("_", "-"), status, title_of(kind)) for kind, status in STATUS.items()],
        "events": [(str(event), event_words(event)) for event in HookEvent],
        "base": f"{settings.PUBLIC_BASE_URL}{PREFIX}",
        "per_minute": settings.API_LIMIT_PER_MINUTE,
    }


def _endpoints() -> Iterator[Endpoint]:
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            words, scope = endpoint_words(operation["operationId"])
            fine = next(one for status, one in operation["responses"].items() if status in {"200", "201"})
            yield Endpoint(
                anchor=operation["operationId"].replace("_", "-"),
                method=method.upper(),
                path=path,
                words=words,
                scope=scope,
                parameters=[_parameter(one) for one in operation.get("parameters", [])],
                body=list(_fields(_json_of(operation.get("requestBody", {})))),
                answer=list(_fields(_json_of(fine))),
                answers=[(status, status_words(status)) for status in operation["responses"]],
            )


def _json_of(part: dict[str, Any]) -> dict[str, Any]:
    return dict(part.get("content", {}).get("application/json", {}).get("schema", {}))


def _parameter(one: dict[str, Any]) -> Field:
    return Field(one["name"], _kind(one["schema"]), one["required"], field_words(one["name"]))


def _fields(schema: dict[str, Any], before: str = "") -> Iterator[Field]:
    schema = _resolved(schema)
    required = schema.get("required", [])
    for name, said in schema.get("properties", {}).items():
        inner = _resolved(said)
        listed = _resolved(inner.get("items", {}))
        nested = inner if "properties" in inner else listed if "properties" in listed else None
        full = f"{before}{name}" + ("[]" if "items" in inner else "")
        yield Field(full, _kind(said), name in required, field_words(name))
        if nested is not None:
            yield from _fields(nested, f"{full}.")


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return dict(description()["components"]["schemas"][name]) if name else schema


def _kind(schema: dict[str, Any]) -> str:
    schema = _resolved(schema)
    if "enum" in schema:
        return " | ".join(f'"{one}"' for one in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(_kind(one) for one in schema["anyOf"])
    kind = str(schema.get("format") or schema.get("type", ""))
    return f"{kind} ≤ {schema['maxLength']}" if "maxLength" in schema else kind
