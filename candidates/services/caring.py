"""Who sees to an application: told of what happens with it, asked when something is owed."""

from candidates.models import Application
from company.models import Location, Staff
from company.policy import Role


def carers_of(application: Application) -> list[Staff]:
    """Whoever is in charge; else of the place; else its recruiters; else the owners.

    Only who can act, and works there.
    """
    place = application.job.location
    for one in (application.owner, application.job.owner, place.responsible):
        if one is not None and one.is_active and one.may_act and works_at(one, place):
            return [one]
    recruiters = list(Staff.objects.filter(role=Role.RECRUITER, locations=place, is_active=True))
    return recruiters or list(Staff.objects.filter(role=Role.OWNER, is_active=True))


def works_at(staff: Staff, place: Location) -> bool:
    """Whether what is told of the place is theirs to read."""
    return staff.sees_everything or staff.locations.filter(pk=place.pk).exists()
