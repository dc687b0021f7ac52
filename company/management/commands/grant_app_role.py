"""``manage.py grant_app_role``: the database role that web and workers connect as."""

from typing import Any  # Django's commands take anything by keyword

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from company.services.granting import grant_app_role


class Command(BaseCommand):
    help = (
        "Make the PostgreSQL role that the product runs as, or give it its rights anew after a migration. "
        "It can add to the audit trail and never change it. Its password is read from APP_DATABASE_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", nargs="?", default="yakusoku_app")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL knows roles; this database is another one.")
        password = settings.APP_DATABASE_PASSWORD
        if len(password) < 12:
            raise CommandError("Set APP_DATABASE_PASSWORD, at least 12 characters.")
        if options["role"] == connection.settings_dict["USER"]:
            raise CommandError("Run this as the owner of the tables, not as the role itself.")
        grant_app_role(options["role"], password)
        self.stdout.write(f"{options['role']} can work, and can only add to the audit trail.")
