"""Clearing up after time and crashes: plans nobody needs any more, claims whose worker is gone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from messaging import failpoints
from messaging.models import Attempt, Message
from messaging.policy import CASE_KINDS, Direction, State
from messaging.services.doubting import UNKNOWN_OUTCOME, begin_doubt


def reap(*, now: datetime) -> None:
    """``now`` is the product's time and ends plans; leases end in the machine's own time."""
    machine = timezone.now()
    _give_back_claims(machine)
    _doubt_what_was_sending(machine, now)
    _end_useless_plans(now)


def _give_back_claims(machine: datetime) -> None:
    """The worker died before the gate: nothing left us, so it is a plan again."""
    Message.objects.filter(state=State.CLAIMED, lease_until__lte=machine).update(
        state=State.PLANNED, claim="", lease_until=None
    )


def _doubt_what_was_sending(machine: datetime, now: datetime) -> None:
    """The worker died, or hangs, after the gate: it may have left. A slow one gets a little longer."""
    patience = timedelta(seconds=2 * settings.PROVIDER_SECONDS)
    with transaction.atomic():
        hanging = Message.objects.select_for_update(no_key=True).filter(
            state=State.SENDING, lease_until__lte=machine - patience
        )
        for message in hanging:
            Attempt.objects.filter(message=message, ended_at=None).update(ended_at=now, outcome="unknown")
            begin_doubt(message, "worker_lost")
    if hanging:
        failpoints.reached("doubted")


def _end_useless_plans(now: datetime) -> None:
    """Too late to help. A case's attempt does not vanish, nor what may have been said: a person sees it."""
    useless = Message.objects.filter(direction=Direction.OUT, state=State.PLANNED, expires_at__lte=now)
    in_doubt = Q(doubted_since__isnull=False)
    for plans, state, reason in (
        (useless.filter(in_doubt), State.NEEDS_PERSON, UNKNOWN_OUTCOME),
        (useless.filter(kind__in=CASE_KINDS).exclude(in_doubt), State.NEEDS_PERSON, "too_late"),
        (useless.exclude(kind__in=CASE_KINDS).exclude(in_doubt), State.EXPIRED, "too_late"),
    ):
        plans.update(state=state, reason=reason, settled_at=now, needs_follow_up=True)
