"""What to say on the telephone for one job, by the purpose of the call."""

from datetime import datetime

from django.db import transaction

from candidates.models import Job
from candidates.policy.scripts import Purpose, joined, sections
from company.models import Staff
from company.services import trail


def keep_script(job: Job, purpose: Purpose, words: str, *, by: Staff, now: datetime) -> None:
    """Keep the words for one purpose; without words the built-in ones are said again.

    No message depends on it, so no plan is made again.
    """
    with transaction.atomic():
        known = Job.objects.select_for_update().get(pk=job.pk)
        parts = sections(known.call_script) | {purpose: words}
        job.call_script = joined(parts)
        if job.call_script == known.call_script:
            return
        Job.objects.filter(pk=job.pk).update(call_script=job.call_script)
        trail.record("call_script_changed", job, now=now, by=by, purpose=purpose.value)
