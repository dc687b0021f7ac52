"""The product's settings, with the bare pages beside its own."""

from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import TEMPLATES

ROOT_URLCONF = "bench.visits.urls"
TEMPLATES[0]["DIRS"] += [Path(__file__).parent / "templates"]  # type: ignore[operator]  # a list of folders
