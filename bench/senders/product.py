"""The product's dispatcher in a process of its own: sends what is due until nothing is.

``--profile FILE`` also writes where the CPU went, all threads together.
"""

import argparse
import cProfile
import pstats
import threading
import time

import django
from django.utils import timezone


def send_everything() -> None:
    from messaging.models import Message
    from messaging.policy import OPEN
    from messaging.services.dispatching import dispatch

    while Message.objects.filter(state__in=OPEN, due_at__lte=timezone.now()).exists():
        dispatch(now=timezone.now())


def profiled(path: str) -> None:
    """By each thread's own CPU time, so that waiting costs nothing."""
    profiles = [cProfile.Profile(time.thread_time)]

    def begin(*_: object) -> None:
        profiles.append(cProfile.Profile(time.thread_time))
        profiles[-1].enable()

    threading.setprofile(begin)
    profiles[0].enable()
    send_everything()
    profiles[0].disable()
    threading.setprofile(None)
    statistics = pstats.Stats(profiles[0])
    for profile in profiles[1:]:
        statistics.add(profile)
    statistics.dump_stats(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", default="")
    told = parser.parse_args()
    django.setup()
    if told.profile:
        profiled(told.profile)
    else:
        send_everything()
