"""`manage.py risk_evaluate --csv FILE`: how well the additive risk does on any table. See docs/risk.md."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any  # Django hands options over as it pleases

from django.core.management.base import BaseCommand, CommandError, CommandParser

from noshow.services.learning import CannotLearn, can_learn

if TYPE_CHECKING:
    from noshow.services.evaluating import Evaluation


class Command(BaseCommand):
    help = "Fit the risk to a CSV of signals and an outcome, and judge it on rows it had not seen."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--csv", required=True, help="the table, UTF-8; its first line names the columns")
        parser.add_argument("--outcome", default="outcome", help="column: 1, yes, absent for did not come")
        parser.add_argument("--time", default="", help="column of dates: judge the newest instead of folds")
        parser.add_argument("--folds", type=int, default=5, help="parts; of --time, the newest of so many")
        parser.add_argument("--without", action="append", default=[], help="a column to leave out")
        parser.add_argument("--category", action="append", default=[], help="a column of categories")
        parser.add_argument("--json", action="store_true", help="the same figures as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not can_learn():
            raise CommandError(str(CannotLearn()))
        if not 2 <= options["folds"] <= 50:
            raise CommandError("--folds must lie between 2 and 50.")
        found = _evaluated(options)
        if options["json"]:
            self.stdout.write(json.dumps(asdict(found), indent=1, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(lines_of(found)))


def _evaluated(options: dict[str, Any]) -> "Evaluation":
    from noshow.services.evaluating import TooFew, evaluate  # numpy is optional
    from noshow.services.tables import BadTable, Wanted, read_table

    path = Path(options["csv"])
    wanted = Wanted(
        options["outcome"], options["time"], frozenset(options["without"]), frozenset(options["category"])
    )
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return evaluate(read_table(file, wanted), folds=options["folds"])
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}") from problem
    except (BadTable, TooFew) as problem:
        raise CommandError(f"{path}: {problem}") from problem


def lines_of(found: "Evaluation") -> list[str]:
    """The figures as a page of text."""
    left_out = f" ({found.left_out:,} without an outcome left out)" if found.left_out else ""
    judged, gain = found.judged, found.better
    return [
        f"{found.rows:,} rows{left_out}, {found.absent / found.rows:.1%} did not come",
        f"Judged on {found.judged_on:,} rows it had not seen ({found.how}):",
        f"  AUC {judged.auc:.4f}   Brier {judged.brier:.4f}   log loss {judged.log_loss:.4f}",
        f"  log loss lower than that of the share alone by {gain.by:.4f} ± {gain.error:.4f}",
        "",
        "Calibration    rows   shown   found",
        *(f"{one.count:>18,}  {one.expected:6.1%}  {one.found:6.1%}" for one in judged.bins),
        "",
        "Points   ±     reason (ten points are one unit of log-odds; more: less likely to come)",
        f"{found.base:+6.1f}  {found.base_error:4.1f}  what every row begins with",
        *(f"{one.points:+6.1f}  {one.error:4.1f}  {one.words}" for one in found.reasons),
    ]
