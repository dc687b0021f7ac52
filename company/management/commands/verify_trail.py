"""``manage.py verify_trail``: was anything in the audit trail changed, removed or cut off?"""

import re
from typing import Any  # Django's commands take anything by keyword

from django.core.management.base import BaseCommand, CommandError, CommandParser

from company.policy.sealing import Fault
from company.services.sealing import seal_new, walk

WORDS = {
    Fault.CHANGED: "event {event} is not what it was when link {number} sealed it",
    Fault.REMOVED: "event {event}, of link {number}, is gone",
    Fault.SKIPPED: "link {number} is missing",
    Fault.SHORTENED: "the chain ends before link {number}, which was noted",
}


class Command(BaseCommand):
    help = (
        "Walk along the whole chain of the audit trail. Prints its head, to be written down elsewhere: with "
        "--noted a later walk shows that nothing before it was exchanged. Ends with 1 if anything was."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noted", default="", metavar="NUMBER:DIGEST", help="a head printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        noted = options["noted"]
        if noted and not re.fullmatch(r"[1-9][0-9]*:[0-9a-f]{64}", noted):
            raise CommandError("--noted is a number, a colon and 64 letters and digits, as printed earlier.")
        while seal_new(from_the_start=True):
            continue
        found = walk(noted=noted)
        if found.fault:
            words = WORDS[found.fault].format(event=found.event_id, number=found.number)
            raise CommandError(f"The trail was changed: {words}. {found.seals} links before it hold.")
        if found.head:
            self.stdout.write(f"The trail is whole: {found.seals} links hold.\nhead {found.head}")
        else:
            self.stdout.write("The trail is whole: there is no event yet.")
