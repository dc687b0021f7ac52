"""The Celery app: the wake-up, the thread pool and the ticker. Rows are the queue."""

import os
from typing import Any  # Celery's signal payloads are untyped keyword arguments

from celery import Celery
from celery.signals import task_prerun
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("yakusoku")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@task_prerun.connect
def drop_dead_connections(**_: Any) -> None:
    """With CELERY_DB_REUSE_MAX a connection outlives its task; a restarted database must not poison it."""
    close_old_connections()
