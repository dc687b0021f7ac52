"""The pictures on a job's page: adding one, its words, its place, taking it off."""

from datetime import datetime

from django.db import transaction

from candidates.models import Job, JobPicture
from candidates.policy import clean_line
from company.models import Staff
from company.services.pictures import keep_picture, let_go
from company.services.trail import record

MOST = 12


class NoCaption(Exception):
    """What a picture shows has to be said in words, for those who do not see it."""


class TooManyPictures(Exception):
    """A page of more pictures is read by nobody on a phone."""


@transaction.atomic
def add_picture(job: Job, content: bytes, *, caption: str, by: Staff, now: datetime) -> JobPicture:
    """Raises BadPicture, NoCaption, TooManyPictures."""
    words = _caption(caption)
    Job.objects.select_for_update().get(pk=job.pk)
    positions = list(job.pictures.values_list("position", flat=True))
    if len(positions) >= MOST:
        raise TooManyPictures
    picture = keep_picture(content, now=now)
    place = max(positions, default=-1) + 1
    added = JobPicture.objects.create(job=job, picture=picture, caption=words, position=place)
    record("job_picture_added", job, now=now, by=by, picture=picture.pk)
    return added


@transaction.atomic
def reword_picture(shown: JobPicture, *, caption: str, by: Staff, now: datetime) -> None:
    """Raises NoCaption."""
    words = _caption(caption)
    if words != shown.caption:
        shown.caption = words
        shown.save(update_fields=["caption"])
        record("job_picture_reworded", shown.job, now=now, by=by, picture=shown.picture_id)


@transaction.atomic
def move_picture(shown: JobPicture, *, up: bool) -> None:
    """One place up or down; the first one is the card where the page is shared."""
    Job.objects.select_for_update().get(pk=shown.job_id)
    rows = list(JobPicture.objects.filter(job=shown.job_id))
    at = next((place for place, row in enumerate(rows) if row.pk == shown.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for place, row in enumerate(rows):
        row.position = place
    JobPicture.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_picture(shown: JobPicture, *, by: Staff, now: datetime) -> None:
    """Its bytes go too when nothing else shows them."""
    picture, job = shown.picture, shown.job
    record("job_picture_removed", job, now=now, by=by, picture=picture.pk)
    shown.delete()
    let_go(picture)


def _caption(text: str) -> str:
    words = clean_line(text)[:120]
    if not words:
        raise NoCaption
    return words
