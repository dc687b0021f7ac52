"""The public form: the limits that keep it from texting strangers, then the intake.

Limits run on the machine's own time over the last 24 hours. What they count by (network address,
phone, e-mail) is kept only as a keyed hash, and for a day.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils.crypto import salted_hmac

from candidates.models import Application, FormUse, Job
from candidates.policy import Applicant, same_person_key
from candidates.policy.people import identity_of, is_same_person
from candidates.services.intake import receive
from candidates.services.locking import lock_keys
from candidates.services.recognising import identity

WINDOW = timedelta(days=1)


class TooManyApplications(Exception):
    """A limit is reached; ``which`` is address, contact or day."""

    def __init__(self, which: str) -> None:
        super().__init__(which)
        self.which = which


def apply_by_form(
    applicant: Applicant, *, job: Job, form_key: UUID, address: str, now: datetime, machine_now: datetime
) -> Application:
    """Store what the public form says. The same press twice gives the same application.

    ``address`` is the visitor's network address. Raises TooManyApplications.
    """
    with transaction.atomic():
        lock_keys(same_person_key(applicant) | {f"form:{form_key}"})
        if not _is_the_same_press(form_key, applicant):
            _count(applicant, address=address, machine_now=machine_now)
        return receive(applicant, job=job, now=now, form_key=form_key)


def _is_the_same_press(form_key: UUID, applicant: Applicant) -> bool:
    """Only the same person's: whoever types another's number into a used form is counted like anybody."""
    pressed = Application.objects.select_related("candidate").filter(form_key=form_key).first()
    return pressed is not None and is_same_person(identity_of(applicant), identity(pressed.candidate))


def forget_old_uses(*, machine_now: datetime) -> int:
    """Delete what no limit looks at any more."""
    return FormUse.objects.filter(at__lt=machine_now - WINDOW).delete()[0]


def _count(applicant: Applicant, *, address: str, machine_now: datetime) -> None:
    contacts = [value for value in (applicant.phone, applicant.email) if value]
    limits = {
        _hash("day", ""): ("day", settings.APPLY_LIMIT_PER_DAY),
        _hash("address", address): ("address", settings.APPLY_LIMIT_PER_ADDRESS),
        **{_hash("contact", value): ("contact", settings.APPLY_LIMIT_PER_CONTACT) for value in contacts},
    }
    used = _used(limits, since=machine_now - WINDOW)
    for key, (which, most) in limits.items():
        if used.get(key, 0) >= most:
            raise TooManyApplications(which)
    FormUse.objects.bulk_create([FormUse(address_hash=key, at=machine_now) for key in limits])


def _used(keys: Iterable[str], *, since: datetime) -> dict[str, int]:
    uses = FormUse.objects.filter(address_hash__in=list(keys), at__gt=since)
    return dict(uses.values_list("address_hash").annotate(Count("pk")))


def _hash(kind: str, value: str) -> str:
    return salted_hmac("candidates.form_use", f"{kind}:{value}", algorithm="sha256").hexdigest()
