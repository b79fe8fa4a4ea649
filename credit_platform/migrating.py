"""Migrating without being asked (自动迁移): in embedded mode only, before any command."""

import fcntl
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from rules.jurisdiction_packs import pack_digest


def unapplied() -> bool:
    """Whether a migration file is not recorded as applied. Reads one table and the files; it works out no plan."""
    files = {
        key
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if not getattr(migration, "replaces", ())
    }
    return bool(files - set(MigrationRecorder(connection).applied_migrations()))


def stale() -> bool:
    """Whether the file of a pack of rules differs from what was loaded, or none was. Django is not set up yet: plain SQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, digest FROM rules_jurisdiction")
        loaded = cursor.fetchall()
    return not loaded or any(digest != pack_digest(name) for name, digest in loaded)


def migrate_if_needed() -> None:
    """Bring the embedded database up to date; one process at a time. Says nothing on stdout, which is the command's.

    The lock is taken before the look: while another process migrates, the app may not even read what was applied.
    """
    with open(settings.EMBEDDED.root / "migrate.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if unapplied() or stale():
            call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
        connection.close()
