from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from messaging.failpoints import arm_all


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Messages")

    def ready(self) -> None:
        from messaging import receivers  # noqa: F401  connecting needs the app registry
        from messaging.services import (  # noqa: F401  take events in
            inbound_line,
            inbound_mail,
            inbound_sms,
            mail_tracking,
        )
        from messaging.transitions import hold_states

        post_migrate.connect(hold_states, sender=self)
        arm_all(settings.FAILPOINTS)
