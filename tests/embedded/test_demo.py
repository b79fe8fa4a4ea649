"""The demo as a person uses it: start, look, stop by signal, nothing left, start again."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import pytest
from django.conf import settings

from credit_platform.embedded import Embedded


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def living(mark: str) -> list[str]:
    """Command lines that carry the mark, in the environment or the arguments."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = os.fsdecode((process / "cmdline").read_bytes()).replace("\0", " ")
            environment = os.fsdecode((process / "environ").read_bytes())
        except OSError:
            continue
        if command and (mark in command or mark in environment):
            found.append(command)
    return found


class Demo:
    def __init__(self):
        self.name = f"demo-{uuid.uuid4().hex[:8]}"
        self.root = settings.BASE_DIR / "var" / self.name
        self.servers = Embedded(self.root, durable=False)
        self.port = free_port()

    def start(self, *more):
        dropped = ("EMBEDDED_FSYNC", "DJANGO_SETTINGS_MODULE", "TEST_DATABASE")
        environment = {key: value for key, value in os.environ.items() if key not in dropped}
        return subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--no-seed", "--bind", f"127.0.0.1:{self.port}", *more],
            env=environment | {"EMBEDDED_NAME": self.name, "EMBEDDED_FSYNC": "off"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=settings.BASE_DIR,
            start_new_session=True,
            # As a shell in the background leaves it: ignoring Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
        )

    def said_until(self, process, words):
        lines = []
        for line in process.stdout:
            lines.append(line)
            if words in line:
                return "".join(lines)
        raise AssertionError("".join(lines))

    def get(self, path) -> int:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10).status
        except urllib.error.HTTPError as answer:
            return answer.code


@pytest.fixture
def demo():
    """Without anything yet."""
    one = Demo()
    yield one
    assert living(one.name) == []
    shutil.rmtree(one.root)


def test_from_start_to_nothing(demo, migrated):
    migrated(demo.servers)
    there_and_gone(demo, signal.SIGINT)


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_from_the_very_start_to_nothing(demo, how):
    there_and_gone(demo, how)


def there_and_gone(demo, how):
    process = demo.start()
    said = demo.said_until(process, "Ctrl-C")
    assert "System check" not in said
    assert f"http://127.0.0.1:{demo.port}/" in said
    for name in ("clerk", "reviewer", "office_approver", "security_admin"):
        assert name in said
    assert demo.get("/accounts/log-in") == 200
    assert demo.get("/status") == 200
    before = living(demo.name)
    for part in (
        "gunicorn",
        "celery -A credit_platform worker",
        "celery -A credit_platform beat",
        "postgres",
        "valkey-server",
    ):
        assert any(part in command for command in before), part
    process.send_signal(how)
    process.communicate(timeout=60)
    assert living(demo.name) == []
    assert "Warm shutdown" in (demo.root / "worker.log").read_text()
    assert "database system is shut down" in (demo.root / "postgres.log").read_text()
    assert _ended(demo, "web.log") <= _ended(demo, "postgres.log")

    again = demo.start("--once")
    out, _ = again.communicate(timeout=120)
    assert again.returncode == 0, out


def _ended(demo, log) -> float:
    """When the process wrote its last line."""
    return (demo.root / log).stat().st_mtime


def test_a_port_in_use_is_said_in_one_sentence(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", demo.port))
        other.listen()
        process = demo.start()
        out, _ = process.communicate(timeout=120)
    assert process.returncode == 1
    assert re.search(r"地址 127\.0\.0\.1:\d+ 已被占用，请换一个端口：make demo PORT=8001", out)


def test_the_demo_refuses_servers_that_are_not_its_own(demo):
    from credit_platform.keys import new_keys

    environment = os.environ | {
        "DATABASE_URL": "postgresql://credit_app@nowhere/x",
        "REDIS_URL": "redis://nowhere",
        "ALLOWED_HOSTS": "credit.example.cn",
        "DJANGO_SETTINGS_MODULE": "credit_platform.settings",
        **new_keys(),
    }
    demo.root.mkdir()
    done = subprocess.run([sys.executable, "manage.py", "demo"], env=environment, capture_output=True, text=True)
    assert done.returncode == 1
    assert "请先取消 DATABASE_URL 和 REDIS_URL" in done.stderr


@pytest.mark.long
def test_many_commands_at_once_migrate_once(demo):
    environment = os.environ | {
        "EMBEDDED_NAME": demo.name,
        "EMBEDDED_FSYNC": "off",
        "DJANGO_SETTINGS_MODULE": "credit_platform.settings",
    }
    command = [sys.executable, "manage.py", "uscc", "91210800MA0000000A", "--json"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    processes = [subprocess.Popen(command, env=environment, **pipes) for _ in range(3)]
    for process in processes:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        assert out.startswith("[{")
        assert len(out.splitlines()) == 1
