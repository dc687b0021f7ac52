"""The part "booking": pages and bookings over HTTP, and how often a contested time is given away twice."""

import json
from datetime import date, datetime, time, timedelta
from typing import Any  # a plan is JSON

from django.utils import timezone

from bench.figures import Figure
from bench.options import Options
from bench.place import APPOINTMENTS, OURS, Place
from bench.processes import PYTHON
from bench.report import Report, Row, Target
from bench.visits import people
from bench.web import Crowd, crowd, serving

AT_ONCE = 4  # connections, where rates and latencies are measured
HALF = timedelta(minutes=30)


def booking(place: Place, options: Options, report: Report) -> None:
    env = place.product_env(ALLOWED_HOSTS="127.0.0.1")
    with serving(place, "config.wsgi:application", env, "/healthz") as port:
        _pages(place, options, report, port)
        _bookings(place, options, report, port)
        ours = _contested(place, options, report, port)
    theirs = _contested_theirs(place, options, report)
    what = f"{options.contested} contested times, {options.contenders} processes"
    for who, (found, note) in {"Yakusoku": ours, "django-appointment": theirs}.items():
        taken = [count for count in found if count]
        twice = sum(count - 1 for count in taken)
        most = max(found, default=0)
        note = f"{len(taken)} times taken, at most {most} on one; {note}"
        report.rows.append(Row(what, who, twice=round(100 * twice / options.contested), note=note))
    doubled = sum(count - 1 for count in ours[0] if count > 1)
    report.targets.append(Target("double bookings", doubled, 0, at_least=False))
    free = sum(not count for count in ours[0])
    report.targets.append(Target("contested times nobody got", free, 0, at_least=False))


def _pages(place: Place, options: Options, report: Report, port: int) -> None:
    people.clear()
    booked, invited = people.booked(40), people.invited(40)
    people.slots(60)
    place.cluster.settle_down(OURS, *people.TABLES)
    for name, guests, page in (("home", booked, ""), ("pick", invited, "times/")):
        paths = [f"/i/{guests[number % 40].token}/{page}" for number in range(options.visits)]
        _row(report, f"{name} page", _asked(place, port, [(path, None) for path in paths]), 200)


def _bookings(place: Place, options: Options, report: Report, port: int) -> None:
    guests, times = people.invited(options.visits), people.slots(options.visits)
    losers = people.invited(options.visits // 20 + 1)
    place.cluster.settle_down(OURS, *people.TABLES)
    asks: list[tuple[str, Any]] = [
        (f"/i/{guest.token}/times/", {"slot": slot.pk, "version": guest.version})
        for guest, slot in zip(guests, times, strict=True)
    ]
    _row(report, "booking, won", _asked(place, port, asks), 303)
    asks = [
        (f"/i/{guest.token}/times/", {"slot": times[0].pk, "version": guest.version})
        for guest in losers
        for _ in range(20)
    ]
    _row(report, "booking, lost", _asked(place, port, asks[: options.visits]), 409)


def _asked(place: Place, port: int, asks: list[tuple[str, Any]]) -> Crowd:
    return crowd(place, {"port": port, "processes": AT_ONCE, "asks": asks})


def _row(report: Report, name: str, found: Crowd, expected: int) -> None:
    if found.count(expected) != len(found.taken):
        raise RuntimeError(f"{name}: {len(found.taken) - found.count(expected)} were not answered {expected}")
    note = f"p50 {found.quantile(50):.1f} ms, p95 {found.quantile(95):.1f} ms"
    what = f"over HTTP, {AT_ONCE} at once"
    report.rows.append(Row(what, name, rate=Figure(found.rate, found.rate, found.rate), note=note))


def _contested(place: Place, options: Options, report: Report, port: int) -> tuple[list[int], str]:
    """How many bookings each contested time got, counted in the database."""
    crowded = options.contenders * (options.contested // 20 + 2) + options.contested
    guests, times = people.invited(crowded), people.slots(options.contested)
    plan = {
        "who": "ours",
        "port": port,
        "processes": options.contenders,
        "rounds": [slot.pk for slot in times],
        "people": [{"token": guest.token, "version": guest.version} for guest in guests],
    }
    place.cluster.settle_down(OURS, *people.TABLES)
    found = crowd(place, plan)
    counted = dict(
        place.cluster.run(
            OURS, "SELECT slot_id, count(*) FROM scheduling_booking WHERE active GROUP BY slot_id"
        )
    )
    won, lost = found.count(303), found.count(409)
    note = f"{won} told that they have it, {lost} that it is gone, {len(found.taken) - won - lost} else"
    return [counted.get(slot.pk, 0) for slot in times], f"{note}; {found.rate:.0f} requests/s"


def _contested_theirs(place: Place, options: Options, report: Report) -> tuple[list[int], str]:
    settings = {"DJANGO_SETTINGS_MODULE": "bench.senders.appointment_settings"}
    env, out = place.others_env(APPOINTMENTS, **settings), place.folder / "appointments.json"
    for more in ([], ["--run-syncdb"]):  # it comes without migrations
        place.carry_out([PYTHON, "-m", "django", "migrate", "--verbosity", "0", *more], env)
    filling = [PYTHON, "-m", "bench.senders.appointment_fill", str(options.contenders), str(out)]
    place.carry_out(filling, env)
    told = json.loads(out.read_text())
    times = their_times(timezone.localdate() + timedelta(days=3), options.contested)
    plan = told | {"who": "theirs", "processes": options.contenders, "rounds": times}
    looks = f"/appointment/request/{told['service']}/"
    with serving(place, "bench.senders.appointment_wsgi:application", env, looks) as port:
        found = crowd(place, plan | {"port": port})
    counted = place.cluster.run(
        APPOINTMENTS,
        "SELECT to_char(date, 'YYYY-MM-DD'), to_char(start_time, 'HH24:MI'), count(*) "
        "FROM appointment_appointment JOIN appointment_appointmentrequest AS asked "
        "ON asked.id = appointment_request_id GROUP BY 1, 2",
    )
    taken = {(day, begins): count for day, begins, count in counted}
    return [taken.get((day, begins), 0) for day, begins, _ in times], f"{found.rate:.0f} requests/s"


def their_times(first: date, count: int) -> list[tuple[str, str, str]]:
    """So many half hours between nine and half past six, as their page offers them: day, beginning, end."""
    found: list[tuple[str, str, str]] = []
    begins = datetime.combine(first, time(9))
    while len(found) < count:
        ends = begins + HALF
        found.append((begins.date().isoformat(), f"{begins:%H:%M}", f"{ends:%H:%M}"))
        begins = ends if ends.time() < time(18, 30) else datetime.combine(begins + timedelta(days=1), time(9))
    return found
