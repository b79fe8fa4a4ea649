"""Settings of a test run: servers of its own (a demo may run beside it), without fsync."""

import os

# Before the import, for the addresses follow from them; in the environment, for child processes inherit it.
os.environ.setdefault("EMBEDDED_NAME", "test")
os.environ.setdefault("EMBEDDED_FSYNC", "off")

from .settings import *  # noqa: F403
from .settings import DATABASES, EMBEDDED, MIDDLEWARE, _broker

TESTING = True
COMMON_GRAMS_SECONDS = 0
KEPT_PAGE_SECONDS = 0
BRIEF_SECONDS = 0  # tests look at what they just did
VISITS_PER_MINUTE = 100_000  # one address asks for everything; tests of the limit set their own
PUBLIC_SEARCHES_PER_MINUTE = 100_000
JURISDICTION = ""  # the national law alone, unless a test says which place it is about

# A child process of a test (worker, server, command) works on that test's database: see conftest.process_environment.
if test_database := os.environ.get("TEST_DATABASE"):
    DATABASES["default"]["NAME"] = test_database

# xdist: one Valkey database for each worker process, as pytest-django makes one PostgreSQL database for each.
if EMBEDDED.valkey:
    REDIS_URL = EMBEDDED.redis_url(1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
    CELERY_BROKER_URL = _broker(REDIS_URL)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # serves what collectstatic made

# Slow on purpose elsewhere.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
