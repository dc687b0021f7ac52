"""``manage.py live``: one life of the simulator, as ``simulate`` starts it in a process of its own."""

import json
import sys
from typing import Any  # Django's command options are untyped

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from company.models import Location
from sandbox.simulator.processes import live_here


class Command(BaseCommand):
    help = (
        "Part of `simulate`: live one policy in the empty database of this process. Reads its job on stdin."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SANDBOX or Location.objects.exists():
            raise CommandError("A life needs an empty sandbox of its own; call `manage.py simulate`.")
        for line in live_here(json.load(sys.stdin)):
            self.stdout.write(line)
            self.stdout.flush()
