"""Settings of every process. Values come from the environment; the demo makes its own below var/."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from .embedded import Embedded
from .keys import demo_keys, parse_sealing_keys

BASE_DIR = Path(__file__).resolve().parent.parent

# --- servers ---------------------------------------------------------------------------------------------------------

DATABASE_URL = os.environ.get("DATABASE_URL")  # the app's role
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL")  # only where migrate runs
REDIS_URL = os.environ.get("REDIS_URL")

EMBEDDED = Embedded(
    BASE_DIR / "var" / os.environ.get("EMBEDDED_NAME", "dev"),
    postgres=not DATABASE_URL,
    valkey=not REDIS_URL,
    durable=os.environ.get("EMBEDDED_FSYNC") != "off",
)
if EMBEDDED.postgres:
    DATABASE_URL = EMBEDDED.database_url("credit_app")
    DATABASE_OWNER_URL = EMBEDDED.database_url("credit_owner")
if EMBEDDED.valkey:
    REDIS_URL = EMBEDDED.redis_url()

# Demo: the embedded database is ours alone. Production: anything else, and then nothing may be left to a default.
DEMO = EMBEDDED.postgres
TESTING = False

DATABASES = {"default": dj_database_url.parse(DATABASE_URL) | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DATABASE_OWNER = dj_database_url.parse(DATABASE_OWNER_URL) if DATABASE_OWNER_URL else None
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}


def _broker(url: str) -> str:
    """redis-py and kombu spell a unix socket differently; any other URL is the same for both."""
    return url.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)


CELERY_BROKER_URL = _broker(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a killed worker's task comes back; every task is safe to run twice
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "Asia/Shanghai"

# --- secrets ---------------------------------------------------------------------------------------------------------

_keys = demo_keys(EMBEDDED.root) if DEMO else {}
SECRET_KEY = os.environ.get("SECRET_KEY") or _keys.get("SECRET_KEY", "")
HASH_KEY = os.environ.get("HASH_KEY") or _keys.get("HASH_KEY", "")
SEALING_KEYS = parse_sealing_keys(os.environ.get("SEALING_KEYS") or _keys.get("SEALING_KEYS", ""))
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
if DEMO:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))  # hops in front of us whose X-Forwarded-For counts

# --- Django ----------------------------------------------------------------------------------------------------------

DEBUG = False
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "axes",
    "captcha",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "credit_platform",  # the commands of the whole house
    "ledger",
    "accounts",
    "rules",
    "subjects",
    "records",
    "publicity",
    "workbench",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "credit_platform.urls"
WSGI_APPLICATION = "credit_platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# Not node_modules: `make` copies the few files that pages use to var/vendor.
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "var" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", EMBEDDED.root / "files"))  # sealed uploads; never served by a URL

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # bootstrap's own icons
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
