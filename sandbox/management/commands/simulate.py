"""``manage.py simulate``: try policies on made-up people; nobody is messaged."""

import json
from pathlib import Path
from typing import Any  # Django's command options are untyped

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from sandbox.services.simulating import carry_out
from sandbox.simulator.assumptions import Assumptions, UnknownAssumption, assume, parameters, read_assumptions
from sandbox.simulator.life import Plan
from sandbox.simulator.policies import Policy, UnknownPolicy, named
from sandbox.simulator.processes import LifeBroke
from sandbox.simulator.reporting import in_words, simulate


class Command(BaseCommand):
    help = "Live a year with made-up people under two or more policies and compare them. Nobody is messaged."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=30)
        parser.add_argument("--applications", type=int, default=1000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--policy",
            action="append",
            help="none, text, default, company or a TOML or JSON file; several times (none and default)",
        )
        parser.add_argument("--assumptions", type=Path, help="a TOML or JSON file of names and numbers")
        parser.add_argument("--set", action="append", default=[], metavar="NAME=NUMBER", dest="changes")
        parser.add_argument("--check", action="store_true", help="check the promises after every step; slow")
        parser.add_argument("--log", type=Path, help="with --check: write what happened into this folder")
        parser.add_argument("--json", action="store_true")
        parser.add_argument("--list", action="store_true", help="show the assumptions and their sources")

        parser.add_argument("--kept", type=int, metavar="NUMBER", help="carry out one asked for on the desk")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kept"] is not None:
            carry_out(options["kept"])
            return
        plan, chosen = _asked(options)
        if options["list"]:
            for one in parameters():
                number = getattr(plan.habits, one.name)
                told = gettext(one.metadata["words"]), gettext(one.metadata["source"])
                self.stdout.write(f"{one.name} = {number:g}  # {told[0]}. {told[1]}")
            return

        def tell(share: float) -> None:
            if not options["json"]:
                self.stderr.write(f"\r{share:5.0%}", ending="")

        try:
            report = simulate(plan, chosen, is_checked=options["check"], log=options["log"], tell=tell)
        except LifeBroke as broke:
            raise CommandError(str(broke)) from broke
        self.stdout.write(
            json.dumps(report, indent=1, ensure_ascii=False) if options["json"] else "\n" + in_words(report)
        )


def _asked(options: dict[str, Any]) -> tuple[Plan, list[Policy]]:
    """Raises CommandError for what cannot be understood."""
    if min(options["days"], options["applications"]) < 1:
        raise CommandError("At least one day and one application, please.")
    try:
        habits = read_assumptions(options["assumptions"]) if options["assumptions"] else Assumptions()
        habits = assume(_changes(options["changes"]), habits)
        chosen = [named(name) for name in options["policy"] or ("none", "default")]
    except (UnknownAssumption, UnknownPolicy) as error:
        raise CommandError(str(error)) from error
    return Plan(options["days"], options["applications"], options["seed"], habits), chosen


def _changes(told: list[str]) -> dict[str, object]:
    changes: dict[str, object] = {}
    for one in told:
        name, _, number = one.partition("=")
        try:
            changes[name] = float(number)
        except ValueError as error:
            raise UnknownAssumption(f"--set wants NAME=NUMBER, not {one!r}") from error
    return changes
