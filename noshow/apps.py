from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoshowConfig(AppConfig):
    name = "noshow"
    verbose_name = _("Absences")

    def ready(self) -> None:
        from noshow import receivers  # noqa: F401  connecting needs the app registry
