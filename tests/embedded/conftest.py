"""Servers that stand migrated already: most tests here are about something else, and migrating takes half a minute."""

import fcntl
import os
import subprocess
import sys

import pytest
from django.conf import settings

from credit_platform.embedded import Embedded


@pytest.fixture(scope="session")
def migrated():
    """`migrated(servers)` lays a migrated, empty cluster into the folder of servers that have none yet."""
    pattern = settings.EMBEDDED.root.with_name(f"{settings.EMBEDDED.root.name}-migrated")
    dropped = ("DATABASE_URL", "REDIS_URL", "TEST_DATABASE")
    environment = {key: value for key, value in os.environ.items() if key not in dropped} | {
        "DJANGO_SETTINGS_MODULE": "credit_platform.settings",
        "EMBEDDED_NAME": pattern.name,
        "EMBEDDED_FSYNC": "off",
    }
    place = settings.EMBEDDED.root / "migrated.lock"
    # One of the test run's processes makes it, the others look; one that an earlier run left is brought up to date.
    with open(place, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True)

    def lay(servers: Embedded) -> None:
        servers.root.mkdir(parents=True)
        with open(place, "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)  # no other process may have it running while it is copied
            # -a: where root has no user namespaces, PostgreSQL runs as nobody and owns its files.
            subprocess.run(["cp", "-a", pattern / "pg", servers.root], check=True)

    return lay
