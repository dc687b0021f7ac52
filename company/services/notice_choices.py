"""How one person hears of notices: kept, with their own address."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import transaction

from company.models import Staff, Webhook
from company.policy import HookFormat
from company.services import trail

NAME = "Slack"


def own_hook(staff: Staff) -> Webhook | None:
    return Webhook.objects.filter(staff=staff, format=HookFormat.SLACK).order_by("pk").first()


@transaction.atomic
def keep_choices(
    staff: Staff, choices: Mapping[str, Sequence[str]], *, digest_at: time, hook_url: str, now: datetime
) -> None:
    """What is told from now on; an empty ``hook_url`` takes the person's address away."""
    staff.notice_choices = {kind: list(ways) for kind, ways in choices.items()}
    staff.digest_at = digest_at
    staff.save(update_fields=["notice_choices", "digest_at"])
    _keep_hook(staff, hook_url, now)
    trail.record("notice_choices_changed", staff, now=now, by=staff)


def _keep_hook(staff: Staff, url: str, now: datetime) -> None:
    hook = own_hook(staff)
    if not url:
        if hook is not None:
            hook.delete()
        return
    if hook is None:
        hook = Webhook(staff=staff, format=HookFormat.SLACK, name=NAME, made_at=now)
    if hook.url != url:
        hook.url, hook.is_active, hook.failing_since = url, True, None
        hook.save()
