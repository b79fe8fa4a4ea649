"""Settings of every process. Values come from the environment; the demo makes its own below var/."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from . import safety
from .embedded import Embedded
from .keys import demo_keys, parse_sealing_keys
from .mail import mail_settings

BASE_DIR = Path(__file__).resolve().parent.parent

# --- servers ---------------------------------------------------------------------------------------------------------

if half := safety.half_configured(os.environ):
    raise ImproperlyConfigured(half)

DATABASE_URL = os.environ.get("DATABASE_URL", "")  # the app's role
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL")  # only where migrate runs
REDIS_URL = os.environ.get("REDIS_URL", "")

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
if not DEMO and (reason := safety.unsafe(os.environ)):
    raise ImproperlyConfigured(reason)

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
CELERY_BEAT_SCHEDULER = "credit_platform.beating:Remembering"

# --- secrets ---------------------------------------------------------------------------------------------------------

_keys = demo_keys(EMBEDDED.root) if DEMO else {}
SECRET_KEY = os.environ.get("SECRET_KEY") or _keys.get("SECRET_KEY", "")
HASH_KEY = os.environ.get("HASH_KEY") or _keys.get("HASH_KEY", "")
try:
    SEALING_KEYS = parse_sealing_keys(os.environ.get("SEALING_KEYS") or _keys.get("SEALING_KEYS", ""))
except ValueError as fault:
    raise ImproperlyConfigured(f"{fault}; python manage.py new_keys prints a set.") from None
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
if DEMO:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
# Hops in front of us whose X-Forwarded-For counts. In production there is one at least: it ends TLS.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0" if DEMO else "1"))

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
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "credit_platform",  # the commands of the whole house
    "ledger",
    "accounts",
    "rules",
    "subjects",
    "representation",
    "records",
    "blacklists",
    "sanctions",
    "repairs",
    "commitments",
    "articles",
    "checks",
    "disputes",
    "dishonesty_reports",
    "credit_reports",
    "supervision",
    "exchange",
    "publicity",
    "workbench",
]
MIDDLEWARE = [
    "credit_platform.statements.relying",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "credit_platform.policy.ContentSecurityPolicy",
    "credit_platform.crawlers.Crawlers",
    "credit_platform.display.Displayed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "credit_platform.reading_text.NoNul",
    "credit_platform.unrepeating.Unrepeated",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.WholeLogin",
    "representation.middleware.WhoActs",
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
                "publicity.context.site",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.Unlike"},
    {"NAME": "accounts.passwords.Long", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.Uncommon"},
    {"NAME": "accounts.passwords.NotOnlyDigits"},
]
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", EMBEDDED.root / "static"))
# Not node_modules: `make` copies the few files that pages use to var/vendor.
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", BASE_DIR / "var" / "vendor")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # The compressed kind takes half a minute; the image is built with it (STATIC_COMPRESSED=1).
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if os.environ.get("STATIC_COMPRESSED")
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", EMBEDDED.root / "files"))  # sealed uploads; never served by a URL
# 附件查毒: a command that reads a file from its standard input (docs/operations.md); empty: attachments are not scanned.
ATTACHMENT_SCANNER = os.environ.get("ATTACHMENT_SCANNER", "").strip()
ATTACHMENT_SCAN_SECONDS = 20  # rows of the case are locked meanwhile
OPEN_DATA_ROOT = Path(os.environ.get("OPEN_DATA_ROOT", EMBEDDED.root / "open-data"))  # what is public, as files; served
# Path by which a proxy in front finds that folder and sends its files itself (X-Accel-Redirect); empty: web sends them.
OPEN_DATA_ACCEL = os.environ.get("OPEN_DATA_ACCEL", "")
OPEN_DATA_KEEP_DAYS = int(os.environ.get("OPEN_DATA_KEEP_DAYS", "2"))  # then a run is erased, be it the newest

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
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
if TRUSTED_PROXIES:  # without a proxy of ours in front anybody could send the header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Over Django's own: no address that somebody typed a number into stays in a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"numbers": {"()": "credit_platform.log_lines.WithoutNumbers"}},
    "loggers": {"django.request": {"filters": ["numbers"]}},
}

# --- rules -----------------------------------------------------------------------------------------------------------

# 地方规则包 over the national one (rules/packs, docs/operations.md); empty: the national law alone. The demo shows Hua County's, the one
# text with grades, escalation, a red list procedure and repair of its own.
JURISDICTION = os.environ.get("JURISDICTION", "hua_county" if DEMO else "").strip()

# --- accounts --------------------------------------------------------------------------------------------------------

LOGIN_URL = "accounts:log_in"
STAFF_HOME = "workbench:home"  # where officers land after the log-in
LOGIN_REDIRECT_URL = STAFF_HOME
SECOND_FACTOR_REQUIRED = not DEMO
SESSION_COOKIE_AGE = 30 * 60  # idle time-out in seconds: every answer sets it anew
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
OTP_TOTP_ISSUER = "公共信用信息平台"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "credit_platform.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.views.entering.locked_out"
AXES_VERBOSE = False

# Accounts of those on record. Their second factor is offered to all; "required": nobody gets in without.
SUBJECT_SECOND_FACTOR_REQUIRED = os.environ.get("SUBJECT_SECOND_FACTOR", "") == "required"
# 政务服务统一身份认证: a class that speaks to the service of the place (docs/operations.md).
IDENTITY_PROVIDER = os.environ.get("IDENTITY_PROVIDER") or "representation.identity.LocalProvider"

# --- site ------------------------------------------------------------------------------------------------------------

# What the law wants in the footer (主办单位, 备案号) and where people turn to. Empty: the page says that it is missing.
SITE_NAME = os.environ.get("SITE_NAME", "公共信用信息平台")
SITE_ORGANISER = os.environ.get("SITE_ORGANISER", "云州市信用工作办公室（演示）" if DEMO else "")
SITE_OPERATOR = os.environ.get("SITE_OPERATOR", "")  # 承办单位
SITE_PHONE = os.environ.get("SITE_PHONE", "0000-0000000（演示号码）" if DEMO else "")
SITE_EMAIL = os.environ.get("SITE_EMAIL", "xinyong@demo.example" if DEMO else "")
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", "云州市演示路1号" if DEMO else "")
SITE_ICP = os.environ.get("SITE_ICP", "")  # ICP备案号
SITE_POLICE = os.environ.get("SITE_POLICE", "")  # 公安联网备案号
SITE_CODE = os.environ.get("SITE_CODE", "")  # 政府网站标识码, by which 网站找错 knows us

# Absolute links in mails start with it; empty: mails have none.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")

# --- mail ------------------------------------------------------------------------------------------------------------

_email_url = os.environ.get("EMAIL_URL", f"file:{EMBEDDED.root / 'mail'}" if DEMO else "")
MAIL_ON = bool(_email_url)  # off: notices stay inside the platform, none waits for a server to come
try:
    globals().update(mail_settings(_email_url))
except ValueError as fault:
    raise ImproperlyConfigured(str(fault)) from None
EMAIL_TIMEOUT = 10  # seconds; a row of the outbox is locked meanwhile
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM") or SITE_EMAIL or "no-reply@localhost"

# --- department API ---------------------------------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = int(os.environ.get("API_REQUESTS_PER_MINUTE", "300"))  # of one token
REST_FRAMEWORK = {
    # A view that says nothing of it admits nobody but tokens.
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.tokens_authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["records.api.strict.JSONBody"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "records.api.problems.answer",
    "UNAUTHENTICATED_USER": None,
    "URL_FORMAT_OVERRIDE": None,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "公共信用信息平台 部门接口",
    "DESCRIPTION": "部门业务系统报送、查询、更正和撤下信用信息。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/department/v1",
    "PREPROCESSING_HOOKS": ["publicity.api.schema.only_departments"],
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "APPEND_COMPONENTS": {
        "schemas": {
            "Problem": {
                "type": "object",
                "required": ["type", "title", "status", "detail", "errors"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "errors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["field", "message"],
                            "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                        },
                    },
                },
            }
        }
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "records.api.schema.add_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RecordKind": "records.models.RecordKind",
        "RecordState": "records.models.Record.State",
        "SubmissionState": "records.models.Submission.State",
        "ProposalState": "records.models.Proposal.State",
        "ProposalKind": "records.models.Proposal.Kind",
        "CorrectionGround": "records.models.CorrectionGround",
        "WithdrawalGround": "records.models.WithdrawalGround",
        "ProposalGround": "records.models.deciding.GROUNDS",
        "CheckOutcome": "checks.models.Check.Outcome",
        "CheckTold": "checks.models.Check.Told",
        "CheckResult": "checks.models.Feedback.Done",
        "TokenScope": "accounts.models.SystemToken.Scope",
    },
}

COMMON_GRAMS_SECONDS = 5  # how old a process may know which grams of names are common; an older set hides nothing
KEPT_PAGE_SECONDS = 30  # how old a page of a subject may be, while nothing on record has changed
BRIEF_SECONDS = 30  # how old choices and sums of public pages may be
VISITS_PER_MINUTE = int(os.environ.get("VISITS_PER_MINUTE", "120"))  # of one address, to pages that cost work
PUBLIC_SEARCHES_PER_MINUTE = int(
    os.environ.get("PUBLIC_SEARCHES_PER_MINUTE", "30")
)  # of one address, by the public API
CAPTCHA_CHALLENGE_FUNCT = "credit_platform.captcha.four_digits"
CAPTCHA_TIMEOUT = 3  # minutes
CAPTCHA_FONT_SIZE = 30
CAPTCHA_LETTER_ROTATION = (-25, 25)
CAPTCHA_FOREGROUND_COLOR = "#1d3b5c"
