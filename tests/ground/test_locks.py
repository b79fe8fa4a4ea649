"""Advisory locks: one list, every number once, and nobody locks a number of their own."""

import re
from pathlib import Path

from django.conf import settings

from credit_platform.locks import Lock


def test_no_two_uses_meet():
    assert len(Lock.__members__) == len({int(lock) for lock in Lock.__members__.values()}) > 5


def test_nobody_locks_a_number_of_their_own():
    apps = [Path(settings.BASE_DIR) / name for name in (
        "accounts", "blacklists", "credit_platform", "exchange", "ledger", "publicity", "records", "rules", "subjects",
        "supervision", "workbench",
    )]  # fmt: skip
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in apps
        for path in app.rglob("*.py")
        if re.search(r"pg_(try_)?advisory", path.read_text(encoding="utf-8"))
    }
    assert found == {"credit_platform/locks.py"}
