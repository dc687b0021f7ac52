"""Finding the person an application comes from among those we know."""

from django.db.models import Q

from candidates.models import Candidate
from candidates.policy.people import Applicant, Identity, best_match, identity_of


def identity(candidate: Candidate) -> Identity:
    return Identity(
        candidate.family_name,
        candidate.given_name,
        candidate.family_kana,
        candidate.given_kana,
        candidate.birth_on,
        candidate.phone,
        candidate.email,
    )


def find_person(applicant: Applicant) -> Candidate | None:
    """Somebody known by the same phone, e-mail, or name and birth date; nobody who was erased.

    An address of a record that was merged into another leads to the kept one.
    """
    looked_for = identity_of(applicant)
    may_be = Q(pk=None)
    if applicant.phone:
        may_be |= Q(phone=applicant.phone)
    if applicant.email:
        may_be |= Q(email=applicant.email)
    if applicant.birth_on:
        may_be |= Q(birth_on=applicant.birth_on)
    known = list(Candidate.objects.filter(may_be, erased_at=None).order_by("pk"))
    position = best_match(looked_for, [identity(person) for person in known])
    return None if position is None else kept_of(known[position])


def kept_of(candidate: Candidate) -> Candidate:
    """The person a record stands for now: itself, or the one it was merged into."""
    while candidate.merged_into is not None:
        candidate = candidate.merged_into
    return candidate
