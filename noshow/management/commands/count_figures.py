"""Count every figure of ふりかえり anew, at once: ``manage.py count_figures``."""

from typing import Any  # Django hands commands their options

from django.core.management.base import BaseCommand
from django.utils import timezone

from company import clock
from noshow.services.figures import recount


class Command(BaseCommand):
    help = "Counts all figures anew, day by day from the newest; the page shows them as they come."

    def handle(self, *args: Any, **options: Any) -> None:
        days = 0
        for day in recount(now=clock.now(), machine_now=timezone.now()):
            days += 1
            if options["verbosity"] > 1:
                self.stdout.write(str(day))
        self.stdout.write(f"{days} days counted." if days else "Nothing to count, or a count is under way.")
