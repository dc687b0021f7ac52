from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = _("Cadence")

    def ready(self) -> None:
        import_module("reminders.receivers")  # connects them
