"""The whole queue, put together and ordered."""

from dataclasses import replace
from datetime import datetime

from company.models import Company
from dashboard.queries import (
    case_tasks,
    closed_tasks,
    demand_tasks,
    intake_tasks,
    offer_tasks,
    overdue_tasks,
    people_tasks,
    place_tasks,
    step_tasks,
    untold_tasks,
    waiting_tasks,
)
from dashboard.queries.queue import Sight, Task
from dashboard.scope import Scope

KINDS = (
    step_tasks.arrivals,
    people_tasks.first_contacts,
    people_tasks.calls,
    overdue_tasks.overdue_contacts,
    people_tasks.words,
    people_tasks.bad_numbers,
    people_tasks.stuck,
    intake_tasks.unreadable,
    closed_tasks.booked_on_closed_days,
    step_tasks.owed,
    step_tasks.decisions,
    offer_tasks.unanswered_offers,
    offer_tasks.open_first_days,
    demand_tasks.unbooked,
    untold_tasks.untold,
    untold_tasks.unreached,
    step_tasks.idle,
    case_tasks.cases,
    place_tasks.gaps,
    waiting_tasks.waits,
    demand_tasks.wishes,
    place_tasks.files,
    place_tasks.sms_budget,
)


def queue_of(scope: Scope, company: Company, now: datetime) -> list[Task]:
    """Everything waiting for a person in this scope, most urgent first."""
    sight = Sight(scope, company, now)
    tasks = [task for kind in KINDS for task in kind(sight)]
    ordered = sorted(tasks, key=lambda task: (task.rank, task.at))
    first = next((n for n, task in enumerate(ordered) if task.ring), None)
    return [replace(task, is_lead=True) if n == first else _short(task) for n, task in enumerate(ordered)]


def _short(task: Task) -> Task:
    """Only the most urgent first contact stands large; at most one primary button on the screen."""
    return (
        replace(task, acts=tuple(replace(act, style="soft") for act in task.acts[:1])) if task.ring else task
    )
