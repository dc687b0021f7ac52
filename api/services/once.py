"""The same request with the same ``Idempotency-Key`` gets the same answer, also when both come at once.

The answer is written in the transaction of what it answers: a crash in between leaves neither. What was
refused is not kept, for nothing was done.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from candidates.services.locking import lock_keys
from company.models import ApiAnswer, ApiToken
from company.services.api_tokens import KEPT

Answer = tuple[int, dict[str, object]]


class KeyReused(Exception):
    """Another request came with this key before."""


def fingerprint_of(method: str, path: str, body: bytes) -> str:
    return hashlib.sha256(method.encode() + b"\0" + path.encode() + b"\0" + body).hexdigest()


@transaction.atomic
def answered_once(
    token: ApiToken, key: str, fingerprint: str, work: Callable[[], Answer], *, machine_now: datetime
) -> tuple[Answer, bool]:
    """The answer, and whether it was given before. Without a key the work is done anew. Raises KeyReused.

    ``work`` must not hold personal data in its answer: it is kept for a day.
    """
    if not key:
        return work(), False
    lock_keys([f"api:{token.pk}:{key}"])
    known = ApiAnswer.objects.filter(token=token, key=key).first()
    if known is not None and known.at < machine_now - KEPT:
        known.delete()
        known = None
    if known is not None:
        if known.fingerprint != fingerprint:
            raise KeyReused
        return (known.status or 200, known.body), True
    status, body = work()
    ApiAnswer.objects.create(
        token=token, key=key, fingerprint=fingerprint, status=status, body=body, at=machine_now
    )
    return (status, body), False
