from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messaging.failpoints import arm_all


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from messaging import receivers  # noqa: F401  connecting needs the app registry

        arm_all(settings.FAILPOINTS)
