"""What staff offer candidates to read and to watch: kept, put in order, taken out of use."""

from datetime import datetime

from django.db import transaction

from candidates.models import Content
from company.models import Staff
from company.services.trail import record


@transaction.atomic
def keep_content(content: Content, *, by: Staff, now: datetime) -> Content:
    """Store a new or changed one; a new one goes to the end of the list."""
    is_new = content.pk is None
    if is_new:
        last = Content.objects.order_by("-position").values_list("position", flat=True).first()
        content.position = 0 if last is None else last + 1
    content.save()
    record("content_created" if is_new else "content_changed", content, now=now, by=by)
    return content


@transaction.atomic
def move_up(content: Content, *, above: Content, by: Staff, now: datetime) -> None:
    """Shown before ``above`` from now on; what stood between them moves down by one."""
    order = list(Content.objects.select_for_update().order_by("position", "pk"))
    ids = [one.pk for one in order if one.pk != content.pk]
    ids.insert(ids.index(above.pk), content.pk)
    for one in order:
        if one.position != (place := ids.index(one.pk)):
            Content.objects.filter(pk=one.pk).update(position=place)
    record("content_moved", content, now=now, by=by)


@transaction.atomic
def switch(content: Content, *, is_active: bool, by: Staff, now: datetime) -> None:
    """Show it to candidates, or no longer; who opened it stays on record."""
    if Content.objects.filter(pk=content.pk, is_active=not is_active).update(is_active=is_active):
        record("content_shown" if is_active else "content_put_away", content, now=now, by=by)
    content.is_active = is_active
