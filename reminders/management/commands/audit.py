"""`manage.py audit`: is every plan what the facts call for?"""

from typing import Any  # Django hands options over as it pleases

from django.core.management.base import BaseCommand, CommandError, CommandParser

from company import clock
from reminders.services.auditing import audit


class Command(BaseCommand):
    help = "Plan every running application anew and report what differs; nothing should. Exits 1 if it does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="also bring the plans into line")

    def handle(self, *args: Any, **options: Any) -> None:
        people, found = 0, []
        for _candidate, drifts in audit(now=clock.now(), repair=options["repair"]):
            people += 1
            found += drifts
            for drift in drifts:
                self.stdout.write(
                    f"application {drift.application_id}: {drift.missing} missing, "
                    f"{drift.changed} changed, {drift.unwanted} unwanted"
                )
        self.stdout.write(f"{people} people with plans, {len(found)} plans had drifted.")
        if found and not options["repair"]:
            raise CommandError("Repair them with: manage.py audit --repair")
