"""The product's settings as the tests see them: a sandbox with nothing taken from the developer's shell.

``DATABASE=postgres`` runs the whole suite on a throwaway PostgreSQL server instead of SQLite in memory.
"""

import os

FROM_THE_SHELL = ("CELERY_BROKER_URL", "DATABASE_URL", "EMAIL_PROVIDER", "PUBLIC_BASE_URL", "SMS_PROVIDER")

for _name in FROM_THE_SHELL:
    os.environ.pop(_name, None)
os.environ |= {"YAKUSOKU_SANDBOX": "1", "SECRET_KEY": "only-for-tests", "LOG_LEVEL": "WARNING"}
if os.environ.get("DATABASE") == "postgres":
    from tests.services_fixture import postgres

    os.environ["DATABASE_URL"] = postgres.shared_server().url("postgres")

from config.settings import *  # noqa: E402, F403  the environment has to be made first

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]  # noqa: F405  watches where a test asks it to
ZEAL_RAISE = True

WHITENOISE_AUTOREFRESH = True  # looks for a file when asked; or each client would first list them all

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow hash protects nobody here
