"""Backup and restore, there and back, and what they refuse. Servers of their own: a restore exchanges a whole database."""

import json
import os
import shutil
import subprocess
import sys
import uuid

import pytest
from django.conf import settings

from credit_platform.embedded import Embedded

SCRIPT = """
import django; django.setup()
from datetime import date
from django.conf import settings
from ledger.acts import CLOCK, record_act
from ledger.models import Act, Event
from credit_platform import roles
from credit_platform.sealing import seal, unseal
path = settings.MEDIA_ROOT / "ab" / "upload"
"""
FILL = """
act = record_act("备份前", CLOCK, date(2026, 11, 2))
Event.objects.create(act=act, object_kind="x", object_id=act.public_id, move="m", state="s")
path.parent.mkdir(parents=True, exist_ok=True)
path.write_bytes(seal("原件".encode(), "upload"))
"""
CHANGE = 'record_act("备份后", CLOCK, date(2026, 11, 3)); path.write_bytes(b"overwritten")'
SHOW = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(*) FROM ledger_unsequenced")
    queue = cursor.fetchone()[0]
print(json.dumps({"acts": list(Act.objects.order_by("pk").values_list("what", flat=True)), "queue": queue,
    "file": unseal(path.read_bytes(), "upload").decode() if path.exists() else None,
    "check": [error.id for error in roles.check_app_role(None, ["default"])]}))
"""


class Checkout:
    """A platform of its own: a folder below var/ with servers and keys."""

    def __init__(self, keys=None):
        self.name = f"backup-{uuid.uuid4().hex[:8]}"
        self.root = settings.BASE_DIR / "var" / self.name
        self.servers = Embedded(self.root, durable=False)
        names = ("DATABASE_URL", "REDIS_URL", "TEST_DATABASE")
        self.environment = {key: value for key, value in os.environ.items() if key not in names}
        self.environment |= {"EMBEDDED_NAME": self.name, "EMBEDDED_FSYNC": "off", **(keys or {})}
        self.environment["DJANGO_SETTINGS_MODULE"] = "credit_platform.settings"

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, cwd=settings.BASE_DIR)

    def python(self, script):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT + script], env=self.environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def show(self):
        return json.loads(self.python(SHOW))

    def keys(self):
        return json.loads((self.root / "keys.json").read_text())


@pytest.fixture
def checkout(migrated):
    """Function that makes a running platform, migrated and empty."""
    made = []

    def make(keys=None):
        one = Checkout(keys)
        migrated(one.servers)
        running = one.servers.running()
        running.__enter__()
        made.append((one, running))
        return one

    yield make
    for one, running in made:
        running.__exit__(None, None, None)
        shutil.rmtree(one.root)


def ok(done):
    assert done.returncode == 0, done.stderr
    return done


def refused(done, sentence):
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_there_and_back(checkout, tmp_path):
    first = checkout()
    first.python(FILL)
    before = first.show()
    assert before == {"acts": ["备份前"], "queue": 1, "file": "原件", "check": []}
    answer = json.loads(ok(first.manage("backup", "--out", tmp_path / "b", "--json")).stdout)
    assert answer["files"] == 1
    assert not [key for key in first.keys().values() if key in (tmp_path / "b" / "manifest.json").read_text()]

    # Another machine with the same keys, empty.
    second = checkout(first.keys())
    ok(second.manage("restore", tmp_path / "b"))
    assert second.show() == before

    # Back on the first, which went on: refused without --replace, exchanged with it; twice, so that it is repeatable.
    first.python(CHANGE)
    refused(first.manage("restore", tmp_path / "b"), "--replace")
    assert first.python("print(Act.objects.count(), path.read_bytes())") == "2 b'overwritten'\n"
    for _ in range(2):
        ok(first.manage("restore", tmp_path / "b", "--replace"))
        assert first.show() == before
    ok(first.manage("backup", "--out", tmp_path / "again"))
    ok(second.manage("restore", tmp_path / "again", "--replace"))
    assert second.show() == before


def test_refusals_change_nothing(checkout, tmp_path):
    first = checkout()
    first.python(FILL)
    good = tmp_path / "good"
    ok(first.manage("backup", "--out", good))
    refused(first.manage("backup", "--out", good), "不是空的")

    stranger = checkout()
    refused(stranger.manage("restore", good), "HASH_KEY 与备份时的不同")
    lacking = checkout({**first.keys(), "SEALING_KEYS": "k9:" + "A" * 43 + "="})
    refused(lacking.manage("restore", good), "SEALING_KEYS 缺少 k1")
    other = checkout({**first.keys(), "SEALING_KEYS": "k1:" + "A" * 43 + "="})
    refused(other.manage("restore", good), "但密钥不同")
    refused(first.manage("restore", tmp_path / "nothing", "--replace"), "它不是备份，或者备份时中断了")

    broken = shutil.copytree(good, tmp_path / "broken")
    with (broken / "files" / "ab" / "upload").open("ab") as stream:
        stream.write(b"x")
    refused(first.manage("restore", broken, "--replace"), "files/ab/upload 在备份之后被改动过")

    # Rows that do not come back (here: one too many promised) undo everything.
    short = shutil.copytree(good, tmp_path / "short")
    manifest = json.loads((short / "manifest.json").read_text())
    manifest["rows"]["ledger_act"] += 1
    (short / "manifest.json").write_text(json.dumps(manifest))
    first.python('record_act("之后", CLOCK, date(2026, 11, 3))')
    refused(first.manage("restore", short, "--replace"), "ledger_act 没有完整恢复")
    assert first.show()["acts"] == ["备份前", "之后"]
    ok(first.manage("restore", good, "--check-only"))
    assert first.show()["acts"] == ["备份前", "之后"]
