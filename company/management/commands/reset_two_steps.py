"""``manage.py reset_two_steps NAME``: for the last owner, who has lost phone and recovery codes."""

from typing import Any  # Django's commands take anything by keyword

from django.core.management.base import BaseCommand, CommandError, CommandParser

from company import clock
from company.models import Staff
from company.services.two_steps import give_up


class Command(BaseCommand):
    help = "Take away somebody's second step; they sign in by password and set it up anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        staff = Staff.objects.filter(username=options["username"]).first()
        if staff is None:
            raise CommandError(f"Nobody signs in as {options['username']}.")
        give_up(staff, by=None, now=clock.now())
        self.stdout.write("Done. They are signed out everywhere and sign in with the password alone.")
