"""The one company row."""

from company.models import Company


def the_company() -> Company:
    """The company this deployment serves; made with placeholders for a name on the very first call."""
    company = Company.objects.order_by("pk").first()
    if company is None:
        company = Company.objects.create(name="Yakusoku")
    return company
