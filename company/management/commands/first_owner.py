"""``manage.py first_owner``: the way into an empty installation."""

from typing import Any  # Django's commands take anything by keyword

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from company import clock
from company.models import Staff
from company.policy import Role
from company.services.inviting import AlreadyHere, invite


class Command(BaseCommand):
    help = "Print a link, good for one use, that makes the first owner's account. Refused once there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="what the owner signs in with")
        parser.add_argument("--language", choices=["ja", "en"], default="ja")

    def handle(self, *args: Any, **options: Any) -> None:
        if Staff.objects.filter(role=Role.OWNER, is_active=True).exists():
            raise CommandError(
                "There is an owner already. Owners invite others under Settings, Staff and roles."
            )
        try:
            validate_email(options["email"])
            _invitation, address = invite(
                options["email"],
                role=Role.OWNER,
                locations=[],
                language=options["language"],
                link=lambda token: settings.PUBLIC_BASE_URL + reverse("dashboard:invited", args=[token]),
                by=None,
                now=clock.now(),
                machine_now=timezone.now(),
            )
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no e-mail address.") from error
        except AlreadyHere as error:
            raise CommandError("Somebody signs in with this address already.") from error
        self.stdout.write(f"Open this address in a browser, once, within seven days:\n{address}")
