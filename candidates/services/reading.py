"""What is worth reading before an interview, and that somebody opened it: a sign of interest."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from candidates.models import Application, Content, ContentClick, Job
from company.prepared import Prepared

ONE_CLICK = timedelta(minutes=1)


def contents_for(job: Job) -> QuerySet[Content]:
    """What is in use for this job or for every job, in the order staff gave it."""
    return Content.objects.filter(Q(job=job) | Q(job=None), is_active=True)


_OF_A_JOB = Prepared(
    lambda job: Content.objects.filter(Q(job=job) | Q(job=None), is_active=True).order_by("position", "pk")
)


def list_of_contents(job: Job) -> Sequence[Content]:
    """The same as a list, asked quickly."""
    return _OF_A_JOB.all(job.pk)


def note_reading(content: Content, application: Application, *, now: datetime) -> None:
    """They pressed it open; pressed again within a minute it counts once. It changes no state."""
    lately = ContentClick.objects.filter(content=content, application=application)
    if not lately.filter(clicked_at__gt=now - ONE_CLICK, clicked_at__lte=now).exists():
        ContentClick.objects.create(content=content, application=application, clicked_at=now)


def readings_of(application: Application) -> Sequence[tuple[str, datetime]]:
    """What they opened, by title, with the last time; the newest first."""
    clicks = ContentClick.objects.filter(application=application).values_list("content__title")
    return list(clicks.annotate(last=Max("clicked_at")).order_by("-last"))
