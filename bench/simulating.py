"""The part "simulator": how many applications' whole stories two policies live through in a minute."""

from bench.options import Options
from bench.place import Place
from bench.report import Report, Row, Target
from sandbox.simulator.assumptions import Assumptions
from sandbox.simulator.life import Plan
from sandbox.simulator.policies import named
from sandbox.simulator.processes import live_all

A_DAY = 55  # applications, as 20,000 in a year
STORIES_A_MINUTE = 1000


def simulator(place: Place, options: Options, report: Report) -> None:
    """No reminders and the default, each in a process and a SQLite file of its own, at once."""
    applications = options.simulated
    plan = Plan(max(applications // A_DAY, 1), applications, 1, Assumptions())
    lived = live_all(plan, [named("none"), named("default")], tell=lambda _: None)
    stories = sum(len(one.fates) for one in lived)
    minutes = max(one.seconds for one in lived) / 60
    note = f"{stories:,} whole stories in {minutes:.1f} min, two policies at once"
    report.rows.append(Row("made-up people, lived through", "Yakusoku", note=note))
    each = stories / minutes
    report.targets.append(Target("whole stories a minute", each, STORIES_A_MINUTE, at_least=True))
