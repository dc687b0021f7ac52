"""``manage.py fill``: an empty sandbox becomes a chain of stores with up to millions of applications."""

import time
from typing import Any  # Django's command options are untyped

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from company import clock
from sandbox.mass.chain import OWNER, PASSWORD, RECRUITER
from sandbox.mass.filling import fill_with, is_empty
from sandbox.mass.word import THE_WORD


class Command(BaseCommand):
    help = "Fill an empty sandbox with a chain of stores and as many made-up applications as you like."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--applications", type=int, default=10_000)
        parser.add_argument("--stores", type=int, default=200)
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same people")
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument(
            "--outside-the-sandbox",
            metavar="WORD",
            default="",
            help=f"fill an empty database of an instance that really sends; the word is {THE_WORD}",
        )

    def handle(self, *args: Any, applications: int, stores: int, seed: int, **options: Any) -> None:
        if not settings.SANDBOX and options["outside_the_sandbox"] != THE_WORD:
            raise CommandError(
                "This instance really sends messages. Made-up people belong in the sandbox: "
                f"set YAKUSOKU_SANDBOX=1, or say --outside-the-sandbox={THE_WORD}."
            )
        if applications < 1 or stores < 1:
            raise CommandError("At least one application and one store, please.")
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        if not is_empty():
            raise CommandError("There is something in this database already. Fill an empty one.")
        started = time.monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"{time.monotonic() - started:5.0f} s  {words}")
            self.stdout.flush()

        fill_with(applications, stores=stores, seed=seed, now=clock.now(), say=say)
        say("done")
        self.stdout.write(f"Sign in as {OWNER} or {RECRUITER} / {PASSWORD}.")
