"""Asking somebody by e-mail to make their own account: one link, one use, seven days."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from company.models import Location, Staff, StaffInvitation, StaffMail
from company.policy import Role
from company.services import staff_mail
from company.services.profile import the_company
from company.services.staffing import keep_staff
from company.services.trail import record

LASTS = timedelta(days=7)
Link = Callable[[str], str]
"""From a token to the whole address that opens its page."""


class AlreadyHere(Exception):
    """Somebody with this address already signs in."""


class InvitationOver(Exception):
    """``reason`` is ``used``, ``revoked``, ``expired`` or ``unknown``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def invite(
    email: str,
    *,
    role: Role,
    locations: Sequence[Location],
    language: str,
    link: Link,
    by: Staff | None,
    now: datetime,
    machine_now: datetime,
) -> tuple[StaffInvitation, str]:
    """A new invitation and its address; an earlier one to the same e-mail ends. Raises AlreadyHere."""
    email = email.strip().lower()
    if Staff.objects.filter(is_active=True, email__iexact=email).exists() or _is_a_user_name(email):
        raise AlreadyHere
    for earlier in open_invitations().filter(email=email):
        revoke(earlier, by=by, now=now)
    token = secrets.token_urlsafe(16)
    invitation = StaffInvitation.objects.create(
        email=email,
        role=role,
        language=language,
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + LASTS,
    )
    invitation.locations.set(locations)
    record("staff_invited", invitation, now=now, by=by, role=str(role))
    _mail(invitation, link(token), now=now, machine_now=machine_now)
    return invitation, link(token)


@transaction.atomic
def send_again(
    invitation: StaffInvitation, *, link: Link, by: Staff, now: datetime, machine_now: datetime
) -> str:
    """The same invitation under a new address, for seven days from now; the old address ends."""
    held = StaffInvitation.objects.select_for_update().get(pk=invitation.pk)
    if held.accepted_at or held.revoked_at:
        raise InvitationOver("used" if held.accepted_at else "revoked")
    token = secrets.token_urlsafe(16)
    held.token_hash, held.expires_at = hash_of(token), now + LASTS
    held.save(update_fields=["token_hash", "expires_at"])
    record("staff_invited_again", held, now=now, by=by)
    _call_off_mail(held)
    _mail(held, link(token), now=now, machine_now=machine_now)
    return link(token)


@transaction.atomic
def revoke(invitation: StaffInvitation, *, by: Staff | None, now: datetime) -> None:
    """Its link opens nothing any more. Doing it twice changes nothing."""
    is_open = StaffInvitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if is_open.update(revoked_at=now):
        record("staff_invitation_revoked", invitation, now=now, by=by)
        _call_off_mail(invitation)


def find(token: str, *, now: datetime, lock: bool = False) -> StaffInvitation:
    """Raises InvitationOver."""
    rows = StaffInvitation.objects.select_for_update() if lock else StaffInvitation.objects
    invitation = rows.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise InvitationOver("unknown")
    if invitation.accepted_at:
        raise InvitationOver("used")
    if invitation.revoked_at:
        raise InvitationOver("revoked")
    if invitation.expires_at <= now:
        raise InvitationOver("expired")
    return invitation


@transaction.atomic
def accept(token: str, *, name: str, password: str, language: str, now: datetime) -> Staff:
    """Make the account the invitation promised; they sign in by its e-mail. Raises InvitationOver."""
    invitation = find(token, now=now, lock=True)
    if _is_a_user_name(invitation.email):
        raise InvitationOver("used")
    staff = Staff(
        username=invitation.email,
        email=invitation.email,
        display_name=name,
        role=invitation.role,
        language=language,
    )
    staff.set_password(password)
    keep_staff(staff, by=staff, now=now, fields=[])
    staff.locations.set(invitation.locations.all())
    invitation.accepted_at, invitation.accepted_by = now, staff
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record("staff_invitation_accepted", invitation, now=now, by=staff)
    return staff


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations() -> QuerySet[StaffInvitation]:
    return StaffInvitation.objects.filter(accepted_at=None, revoked_at=None)


def _is_a_user_name(email: str) -> bool:
    return Staff.objects.filter(username__iexact=email).exists()


def _call_off_mail(invitation: StaffInvitation) -> None:
    staff_mail.call_off(StaffMail.objects.filter(key__startswith=f"invitation:{invitation.pk}:"))


def _mail(invitation: StaffInvitation, address: str, *, now: datetime, machine_now: datetime) -> None:
    company = the_company().name
    with translation.override(invitation.language):
        if invitation.invited_by:
            who = _("%(name)s invites you to work with the applicants of %(company)s.") % {
                "name": invitation.invited_by,
                "company": company,
            }
        else:
            who = _("You are invited to work with the applicants of %(company)s.") % {"company": company}
        subject = _("%(company)s: your account for applicants and interviews") % {"company": company}
        body = _(
            "%(who)s\n\nPlease choose your password here:\n{link}\n\nThe link works once, for seven days. "
            "If you did not expect this e-mail, you need do nothing."
        ) % {"who": who}
    staff_mail.write(
        invitation.email,
        key=f"invitation:{invitation.pk}:{invitation.token_hash[:16]}",
        subject=subject,
        body=body,
        secret=address,
        now=now,
        not_before=machine_now,
    )
