"""A forgotten password: a link by e-mail, through the outbox of mails to staff."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from company.models import Staff, StaffMail
from company.services import staff_mail
from company.services.profile import the_company
from company.services.trail import record

SAME_PRESS = timedelta(minutes=10)
Link = Callable[[str, str], str]
"""From a person's number and a token, as they stand in an address, to the whole address."""


def ask_for_new_password(email: str, *, link: Link, now: datetime, machine_now: datetime) -> None:
    """Write to whoever signs in with this address; to nobody else, and nothing tells which it was.

    Pressed again within ten minutes it writes no second mail.
    """
    for staff in Staff.objects.filter(email__iexact=email.strip(), is_active=True):
        if staff_mail.may_be_written_to(staff):
            mail_new_password(staff, link=link, by=None, now=now, machine_now=machine_now)


def mail_new_password(
    staff: Staff, *, link: Link, by: Staff | None, now: datetime, machine_now: datetime
) -> None:
    """Also an owner's button for a colleague: nobody learns a colleague's password."""
    earlier = StaffMail.objects.filter(to=staff, key__startswith=f"new-password:{staff.pk}:")
    if earlier.filter(created_at__gt=now - SAME_PRESS).exists():
        return
    person = urlsafe_base64_encode(force_bytes(staff.pk))
    with translation.override(staff.language):
        subject = _("%(company)s: choose a new password") % {"company": the_company().name}
        body = _(
            "Dear %(name)s,\n\nhere you choose a new password:\n{link}\n\nThe link works once, for a day. "
            "If you did not ask for it, you need do nothing; the old password stays."
        ) % {"name": staff}
    bucket = int(machine_now.timestamp() / SAME_PRESS.total_seconds())  # two at once are one
    staff_mail.write(
        staff,
        key=f"new-password:{staff.pk}:{bucket}",
        subject=subject,
        body=body,
        secret=link(person, default_token_generator.make_token(staff)),
        now=now,
        not_before=machine_now,
    )
    record("new_password_asked", staff, now=now, by=by)
