"""When a candidate last gave any sign: an answer, a tap on a button, a call."""

from datetime import datetime

from django.db import connection

from candidates.models import Application

NOTE = """UPDATE candidates_application SET last_word_at = %s
WHERE id = %s AND (last_word_at IS NULL OR last_word_at < %s)"""
"""Every answer says it, so it is not built anew each time."""


def note_word(application: Application, *, now: datetime) -> None:
    """Remember that the person said or did something; an earlier moment never replaces a later one."""
    moment = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [moment, application.pk, moment])
        if cursor.rowcount:
            application.last_word_at = now
