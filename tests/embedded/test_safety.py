"""Settings that would be unsafe outside the demo do not load, and say in one sentence what to set."""

import os
import subprocess
import sys

import pytest

from credit_platform.keys import new_keys

SAFE = {
    "DATABASE_URL": "postgresql://credit_app:x@db/credit",
    "DATABASE_OWNER_URL": "postgresql://credit_owner:x@db/credit",
    "REDIS_URL": "redis://valkey/0",
    "ALLOWED_HOSTS": "credit.example.cn",
    **new_keys(),
}
PRINT = (
    "from django.conf import settings as s;"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0,"
    " s.SECURE_PROXY_SSL_HEADER, s.SECOND_FACTOR_REQUIRED, s.DEMO, s.DEBUG)"
)


def load(**changes):
    """A process that loads the settings with the safe set, changed; None takes a variable away."""
    environment = {key: value for key, value in os.environ.items() if key not in SAFE and "EMBEDDED" not in key}
    environment |= {key: value for key, value in (SAFE | changes).items() if value is not None}
    environment["DJANGO_SETTINGS_MODULE"] = "credit_platform.settings"
    return subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True)


def test_a_complete_set_loads_and_is_strict():
    done = load()
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "True True True True ('HTTP_X_FORWARDED_PROTO', 'https') True False False"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY is missing or shorter than 50 characters"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or shorter than 50 characters"),
        ({"HASH_KEY": None}, "HASH_KEY is missing or shorter than 32 characters"),
        ({"HASH_KEY": "x" * 31}, "HASH_KEY is missing or shorter than 32 characters"),
        ({"SEALING_KEYS": None}, "SEALING_KEYS is missing"),
        ({"SEALING_KEYS": "k1:c2hvcnQ="}, "SEALING_KEYS: 'k1' is not a name with 32 bytes in base64"),
        ({"SEALING_KEYS": "k1:no-base64!"}, "SEALING_KEYS: 'k1' is not a name with 32 bytes in base64"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS is missing"),
        ({"ALLOWED_HOSTS": "credit.example.cn, *"}, "ALLOWED_HOSTS must not be '*'"),
        ({"REDIS_URL": None}, "REDIS_URL is missing although DATABASE_URL is set"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing although REDIS_URL is set"),
        ({"DATABASE_URL": SAFE["DATABASE_OWNER_URL"]}, "DATABASE_URL names the tables' owner (credit_owner)"),
        (
            {"DATABASE_URL": "postgresql://me:x@db/credit", "DATABASE_OWNER_URL": "postgresql://me:y@db/credit"},
            "DATABASE_URL names the tables' owner (me)",
        ),
    ],
)
def test_unsafe_settings_do_not_load(changes, sentence):
    done = load(**changes)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(f"django.core.exceptions.ImproperlyConfigured: {sentence}")


def test_a_command_says_it_without_a_traceback():
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": SAFE["DATABASE_URL"], "REDIS_URL": SAFE["REDIS_URL"]}
    done = subprocess.run([sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is missing")
    assert len(done.stderr.splitlines()) == 1


def test_new_keys_are_such_as_the_settings_accept():
    environment = {"PATH": os.environ["PATH"], "DATABASE_URL": SAFE["DATABASE_URL"]}
    command = [sys.executable, "manage.py", "new_keys"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    printed = dict(line.split("=", 1) for line in done.stdout.split())
    assert set(printed) == {"SECRET_KEY", "HASH_KEY", "SEALING_KEYS"}
    assert load(**printed).returncode == 0
