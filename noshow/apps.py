from django.apps import AppConfig


class NoshowConfig(AppConfig):
    name = "noshow"

    def ready(self) -> None:
        from noshow import receivers  # noqa: F401  connecting needs the app registry
