"""Keeping what people are found by true to what is on record."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q

from candidates.models import Application, Candidate, Job, SearchKey
from candidates.policy.finding import keys_of
from candidates.signals import job_moved

BATCH = 1000


def index(*, applications: Iterable[int] = (), candidates: Iterable[int] = (), is_new: bool = False) -> None:
    """Bring the keys of these applications, and of all of these people's, up to date; by their numbers.

    Call it inside the transaction that changed a name, a kana, a phone, an e-mail or a place, or that moved
    an application to another person. ``is_new`` says that they have no keys yet, which saves a question.
    """
    rows = Application.objects.filter(Q(pk__in=list(applications)) | Q(candidate__in=list(candidates)))
    _write(list(rows.select_related("candidate")), is_new=is_new)


def index_new(applications: Sequence[Application]) -> None:
    """For applications just stored, with their people at hand."""
    _write(applications, is_new=True)


def follow_job(job: Job) -> int:
    """A job moved to another place, and its applications with it; returns how many."""
    moved = Application.objects.filter(job=job).exclude(location=job.location_id)
    numbers = list(moved.values_list("pk", flat=True))
    with transaction.atomic():
        SearchKey.objects.filter(application__job=job).exclude(location=job.location_id).update(
            location=job.location_id
        )
        moved.update(location=job.location_id)
        job_moved.send(sender=Job, job_id=job.pk)
    return len(numbers)


def index_all(*, after: int = 0) -> Iterable[int]:
    """Write everybody's keys anew, a short transaction a batch; gives how many applications each had."""
    while True:
        with transaction.atomic():
            rows = list(
                Application.objects.filter(pk__gt=after)
                .select_related("candidate", "job")
                .order_by("pk")[:BATCH]
            )
            for job in {row.job for row in rows if row.location_id != row.job.location_id}:
                follow_job(job)
            for row in rows:
                row.place_by_job()
            _write(rows, is_new=False)
        if not rows:
            return
        after = rows[-1].pk
        yield len(rows)


def keys_for(candidate: Candidate) -> list[str]:
    return keys_of(
        family_name=candidate.family_name,
        given_name=candidate.given_name,
        family_kana=candidate.family_kana,
        given_kana=candidate.given_kana,
        phone=candidate.phone,
        email=candidate.email,
    )


def _write(applications: Sequence[Application], *, is_new: bool) -> None:
    wanted = {(row.pk, text): row.location_id for row in applications for text in keys_for(row.candidate)}
    if not is_new:
        wanted = _only_missing(applications, wanted)
    SearchKey.objects.bulk_create(
        [SearchKey(application_id=pk, location_id=place, text=text) for (pk, text), place in wanted.items()],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def _only_missing(
    applications: Sequence[Application], wanted: dict[tuple[int, str], int]
) -> dict[tuple[int, str], int]:
    """Delete what is no longer so; returns what is not there yet."""
    kept = SearchKey.objects.filter(application__in=[row.pk for row in applications])
    there, gone = set(), []
    for pk, about, text, place in kept.values_list("pk", "application_id", "text", "location_id"):
        if wanted.get((about, text)) == place:
            there.add((about, text))
        else:
            gone.append(pk)
    SearchKey.objects.filter(pk__in=gone).delete()
    return {key: place for key, place in wanted.items() if key not in there}
