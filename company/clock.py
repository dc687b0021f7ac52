"""The product's clock. Edges read it; everything inside is handed ``now``.

In the sandbox it may run ahead of the machine's clock by the shift that one row holds, so all
processes agree. Outside the sandbox it is the machine's clock, and there is no way to move it.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, timezone-aware, in UTC."""
    machine = timezone.now()
    if not settings.SANDBOX:
        return machine
    return machine + shift()


def shift() -> timedelta:
    """How far the sandbox's clock runs ahead; zero until somebody moves it."""
    from company.models import ClockShift  # models need the app registry, which a clock should not

    row = ClockShift.objects.first()
    return timedelta(seconds=row.shift_seconds if row else 0)
