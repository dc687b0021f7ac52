"""What stands on a job's public page, beside its form."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from candidates.models import Content, Job, JobPicture
from candidates.services.posting import conditions_of
from company.models import Company, Picture
from portal.policy import split_paragraphs, split_pay, split_points
from portal.services.conditions import rows_of
from portal.services.structured import structured

CONTENTS = 4


def page_facts(job: Job, company: Company) -> dict[str, object]:
    """The posting in parts, its pictures, its conditions, and the same for machines."""
    pictures = list(job.pictures.select_related("picture"))
    return {
        "points": [*([job.contract] if job.contract else []), *split_points(job.hours)],
        "pay": split_pay(job.pay),
        "duties": split_paragraphs(job.duties),
        "people": split_paragraphs(job.people),
        "welcome": split_paragraphs(job.welcome),
        "about": split_paragraphs(company.about),
        "values": split_paragraphs(company.values),
        "way_in": split_paragraphs(job.location.directions),
        "conditions": rows_of(conditions_of(job, company)),
        "contents": _contents(job),
        "lead": pictures[0] if pictures else None,
        "pictures": pictures[1:],
        **_for_machines(job, company, pictures),
    }


def _contents(job: Job) -> list[Content]:
    """What is worth reading, the job's own first."""
    rows = Content.objects.filter(Q(job=job) | Q(job=None), is_active=True)
    return sorted(rows, key=lambda content: content.job_id is None)[:CONTENTS]


def _for_machines(job: Job, company: Company, pictures: list[JobPicture]) -> dict[str, object]:
    """Addresses are those of PUBLIC_BASE_URL, however this page was reached."""
    url = absolute(reverse("portal:job", args=[job.slug]))
    shown = [absolute(picture_path(one.picture)) for one in pictures]
    said = [job.summary, job.pay, job.hours, job.location.access]
    return {
        "canonical": url,
        "card_image": shown[0] if shown else "",
        "card_text": " / ".join(text for text in said if text)[:200],
        "structured": structured(job, company, url=url, pictures=shown),
    }


def absolute(path: str) -> str:
    return f"{settings.PUBLIC_BASE_URL}{path}"


def picture_path(picture: Picture) -> str:
    return reverse("portal:picture", args=[picture.digest])
