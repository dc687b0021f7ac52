"""Run the stand-in providers, until Ctrl-C."""

import signal
import threading
from pathlib import Path
from typing import Any  # Django hands options over as it pleases

from django.core.management.base import BaseCommand, CommandError, CommandParser

from messaging.standin import ACCOUNT_SID, AUTH_TOKEN, Fault, Standin
from messaging.standin.book import FAULTS


class Command(BaseCommand):
    help = "Twilio's, Postmark's and LINE's HTTP on this machine; nothing leaves. GET /log shows what came."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8100, help="0 takes a free one (default 8100)")
        parser.add_argument("--latency-ms", type=int, default=0, help="how long each message takes")
        parser.add_argument(
            "--fail",
            nargs="+",
            default=[],
            metavar="FAULT=RATE",
            help=f"e.g. 429=0.05 accepted_reset=0.01; faults: {', '.join(sorted(FAULTS))}",
        )
        parser.add_argument("--account-sid", default=ACCOUNT_SID)
        parser.add_argument("--auth-token", default=AUTH_TOKEN)
        parser.add_argument(
            "--deliver-to",
            default="",
            metavar="URL",
            help="post status reports here when PUBLIC_BASE_URL is not this machine, e.g. http://127.0.0.1:8000",
        )
        parser.add_argument(
            "--journal",
            type=Path,
            metavar="FILE",
            help="write each message there as a line of JSON, and know what stands there already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            standin = Standin(
                options["port"],
                account_sid=options["account_sid"],
                auth_token=options["auth_token"],
                latency_ms=options["latency_ms"],
                deliver_to=options["deliver_to"],
                journal=options["journal"],
            )
        except OSError as error:
            raise CommandError(f"Port {options['port']} is taken; choose another with --port.") from error
        standin.fail(*(_fault(text) for text in options["fail"]))
        done = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: done.set())
        with standin:
            self.stdout.write(_how_to_use(standin))
            self.stdout.flush()
            done.wait()


def _fault(text: str) -> Fault:
    name, _, rate = text.partition("=")
    try:
        return Fault(name, times=None, rate=float(rate or 1))
    except ValueError as error:
        raise CommandError(f"--fail {text}: {error}") from error


def _how_to_use(standin: Standin) -> str:
    return "\n".join(
        (
            f"The stand-in listens on {standin.url} and shows at /log what it took. Start the product with",
            "  SMS_PROVIDER=twilio TWILIO_FROM=+15005550006",
            f"  TWILIO_BASE_URL={standin.url}",
            f"  TWILIO_ACCOUNT_SID={standin.account_sid} TWILIO_AUTH_TOKEN={standin.auth_token}",
            "  EMAIL_PROVIDER=django EMAIL_BACKEND=anymail.backends.postmark.EmailBackend",
            f"  LINE_PROVIDER=line LINE_BASE_URL={standin.url} LINE_BASIC_ID=@standin",
            f"  LINE_CHANNEL_ACCESS_TOKEN={standin.auth_token} LINE_CHANNEL_SECRET={standin.auth_token}",
            f"  ANYMAIL_POSTMARK_API_URL={standin.url} ANYMAIL_POSTMARK_SERVER_TOKEN={standin.auth_token}",
            f"  ANYMAIL_WEBHOOK_SECRET={standin.people.webhook_secret} INBOUND_EMAIL_DOMAIN=reply.example.jp",
        )
    )
