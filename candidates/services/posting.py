"""Putting a job up, changing what it says, and taking it down."""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from candidates.models import Job
from company.models import Staff
from company.services.trail import record


@transaction.atomic
def keep_job(job: Job, *, by: Staff, now: datetime) -> Job:
    """Store a new or changed job; without a short name it gets one from its location and number."""
    before = Job.objects.select_for_update().filter(pk=job.pk).first() if job.pk else None
    is_nameless = not job.slug
    if is_nameless:
        job.slug = f"new-{uuid4().hex[:20]}"
    job.save()
    if is_nameless:
        job.slug = _free_slug(job)
        job.save(update_fields=["slug"])
    changed = _changed(before, job) if before else []
    record("job_changed" if before else "job_created", job, now=now, by=by, fields=changed)
    return job


@transaction.atomic
def publish(job: Job, *, by: Staff, now: datetime) -> None:
    """Show it to everybody; publishing twice is fine."""
    _show(job, True, "job_published", by=by, now=now)


@transaction.atomic
def take_down(job: Job, *, by: Staff, now: datetime) -> None:
    """Nobody new can apply; whoever has applied goes on as before."""
    _show(job, False, "job_taken_down", by=by, now=now)


def _show(job: Job, is_published: bool, action: str, *, by: Staff, now: datetime) -> None:
    if Job.objects.filter(pk=job.pk, is_published=not is_published).update(is_published=is_published):
        record(action, job, now=now, by=by)
    job.is_published = is_published


def _free_slug(job: Job) -> str:
    """``kichijoji-12``; somebody may have typed that for another job."""
    wanted = f"{job.location.slug[:38]}-{job.pk}"
    taken = Job.objects.filter(slug=wanted).exclude(pk=job.pk).exists()
    return f"{wanted}-{uuid4().hex[:4]}" if taken else wanted


def _changed(before: Job, after: Job) -> list[str]:
    names = [field.attname for field in Job._meta.concrete_fields]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
