"""Handing an application to a colleague in one act: a word beside it, and they are told."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from candidates.models import Application
from candidates.services import owning
from candidates.services.noting import write_note
from company.models import Staff
from company.policy import NoticeKind
from company.services.notices import tell


@transaction.atomic
def hand_over(
    application: Application, colleague: Staff, *, word: str = "", by: Staff, now: datetime
) -> None:
    """``word`` becomes a note they are mentioned in. Whoever takes it over themselves is told nothing.

    Who is in charge already is told nothing new. Raises PersonErased.
    """
    is_new = owning.hand_over(application, colleague, by=by, now=now)
    if word:
        write_note(application, word, author=by, now=now).mentions.add(colleague)
    if not is_new or colleague.pk == by.pk:
        return
    tell(
        NoticeKind.HANDED_OVER,
        to=[colleague],
        key=f"handed:{application.pk}:{now.isoformat()}",
        path=reverse("dashboard:application", args=[application.pk]),
        now=now,
        name=application.candidate.given_name,
        detail=application.job.title,
        application_id=application.pk,
    )
