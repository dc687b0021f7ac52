"""What is on record about a person, put right at their wish: name, kana, date of birth."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from candidates.models import Application, Candidate
from candidates.services.indexing import index
from candidates.services.locking import lock_living
from candidates.signals import application_changed
from company.models import Staff
from company.services import trail

NAMED = ("family_name", "given_name", "family_kana", "given_kana", "birth_on")


class Nameless(Exception):
    """Either name is enough; none is not."""


@transaction.atomic
def correct(
    candidate: Candidate, values: Mapping[str, str | date | None], *, by: Staff, now: datetime
) -> None:
    """Write what differs of ``NAMED``; what is planned says the right name at once.

    The trail keeps which fields, never what stood there. Raises Nameless and PersonErased.
    """
    known = lock_living(candidate.pk)
    changed = {field: value for field, value in values.items() if getattr(known, field) != value}
    if not changed:
        return
    names = [changed.get(field, getattr(known, field)) for field in ("family_name", "given_name")]
    if not any(names):
        raise Nameless
    Candidate.objects.filter(pk=known.pk).update(**changed)
    candidate.refresh_from_db(fields=list(NAMED))
    index(candidates=[known.pk])
    trail.record("candidate_corrected", known, now=now, by=by, fields=sorted(changed))
    for pk in Application.objects.active().filter(candidate=known).values_list("pk", flat=True):
        application_changed.send(sender=Application, application_id=pk, now=now)
