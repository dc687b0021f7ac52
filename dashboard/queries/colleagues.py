"""Who may take over an application: whoever may act where its job is."""

from candidates.models import Application
from company.models import Staff


def colleagues_for(application: Application) -> list[Staff]:
    """People who may act and who see it, in the order of their names."""
    return sorted((one for one in application.seen_by if one.may_act), key=str)
