from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's administration, arranged by ``config.administration``."""

    default_site = "config.administration.Administration"
