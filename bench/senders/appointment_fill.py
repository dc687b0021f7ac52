"""Its rows: ``python -m bench.senders.appointment_fill HOW_MANY OUT``.

A service, a member of staff, and so many clients who are signed in.
"""

import json
import sys
from datetime import time, timedelta
from pathlib import Path

import django


def main(how_many: int, out: Path) -> None:
    django.setup()
    from appointment.models import (  # type: ignore[import-not-found]  # installed for measuring alone
        Service,
        StaffMember,
        WorkingHours,
    )
    from django.contrib.auth import get_user_model

    users = get_user_model().objects
    service = Service.objects.create(name="Interview", duration=timedelta(minutes=30), price=0)
    staff = StaffMember.objects.create(user=users.create_user("staff", "staff@example.com"))
    staff.services_offered.add(service)
    for day in range(7):
        WorkingHours.objects.create(
            staff_member=staff, day_of_week=day, start_time=time(9), end_time=time(18, 30)
        )
    clients = [users.create_user(f"client-{n}", f"client-{n}@example.com") for n in range(how_many)]
    told = {"service": service.pk, "staff": staff.pk, "sessions": [_signed_in(user) for user in clients]}
    out.write_text(json.dumps(told))


def _signed_in(user: object) -> str:
    """A session such as its sign-in leaves behind."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]  # a user
    request.session.save()
    return str(request.session.session_key)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
