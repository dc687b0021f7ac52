"""When a candidate last gave any sign: an answer, a tap on a button, a call."""

from datetime import datetime

from django.db.models import Q

from candidates.models import Application


def note_word(application: Application, *, now: datetime) -> None:
    """Remember that the person said or did something; an earlier moment never replaces a later one."""
    earlier = Q(last_word_at=None) | Q(last_word_at__lt=now)
    if Application.objects.filter(earlier, pk=application.pk).update(last_word_at=now):
        application.last_word_at = now
