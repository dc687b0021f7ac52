"""Putting a job up, changing what it says, and taking it down."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Coalesce

from candidates.models import Job
from candidates.policy import EmploymentType
from candidates.policy.posting import SHOWN, PostingFacts, missing_facts
from candidates.services.indexing import follow_job
from candidates.wording import FACTS
from company.models import Company, Staff
from company.services.profile import the_company
from company.services.trail import record


class PostingIncomplete(Exception):
    """A posting that is shown has to say more; ``missing`` are names of facts, in the order of the page."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = list(missing)


def posting_facts(job: Job, company: Company) -> PostingFacts:
    """What the posting says; the place of work and smoking are the location's where the job says nothing."""
    place = job.location
    return PostingFacts(
        employment_type=EmploymentType(job.employment_type),
        employer_name=company.employer_name or company.name,
        contract=job.contract,
        contract_term=job.contract_term,
        trial_period=job.trial_period,
        duties=job.duties,
        duties_change=job.duties_change,
        workplace=job.workplace or place.postal_address,
        workplace_change=job.workplace_change,
        hours=job.hours,
        breaks=job.breaks,
        overtime=job.overtime,
        days_off=job.days_off,
        pay=job.pay,
        insurance=job.insurance,
        smoking=job.smoking or place.smoking,
    )


def missing_in(job: Job, company: Company | None = None) -> list[str]:
    """The names of the facts this posting still has to say."""
    return missing_facts(posting_facts(job, company or the_company()))


def conditions_of(job: Job, company: Company) -> dict[str, str]:
    """The conditions as the posting shows them now, by name; what it does not say is left out."""
    facts = posting_facts(job, company)
    said = {name: getattr(facts, name) for name in SHOWN}
    kind = {"employment_type": facts.employment_type.value}
    return {"title": job.title, "place": job.location.name, **kind, **{n: t for n, t in said.items() if t}}


def fact_words(name: str) -> str:
    """What a fact is called on the page and in the form."""
    return str(FACTS[name])


@transaction.atomic
def keep_job(job: Job, *, by: Staff, now: datetime) -> Job:
    """Store a new or changed job; without a short name it gets one from its location and number.

    Raises PostingIncomplete when it is to be shown and says too little, or when a posting that is shown
    would say less than before.
    """
    before = Job.objects.select_for_update().filter(pk=job.pk).first() if job.pk else None
    refuse_to_say_less(job, before)
    if job.is_published and (before is None or not before.is_published):
        job.published_at = now
    is_nameless = not job.slug
    if is_nameless:
        job.slug = f"new-{uuid4().hex[:20]}"
    job.save()
    if before and before.location_id != job.location_id:
        follow_job(job)
    if is_nameless:
        job.slug = _free_slug(job)
        job.save(update_fields=["slug"])
    changed = _changed(before, job) if before else []
    record("job_changed" if before else "job_created", job, now=now, by=by, fields=changed)
    return job


def refuse_to_say_less(job: Job, before: Job | None) -> None:
    """Raises PostingIncomplete. A posting from earlier days stays up with what it lacked then."""
    if not job.is_published:
        return
    missing = missing_in(job)
    if before is not None and before.is_published:
        known = set(missing_in(before))
        missing = [name for name in missing if name not in known]
    if missing:
        raise PostingIncomplete(missing)


@transaction.atomic
def publish(job: Job, *, by: Staff, now: datetime) -> None:
    """Show it to everybody; publishing twice is fine. Raises PostingIncomplete."""
    if not job.is_published:
        missing = missing_in(job)
        if missing:
            raise PostingIncomplete(missing)
    if Job.objects.filter(pk=job.pk, is_published=False).update(is_published=True, published_at=now):
        record("job_published", job, now=now, by=by)
    job.is_published = True


@transaction.atomic
def take_down(job: Job, *, by: Staff, now: datetime) -> None:
    """Nobody new can apply; whoever has applied goes on as before."""
    since = Coalesce("published_at", "created_at")  # what was shown once is not taken for a draft
    if Job.objects.filter(pk=job.pk, is_published=True).update(is_published=False, published_at=since):
        record("job_taken_down", job, now=now, by=by)
    job.is_published = False


def is_open(job: Job, today: date) -> bool:
    """Whether it takes applications on ``today``, a day in its location's zone."""
    return job.is_published and job.location.is_active and not has_closed(job, today)


def has_closed(job: Job, today: date) -> bool:
    """Whether the last day for applications was before ``today``, a day in its location's zone."""
    return job.closes_on is not None and job.closes_on < today


def _free_slug(job: Job) -> str:
    """``kichijoji-12``; somebody may have typed that for another job."""
    wanted = f"{job.location.slug[:38]}-{job.pk}"
    taken = Job.objects.filter(slug=wanted).exclude(pk=job.pk).exists()
    return f"{wanted}-{uuid4().hex[:4]}" if taken else wanted


def _changed(before: Job, after: Job) -> list[str]:
    names = [field.attname for field in Job._meta.concrete_fields]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
