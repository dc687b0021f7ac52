"""One settings file for every environment; differences are variables.

Every variable stands, with default and unit, in `.env.example` and `docs/configuration.md`;
a test keeps the three equal. Nothing else in the project reads the environment.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # generic classes such as ModelAdmin[Job] at run time too

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- what kind of instance this is ---------------------------------------------------------
SANDBOX = env.bool("YAKUSOKU_SANDBOX", default=False)
DATA_DIR = Path(env.str("YAKUSOKU_DATA", default=str(BASE_DIR / "data")))
DEBUG = False


def required(name: str, sandbox_default: str) -> str:
    """A value the real product cannot start without; the sandbox has one of its own."""
    value: str = env.str(name, default="")
    if value:
        return value
    if SANDBOX:
        return sandbox_default
    raise ImproperlyConfigured(
        f"{name} is not set. It is required unless YAKUSOKU_SANDBOX=1; see docs/configuration.md."
    )


SECRET_KEY = required("SECRET_KEY", "sandbox-only-nothing-leaves-this-machine-0123456789abcdef")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PUBLIC_BASE_URL = required("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_public = urlsplit(PUBLIC_BASE_URL)
if _public.scheme not in {"http", "https"} or not _public.hostname:
    raise ImproperlyConfigured("PUBLIC_BASE_URL must look like https://example.jp (scheme and host).")
HTTPS = _public.scheme == "https"
ALLOWED_HOSTS = [
    _public.hostname,
    *env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if SANDBOX else []),
]
CSRF_TRUSTED_ORIGINS = [PUBLIC_BASE_URL]
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- applications ------------------------------------------------------------------------------
INSTALLED_APPS = [
    "config.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "anymail",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "company",
    "candidates",
    "messaging",
    "scheduling",
    "noshow",
    "reminders",
    "portal",
    "dashboard",
    "api",
    "sandbox",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PagesGzip",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "config.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.PartsAfterSignOut",
    "dashboard.ways_in.WaysInMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.instance",
            ]
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- database ----------------------------------------------------------------------------------
_sqlite = f"sqlite:///{DATA_DIR / 'yakusoku.sqlite3'}"
DATABASES = {"default": env.db_url_config(required("DATABASE_URL", _sqlite))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE + WAL: no "database is locked" under parallel read-modify-write.
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
                "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000"
            ),
        },
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
APP_DATABASE_PASSWORD = env.str("APP_DATABASE_PASSWORD", default="")

# --- who signs in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "company.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "dashboard:sign_in"
LOGIN_REDIRECT_URL = "dashboard:desk"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # the mail says so
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 1
LOGOUT_REDIRECT_URL = "dashboard:sign_in"
AXES_FAILURE_LIMIT = env.int("SIGN_IN_FAILURES", default=8)
AXES_COOLOFF_TIME = env.float("SIGN_IN_COOLOFF_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "portal.visitors.network_address"  # behind the proxy everybody has its address
AXES_LOCKOUT_TEMPLATE = "dashboard/locked_out.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "yakusoku_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "yakusoku_csrf"

# --- what the browser may do -----------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = USE_TZ = True

# --- static files ---------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.bundles.BundleFinder",
]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- channels --------------------------------------------------------------------------------------
# "sandbox" draws the phone, "off" switches the channel off.
SMS_PROVIDER = env.str("SMS_PROVIDER", default="sandbox" if SANDBOX else "twilio")
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", default="sandbox" if SANDBOX else "django")
TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID", default="")
TWILIO_AUTH_TOKEN = env.str("TWILIO_AUTH_TOKEN", default="")
TWILIO_FROM = env.str("TWILIO_FROM", default="")
TWILIO_MESSAGING_SERVICE_SID = env.str("TWILIO_MESSAGING_SERVICE_SID", default="")
TWILIO_BASE_URL = env.str("TWILIO_BASE_URL", default="https://api.twilio.com").rstrip("/")
LINE_PROVIDER = env.str("LINE_PROVIDER", default="sandbox" if SANDBOX else "off")
LINE_CHANNEL_ACCESS_TOKEN = env.str("LINE_CHANNEL_ACCESS_TOKEN", default="")
LINE_CHANNEL_SECRET = env.str("LINE_CHANNEL_SECRET", default="")
LINE_BASIC_ID = env.str("LINE_BASIC_ID", default="")
LINE_BASE_URL = env.str("LINE_BASE_URL", default="https://api.line.me").rstrip("/")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
INBOUND_EMAIL_DOMAIN = env.str("INBOUND_EMAIL_DOMAIN", default="")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="saiyo@example.jp")
# Every ANYMAIL_* variable goes to Anymail under its own name (ANYMAIL_POSTMARK_SERVER_TOKEN, …).
PROVIDER_SECONDS = env.float("PROVIDER_SECONDS", default=15.0)  # at most, for one request
CONNECT_SECONDS, READ_SECONDS = PROVIDER_SECONDS / 5, PROVIDER_SECONDS * 2 / 3
EMAIL_TIMEOUT = READ_SECONDS
ANYMAIL = {
    "REQUESTS_TIMEOUT": (CONNECT_SECONDS, READ_SECONDS),
    **{
        key.removeprefix("ANYMAIL_"): value
        for key, value in os.environ.items()
        if key.startswith("ANYMAIL_") and value
    },
}
# Several, separated by commas, while one takes over from another.
_hook_secrets = [one.strip() for one in str(ANYMAIL.get("WEBHOOK_SECRET", "")).split(",") if one.strip()]
ANYMAIL["WEBHOOK_SECRET"] = _hook_secrets


def _refuse_a_sender_that_cannot_send() -> None:
    """Found at the start, not by the first candidate who gets nothing."""
    if not TWILIO_FROM and not TWILIO_MESSAGING_SERVICE_SID:
        raise ImproperlyConfigured("Set TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID: SMS needs a sender.")
    if TWILIO_MESSAGING_SERVICE_SID and not re.fullmatch(r"MG[0-9a-fA-F]{32}", TWILIO_MESSAGING_SERVICE_SID):
        raise ImproperlyConfigured("TWILIO_MESSAGING_SERVICE_SID must be MG and 32 hexadecimal digits.")
    is_number = re.fullmatch(r"\+[1-9]\d{6,14}|\d{3,8}", TWILIO_FROM)
    is_name = re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}", TWILIO_FROM)
    if TWILIO_FROM and not is_number and not is_name:
        raise ImproperlyConfigured(
            "TWILIO_FROM must be a number such as +15005550006, or a name of 1 to 11 letters (A-Z), digits "
            "and spaces with at least one letter. Nobody can answer to a name."
        )


def _refuse_open_mail_hooks() -> None:
    """Anybody could speak for our candidates if reports and answers were taken without a secret."""
    if INBOUND_EMAIL_DOMAIN and not _hook_secrets:
        raise ImproperlyConfigured("INBOUND_EMAIL_DOMAIN needs ANYMAIL_WEBHOOK_SECRET=user:password.")
    if INBOUND_EMAIL_DOMAIN and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", INBOUND_EMAIL_DOMAIN):
        raise ImproperlyConfigured("INBOUND_EMAIL_DOMAIN must be a domain such as reply.example.jp.")
    if any(len(one) < 20 or ":" not in one for one in _hook_secrets):
        raise ImproperlyConfigured(
            "ANYMAIL_WEBHOOK_SECRET must look like user:password and have at least 20 characters."
        )


def _is_loopback(host: str | None) -> bool:
    return host in {"localhost", "::1"} or (host or "").startswith("127.")


def _refuse_to_leave_the_machine() -> None:
    """In the sandbox every provider is the drawn phone or a stand-in on this machine."""
    targets = {}
    if SMS_PROVIDER == "twilio":
        targets["TWILIO_BASE_URL"] = urlsplit(TWILIO_BASE_URL).hostname
    if LINE_PROVIDER == "line":
        targets["LINE_BASE_URL"] = urlsplit(LINE_BASE_URL).hostname
    if EMAIL_PROVIDER == "django":
        if "smtp" in EMAIL_BACKEND:
            targets["EMAIL_HOST"] = EMAIL_HOST
        elif "anymail" in EMAIL_BACKEND:
            name = EMAIL_BACKEND.split(".")[-2].upper() + "_API_URL"
            targets[f"ANYMAIL_{name}"] = urlsplit(str(ANYMAIL.get(name, ""))).hostname
    for name, host in targets.items():
        if not _is_loopback(host):
            raise ImproperlyConfigured(
                f"{name} points outside this machine, and the sandbox promises that nothing leaves it. "
                "Point it at the stand-in (manage.py standin) or leave the sandbox."
            )


for _name, _value, _allowed in (
    ("SMS_PROVIDER", SMS_PROVIDER, ("sandbox", "twilio", "off")),
    ("EMAIL_PROVIDER", EMAIL_PROVIDER, ("sandbox", "django", "off")),
    ("LINE_PROVIDER", LINE_PROVIDER, ("sandbox", "line", "off")),
):
    if _value not in _allowed:
        raise ImproperlyConfigured(f"{_name} is {_value!r}; it must be one of {', '.join(_allowed)}.")
    if _value == "sandbox" and not SANDBOX:
        raise ImproperlyConfigured(f"{_name}=sandbox sends nothing; it is for the sandbox only.")
if SANDBOX:
    _refuse_to_leave_the_machine()
else:
    for _name in (
        *(("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN") if SMS_PROVIDER == "twilio" else ()),
        *(
            ("LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "LINE_BASIC_ID")
            if LINE_PROVIDER == "line"
            else ()
        ),
    ):
        required(_name, "")
    if SMS_PROVIDER == "twilio":
        _refuse_a_sender_that_cannot_send()
_refuse_open_mail_hooks()

# --- who watches ---------------------------------------------------------------------------------
STATUS_TOKEN = env.str("STATUS_TOKEN", default="")
DEADMAN_URL = env.str("DEADMAN_URL", default="")
if DEADMAN_URL and not (
    _is_loopback(urlsplit(DEADMAN_URL).hostname)
    if SANDBOX
    else urlsplit(DEADMAN_URL).scheme == "https" and urlsplit(DEADMAN_URL).hostname
):
    raise ImproperlyConfigured(
        "DEADMAN_URL must be an https address; in the sandbox one on this machine, as nothing leaves it."
    )

# --- background work --------------------------------------------------------------------------------
SWEEP_SECONDS = env.float("SWEEP_SECONDS", default=1.0)
LEASE_SECONDS = env.float("LEASE_SECONDS", default=60.0)
DOUBT_SECONDS = env.float("DOUBT_SECONDS", default=600.0)
REPEAT_MAIL_SECONDS = env.float("REPEAT_MAIL_SECONDS", default=60.0)
FAILPOINTS = env.list("FAILPOINTS", default=[])
if FAILPOINTS and not SANDBOX:
    raise ImproperlyConfigured("FAILPOINTS breaks processes on purpose; it is for the sandbox only.")
SENDING_THREADS = env.int("SENDING_THREADS", default=32)
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or "memory://"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_DB_REUSE_MAX = 1_000_000
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.1}
    if CELERY_BROKER_URL.startswith("memory")
    else {
        "visibility_timeout": 300,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "socket_keepalive": True,
        "health_check_interval": 30,
    }
)
# numpy's algebra takes a thread a core, and these wait for each other: ten times the processor beside others.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Ticks expire so that a stopped worker does not come back to a pile of them. Each only finds due rows.
CELERY_BEAT_SCHEDULE = {
    name: {"task": name, "schedule": seconds, "options": {"expires": max(seconds * 2, 5)}}
    for name, seconds in {
        "messaging.dispatch": SWEEP_SECONDS,
        "messaging.reap": min(10.0, LEASE_SECONDS / 3),
        "messaging.settle_doubts": min(5.0, DOUBT_SECONDS / 10),
        "messaging.settle": SWEEP_SECONDS,
        "messaging.forget_events": 3600.0,
        "messaging.forget_line_codes": 3600.0,
        "messaging.send_trials": 2.0,
        "messaging.forget_trials": 3600.0,
        **(
            {"messaging.answer_strangers": SWEEP_SECONDS, "messaging.check_quotas": 600.0}
            if LINE_PROVIDER == "line"
            else {}
        ),
        **({"messaging.ping": 60.0} if DEADMAN_URL else {}),
        "company.send_notices": 5.0,
        "company.send_staff_mail": 3.0,
        "company.forget_staff_mail": 3600.0,
        "company.deliver_webhooks": 2.0,
        "company.forget_deliveries": 3600.0,
        "company.forget_api_answers": 3600.0,
        "company.seal_trail": 10.0,
        "company.check_trail": 3600.0,
        "dashboard.watch_notices": 30.0,
        "dashboard.watch_contacts": 20.0,
        "dashboard.forget_notices": 3600.0,
        "dashboard.write_weekly": 600.0,
        "reminders.follow": SWEEP_SECONDS,
        "reminders.audit": 60.0,
        "reminders.backfill": 15.0,
        "reminders.end_experiments": 300.0,
        "scheduling.ask_interviewers": 30.0,
        "scheduling.match_wishes": 60.0,
        "scheduling.lapse_invitations": 60.0,
        "scheduling.supply": 300.0,
        "scheduling.read_feeds": 60.0,
        "noshow.close": 10.0,
        "noshow.count_figures": 120.0,
        "noshow.note_risks": 120.0,
        "noshow.learn": 3600.0,
        "candidates.work_imports": SWEEP_SECONDS,
        "candidates.read_board_mails": 2.0,
        "dashboard.work_bulk_acts": SWEEP_SECONDS,
        "candidates.forget_form_uses": 3600.0,
        "candidates.erase_due": 3600.0,
        "sandbox.simulate": 2.0,
        **({"sandbox.walk": SWEEP_SECONDS} if SANDBOX else {}),
    }.items()
}

# --- limits on the public form ------------------------------------------------------------------
APPLY_LIMIT_PER_ADDRESS = env.int("APPLY_LIMIT_PER_ADDRESS", default=1000 if SANDBOX else 20)
APPLY_LIMIT_PER_CONTACT = env.int("APPLY_LIMIT_PER_CONTACT", default=3)
APPLY_LIMIT_PER_DAY = env.int("APPLY_LIMIT_PER_DAY", default=2000)

# --- limits on the API ---------------------------------------------------------------------------
API_LIMIT_PER_MINUTE = env.int("API_LIMIT_PER_MINUTE", default=120)

# --- logs: ids only, one JSON object a line -----------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "celery": {"level": "WARNING"},
        "kombu": {"level": "WARNING"},
        "twilio": {"level": "WARNING"},
        "axes": {"level": "ERROR"},
    },
}
