"""Counting tries in windows of the machine's time, per process. It slows hammering; locks nobody out."""

import time

from django.core.cache import cache


def take(what: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more ``what`` by ``who``; False once this window of ``seconds`` had more than ``most``."""
    key = f"{what}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the window ended between the two calls
        return True
