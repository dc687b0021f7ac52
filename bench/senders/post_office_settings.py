"""django-post-office as its README sets it up; ``BENCH_THREADS`` widens its pool where that is compared."""

import os

import environ

SECRET_KEY = "only-for-measuring"  # noqa: S105
INSTALLED_APPS = ["django.contrib.contenttypes", "post_office"]
DATABASES = {"default": environ.Env.db_url_config(os.environ["BENCH_DATABASE_URL"])}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = True
EMAIL_BACKEND = "post_office.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["EMAIL_PORT"])
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
POST_OFFICE: dict[str, object] = {"BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"}}
if "BENCH_THREADS" in os.environ:
    POST_OFFICE["THREADS_PER_PROCESS"] = int(os.environ["BENCH_THREADS"])
