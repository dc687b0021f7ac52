"""The OpenAPI description, told as it is: problems by their own content type, headers named."""

from typing import Any  # OpenAPI's documents are nested without end

from api.problems import CONTENT_TYPE

LIMITS = {
    "X-RateLimit-Limit": "Requests a minute that this key may make.",
    "X-RateLimit-Remaining": "How many of them are left.",
    "X-RateLimit-Reset": "Seconds until they are counted anew.",
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any text of your own, new for every application: repeating the request is then harmless.",
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9._~-]{1,120}$"},
}
MEANINGS = {
    "200": "It was known already, or this is what was asked for.",
    "201": "It is new.",
    "400": "The body is not JSON.",
    "401": "The key is missing, wrong, expired or revoked.",
    "403": "The key lacks the scope.",
    "404": "There is nothing here that this key may see.",
    "409": "Another person's application has this external_ref.",
    "413": "The body is larger than 64 kB.",
    "415": "The body is not application/json.",
    "422": "Some fields cannot be taken, or the Idempotency-Key was used for another request.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
}


def described(schema: Any) -> Any:
    """django-ninja's description, completed in place."""
    for path in schema["paths"].values():
        for method, operation in path.items():
            operation["responses"] = {
                str(status): _answer(str(status), answer)
                for status, answer in sorted(operation["responses"].items(), key=lambda one: str(one[0]))
            }
            if method == "post" and operation["operationId"] == "post_application":
                operation["parameters"] = [IDEMPOTENCY_KEY, *operation.get("parameters", [])]
    return schema


def _answer(status: str, answer: dict[str, Any]) -> dict[str, Any]:
    told = {**answer, "description": MEANINGS[status]}
    if status >= "400" and "application/json" in told.get("content", {}):
        told["content"] = {CONTENT_TYPE: told["content"]["application/json"]}
    headers = {name: {"description": words, "schema": {"type": "integer"}} for name, words in LIMITS.items()}
    if status == "429":
        headers["Retry-After"] = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
    return {**told, "headers": headers}
