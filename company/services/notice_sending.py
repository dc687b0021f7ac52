"""Notices leaving the desk: one mail for what belongs together, one post for a person's own address.

What is written is a row again (an e-mail to staff, a webhook's delivery), in the transaction that marks the
notices as told, so that none is told twice and none is lost.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from company.models import Notice, Staff, StaffMail, StaffMailState, Webhook, WebhookDelivery
from company.moments import day_hour_words, hour_words
from company.policy import HookFormat
from company.services import staff_mail, webhooks
from company.services.notice_words import notice_words

A_RUN = 500
LONGEST_MAIL = 40
EVENT = "notice"


def send_due(*, now: datetime, machine_now: datetime) -> int:
    """Write the mails and posts that are due; returns how many notices were told."""
    return _mail_due(now, machine_now) + _post_due(now)


@transaction.atomic
def _mail_due(now: datetime, machine_now: datetime) -> int:
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    due = list(
        rows.filter(mail_due_at__lte=now).select_related("to").order_by("to", "is_digest", "at", "pk")[:A_RUN]
    )
    for (_person, is_digest), group in groupby(due, key=lambda one: (one.to_id, one.is_digest)):
        _mail(list(group), is_digest=is_digest, now=now, machine_now=machine_now)
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(mail_due_at=None)
    return len(due)


def _mail(notices: Sequence[Notice], *, is_digest: bool, now: datetime, machine_now: datetime) -> None:
    to = notices[0].to
    if not staff_mail.may_be_written_to(to):
        return
    with translation.override(to.language):
        subject = _subject(notices, is_digest=is_digest)
        body = _body(notices, to, now)
    key = f"notices:{to.pk}:{notices[0].pk}-{notices[-1].pk}"
    staff_mail.write(to, key=key, subject=subject, body=body, now=now, not_before=machine_now)


def _subject(notices: Sequence[Notice], *, is_digest: bool) -> str:
    if not is_digest and len(notices) == 1:
        return _("[Yakusoku] %(words)s") % {"words": notice_words(notices[0])}
    words = ngettext("[Yakusoku] %(n)d notice", "[Yakusoku] %(n)d notices", len(notices))
    return words % {"n": len(notices)}


def _body(notices: Sequence[Notice], to: Staff, now: datetime) -> str:
    lines = [_("%(name)s, this is what has happened.") % {"name": to}, ""]
    for notice in notices[:LONGEST_MAIL]:
        lines += [f"{_moment(notice.at, now)}  {notice_words(notice)}", f"  {address_of(notice)}", ""]
    if len(notices) > LONGEST_MAIL:
        lines += [_("And %(n)d more on the desk.") % {"n": len(notices) - LONGEST_MAIL}, ""]
    lines += [_("All notices, and how you hear of them:"), f"{settings.PUBLIC_BASE_URL}/desk/notices/"]
    return "\n".join(lines)


def _moment(at: datetime, now: datetime) -> str:
    is_today = timezone.localdate(at) == timezone.localdate(now)
    return hour_words(at) if is_today else day_hour_words(at)


@transaction.atomic
def forget(gone: QuerySet[Notice], *, now: datetime) -> None:
    """What was written of these notices keeps no word of them, and does not leave any more.

    Others that stood in a mail called off are told anew; one leaving at this moment may still arrive.
    """
    numbers = list(gone.values_list("pk", flat=True))
    posts = WebhookDelivery.objects.filter(event=EVENT, key__in=[f"notice:{number}" for number in numbers])
    posts.filter(state__in=["planned", "failed"]).update(state="cancelled")
    posts.update(payload={})
    mails = StaffMail.objects.filter(key__startswith="notices:")
    may_leave = mails.filter(state__in=[StaffMailState.PLANNED, StaffMailState.FAILED])
    for mail in may_leave.select_for_update():
        told = _told_in(mail)
        if told & set(numbers):
            _call_off(mail, told - set(numbers), now)
    mails.filter(state__in=staff_mail.OVER).update(subject="", body="")


def _told_in(mail: StaffMail) -> set[int]:
    """The notices a mail tells of, by its key and its words."""
    first, _dash, last = mail.key.split(":")[2].partition("-")
    span = sorted((int(first), int(last)))
    rows = Notice.objects.filter(to=mail.to, pk__range=span).values_list("pk", "path")
    return {pk for pk, path in rows if f"{path}\n" in mail.body}


def _call_off(mail: StaffMail, others: set[int], now: datetime) -> None:
    """Under another key, so that its own is free for what is told anew."""
    if mail.state == StaffMailState.PLANNED:
        Notice.objects.filter(pk__in=others, read_at=None).update(mail_due_at=now)
    mail.state, mail.key = StaffMailState.CANCELLED, f"{mail.key}:off:{mail.pk}"
    mail.save(update_fields=["state", "key"])


def address_of(notice: Notice) -> str:
    return f"{settings.PUBLIC_BASE_URL}{notice.path}"


@transaction.atomic
def _post_due(now: datetime) -> int:
    rows = Notice.objects.select_for_update(skip_locked=True, of=("self",))
    due = list(rows.filter(hook_due_at__lte=now).select_related("to").order_by("at", "pk")[:A_RUN])
    hooks = _own_hooks({one.to_id for one in due})
    for notice in due:
        for hook in hooks.get(notice.to_id, []):
            webhooks.queue(hook, f"notice:{notice.pk}", EVENT, slack_text(notice), now=now)
    Notice.objects.filter(pk__in=[one.pk for one in due]).update(hook_due_at=None)
    return len(due)


def slack_text(notice: Notice) -> dict[str, str]:
    """What Slack's incoming webhooks take, and others that speak like them."""
    with translation.override(notice.to.language):
        return {"text": f"{_escaped(notice_words(notice))}\n<{address_of(notice)}|{_('Open')}>"}


def _escaped(text: str) -> str:
    """Slack reads three characters as its own; nothing a person typed may become a link or a mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _own_hooks(people: set[int]) -> dict[int, list[Webhook]]:
    found: dict[int, list[Webhook]] = {}
    rows = Webhook.objects.filter(staff__in=people, format=HookFormat.SLACK, is_active=True)
    for hook in rows.filter(staff__is_active=True):
        found.setdefault(hook.staff_id or 0, []).append(hook)
    return found
