"""Interviews stay where their application is."""

from candidates.models import Job
from scheduling.models import Interview


def follow_job(job_id: int) -> int:
    """A job moved to another place, and its interviews with it; returns how many."""
    place = Job.objects.values_list("location", flat=True).get(pk=job_id)
    return Interview.objects.filter(application__job=job_id).exclude(location=place).update(location=place)
