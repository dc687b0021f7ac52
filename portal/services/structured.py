"""A posting for machines: schema.org JobPosting, as job search engines read it.

Fields and values follow developers.google.com/search/docs/appearance/structured-data/job-posting:
title, description (HTML), datePosted, hiringOrganization and jobLocation are required; the rest helps.
"""

import json
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from candidates.models import Job
from candidates.policy import EmploymentType, PayUnit
from candidates.policy.posting import Pay, read_pay
from candidates.services.posting import conditions_of
from company.models import Company, Location
from portal.policy import split_address, split_paragraphs
from portal.services.conditions import rows_of

EMPLOYMENT = {
    EmploymentType.PART_TIME: "PART_TIME",
    EmploymentType.FULL_TIME: "FULL_TIME",
    EmploymentType.FIXED_TERM: "TEMPORARY",
    EmploymentType.DISPATCHED: "TEMPORARY",
    EmploymentType.CONTRACTOR: "CONTRACTOR",
}
# What could end a script element, and the line ends that older scripts take for one.
_UNSAFE = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def structured(job: Job, company: Company, *, url: str, pictures: list[str]) -> SafeString:
    """JSON that is safe inside a script element, whatever stands in the posting."""
    text = json.dumps(job_posting(job, company, url=url, pictures=pictures), ensure_ascii=False)
    return mark_safe(text.translate(_UNSAFE))  # noqa: S308  escaped above


def job_posting(job: Job, company: Company, *, url: str, pictures: list[str]) -> dict[str, object]:
    zone = ZoneInfo(job.location.zone)
    posted = (job.published_at or job.created_at).astimezone(zone).date()
    employer = company.employer_name or company.name
    known: dict[str, object] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": job.title,
        "description": _description(job, company),
        "identifier": {"@type": "PropertyValue", "name": employer, "value": job.slug},
        "datePosted": posted.isoformat(),
        "employmentType": EMPLOYMENT[EmploymentType(job.employment_type)],
        "hiringOrganization": {"@type": "Organization", "name": employer},
        "jobLocation": {"@type": "Place", "name": job.location.name, "address": _address(job.location)},
        "directApply": True,
        "url": url,
    }
    if job.closes_on:
        known["validThrough"] = datetime.combine(job.closes_on, time(23, 59, 59), zone).isoformat()
    pay = _pay(job)
    if pay:
        known["baseSalary"] = _salary(pay)
    if job.hours:
        known["workHours"] = job.hours
    if pictures:
        known["image"] = pictures
    return known


def _description(job: Job, company: Company) -> str:
    """The whole posting as simple HTML: paragraphs and one list of conditions."""
    said = [job.summary, *split_paragraphs(job.people), *split_paragraphs(job.welcome)]
    words = format_html_join("", "<p>{}</p>", ((text,) for text in said if text))
    rows = rows_of(conditions_of(job, company))
    facts = format_html_join("", "<li>{}: {}</li>", ((row.label, " ".join(row.lines)) for row in rows))
    return format_html("{}<ul>{}</ul>", words, facts)


def _address(place: Location) -> dict[str, str]:
    parts = split_address(place.postal_address)
    known = {
        "postalCode": parts.postal_code,
        "addressRegion": parts.region,
        "addressLocality": parts.locality,
        "streetAddress": parts.street,
    }
    known = {name: text for name, text in known.items() if text}
    return {"@type": "PostalAddress", **known, "addressCountry": "JP"}


def _pay(job: Job) -> Pay | None:
    """The figures that were typed, else those the words hold."""
    if job.pay_lowest:
        return Pay(job.pay_lowest, job.pay_highest, PayUnit(job.pay_unit))
    return read_pay(job.pay)


def _salary(pay: Pay) -> dict[str, object]:
    amount = {"value": pay.lowest} if pay.highest in (None, pay.lowest) else {"minValue": pay.lowest}
    if pay.highest not in (None, pay.lowest):
        amount["maxValue"] = pay.highest
    value = {"@type": "QuantitativeValue", **amount, "unitText": pay.unit.value.upper()}
    return {"@type": "MonetaryAmount", "currency": "JPY", "value": value}
