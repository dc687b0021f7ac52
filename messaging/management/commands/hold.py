"""`manage.py hold`: put sending on hold, see what waits, and release it."""

from typing import Any  # argparse hands options over untyped

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from company import clock
from messaging.services.holding import current_hold, hold, release, what_would_go_out

SHOWN = 50


class Command(BaseCommand):
    help = "Put all sending on hold; with --release let it go on; with --list see what would go out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reason", default="", help="why, for the people at the desk")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--release", action="store_true", help="send again")
        what.add_argument("--list", action="store_true", help="only show what would leave now")
        parser.add_argument(
            "--without-overdue",
            action="store_true",
            help="with --release: what is due already is put before a person instead of being sent",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list()
        elif options["release"]:
            sent = release(by=None, now=clock.now(), without_overdue=options["without_overdue"])
            self.stdout.write(f"Sending goes on. {sent} messages leave now.")
        else:
            held = hold(by=None, now=clock.now(), reason=options["reason"])
            self.stdout.write(f"Sending is on hold since {timezone.localtime(held.since):%Y-%m-%d %H:%M}.")

    def _list(self) -> None:
        """Numbers and times only: this may end in a log."""
        now = clock.now()
        due = what_would_go_out(now)
        self.stdout.write("On hold." if current_hold() else "Not on hold.")
        self.stdout.write(f"{due.count()} messages would leave now.")
        for row in due[:SHOWN]:
            late = int((now - row.due_at).total_seconds() // 60)
            self.stdout.write(
                f"message {row.pk}, application {row.application_id}: {row.kind} by {row.channel}, "
                f"due {timezone.localtime(row.due_at):%Y-%m-%d %H:%M}, {late} minutes late"
            )
