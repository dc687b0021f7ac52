from importlib import import_module

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "dashboard"

    def ready(self) -> None:
        import_module("dashboard.services.bulk_kinds")
        import_module("dashboard.receivers")  # connects them
