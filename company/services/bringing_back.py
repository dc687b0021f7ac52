"""What was shut by a press is opened by another, for a quarter of an hour: keys, tablets, invitations."""

from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet

from company.models import ApiToken, SharedTablet, Staff, StaffInvitation
from company.services.trail import record

FOR = timedelta(minutes=15)
M = TypeVar("M", bound=Model)


class NoWayBack(Exception):
    """Too late, or something newer has taken its place."""


def bring_token_back(token: ApiToken, *, by: Staff, now: datetime) -> None:
    """Raises NoWayBack."""
    _open(ApiToken.objects.filter(pk=token.pk), token, "api_key_brought_back", by=by, now=now)


def bring_tablet_back(tablet: SharedTablet, *, by: Staff, now: datetime) -> None:
    """Raises NoWayBack."""
    _open(SharedTablet.objects.filter(pk=tablet.pk), tablet, "sharedtablet_brought_back", by=by, now=now)


def bring_invitation_back(invitation: StaffInvitation, *, by: Staff, now: datetime) -> None:
    """The link that was mailed opens again. Raises NoWayBack, also when they have been invited anew."""
    others = StaffInvitation.objects.filter(email=invitation.email, revoked_at=None).exclude(pk=invitation.pk)
    if others.exists() or Staff.objects.filter(is_active=True, email__iexact=invitation.email).exists():
        raise NoWayBack
    rows = StaffInvitation.objects.filter(pk=invitation.pk, accepted_at=None, expires_at__gt=now)
    _open(rows, invitation, "staff_invitation_brought_back", by=by, now=now)


@transaction.atomic
def _open(rows: QuerySet[M], row: M, action: str, *, by: Staff, now: datetime) -> None:
    if not rows.filter(revoked_at__gte=now - FOR).update(revoked_at=None):
        raise NoWayBack
    record(action, row, now=now, by=by)
