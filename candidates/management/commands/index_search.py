"""`manage.py index_search`: write anew what people are found by."""

from typing import Any  # Django hands options over as it pleases

from django.core.management.base import BaseCommand, CommandParser

from candidates.services.indexing import index_all


class Command(BaseCommand):
    help = "Write the search's keys of every application anew, a thousand at a time, while all goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--after", type=int, default=0, help="go on behind this application's number")

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for rows in index_all(after=options["after"]):
            done += rows
            if options["verbosity"] > 1:
                self.stdout.write(f"{done} …")
        self.stdout.write(f"{done} applications can be found.")
