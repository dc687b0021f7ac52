"""``manage.py sample``: fill an empty sandbox with the sample company."""

from typing import Any  # Django's command options are untyped

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.sample.place import PASSWORD, SIGN_IN
from sandbox.services.filling import fill, is_filled, start_over


class Command(BaseCommand):
    help = "Fill an empty sandbox with a sample company and thirty people in every state of the story."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="forget everything first")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")

    def handle(self, *args: Any, again: bool, migrate: bool, **options: Any) -> None:
        if not settings.SANDBOX:
            raise CommandError("Sample data belongs in the sandbox: set YAKUSOKU_SANDBOX=1.")
        if migrate:
            call_command("migrate", interactive=False, verbosity=0)
        if again:
            start_over()
        elif is_filled():
            self.stdout.write("The sample company is as you left it. (manage.py sample --again starts over.)")
        else:
            fill()
            self.stdout.write("The sample company is ready.")
        self.stdout.write(f"Sign in as {SIGN_IN} / {PASSWORD}.")
