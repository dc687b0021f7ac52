"""Who may take over an application: whoever may act where its job is."""

from django.db.models import Q

from candidates.models import Application
from company.models import Staff
from company.policy import Role


def colleagues_for(application: Application) -> list[Staff]:
    """People who may act and who see it, in the order of their names."""
    may_act = Q(role=Role.OWNER) | Q(is_superuser=True)
    may_act |= Q(role=Role.RECRUITER, locations=application.job.location_id)
    rows = Staff.objects.filter(may_act, is_active=True).distinct()
    return sorted(rows, key=str)
