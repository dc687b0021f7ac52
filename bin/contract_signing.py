"""For schemathesis, at the providers' entrances: signs what it asks as the provider would, or forges it.

Which of the two depends on the words of the request alone, so the same seed asks the same. A forged one must
be refused whatever stands in it. Loaded by ``SCHEMATHESIS_HOOKS``; the secrets come from ``contract.py``.
"""

import base64
import hashlib
import hmac
import os
from typing import Any  # schemathesis and requests ship no types here
from urllib.parse import parse_qsl, urlsplit

import schemathesis  # type: ignore[import-not-found]  # lives in .venv-contract alone

TWILIO, LINE, MAIL = (os.environ[f"CONTRACT_{name}"] for name in ("TWILIO", "LINE", "MAIL"))
BASE = os.environ["CONTRACT_BASE"]
REFUSED = {400, 403, 404, 405, 413}
FORGED = "X-Contract-Forged"
ONE_IN = 4


class Signing:
    """What ``requests`` calls with the request as it leaves."""

    def __call__(self, request: Any) -> Any:
        body = request.body or b""
        whole = body.encode() if isinstance(body, str) else bytes(body)
        forged = int(hashlib.sha256(request.url.encode() + whole).hexdigest(), 16) % ONE_IN == 0
        if forged:
            request.headers[FORGED] = "1"
        name, value = signature(request, whole, "forged" if forged else "")
        request.headers[name] = value
        return request


def signature(request: Any, body: bytes, instead: str) -> tuple[str, str]:
    """The header's name and value; ``instead`` is signed with in place of the secret."""
    path = urlsplit(request.url).path
    if path.startswith("/hooks/twilio/"):
        said = BASE + path + "".join(a + b for a, b in sorted(parse_qsl(_text(body), True)))
        return "X-Twilio-Signature", _signed(instead or TWILIO, said.encode(), "sha1")
    if path.startswith("/hooks/line/"):
        return "x-line-signature", _signed(instead or LINE, body, "sha256")
    return "Authorization", "Basic " + base64.b64encode((instead or MAIL).encode()).decode()


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")


def _signed(secret: str, said: bytes, algorithm: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), said, algorithm).digest()).decode()


@schemathesis.hook  # type: ignore[untyped-decorator]  # its types are not here
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    kwargs["auth"] = Signing()


@schemathesis.check  # type: ignore[untyped-decorator]
def forged_is_refused(context: Any, response: Any, case: Any) -> None:
    told = response.request.headers
    if told.get(FORGED) and response.status_code not in REFUSED:
        raise AssertionError(f"a forged request was answered with {response.status_code}")
