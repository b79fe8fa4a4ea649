"""Production as the container runs it: addresses given, owner apart, TLS ended by a proxy, the entrypoint's own commands."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest
from django.conf import settings

from credit_platform.embedded import Embedded, postgres_binaries
from credit_platform.keys import new_keys
from credit_platform.processes import child
from tests.accounts.invented import id_number


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture(scope="module")
def production(migrated):
    """Environment of the migrate job, with servers that count as somebody else's, migrated."""
    servers = Embedded(settings.BASE_DIR / "var" / f"production-{uuid.uuid4().hex[:8]}", durable=False)
    migrated(servers)
    with environment_of(servers) as environment:
        yield environment
    shutil.rmtree(servers.root)


@contextmanager
def environment_of(servers):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with servers.running():
        yield {
            # The image brings gunicorn, celery, pg_dump and psql; here they come from the environment's packages.
            "PATH": f"{os.path.dirname(sys.executable)}:{postgres_binaries()}:{os.environ['PATH']}",
            "DATABASE_URL": servers.database_url("credit_app"),
            "DATABASE_OWNER_URL": servers.database_url("credit_owner"),
            "REDIS_URL": servers.redis_url(),
            "ALLOWED_HOSTS": "credit.example.cn",
            "EMBEDDED_NAME": "untouched",
            "MEDIA_ROOT": str(servers.root / "files"),
            "STATIC_ROOT": str(servers.root / "static"),
            "WEB_PORT": str(port),
            "WEB_WORKERS": "1",
            **new_keys(),
        }


def run(environment, *command):
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=settings.BASE_DIR)


def app_only(environment):
    """What web, worker and beat are given: not the owner."""
    return {key: value for key, value in environment.items() if key != "DATABASE_OWNER_URL"}


def ask(environment, path="/", headers=()) -> HTTPResponse | urllib.error.HTTPError:
    request = urllib.request.Request(
        f"http://127.0.0.1:{environment['WEB_PORT']}{path}", headers={"Host": "credit.example.cn", **dict(headers)}
    )
    try:
        return urllib.request.build_opener(NoRedirect).open(request, timeout=10)
    except urllib.error.HTTPError as answer:
        return answer


def test_nothing_migrates_by_itself_and_without_the_owners_address_nobody_can():
    servers = Embedded(settings.BASE_DIR / "var" / f"production-{uuid.uuid4().hex[:8]}", durable=False)
    with environment_of(servers) as empty:
        done = run(app_only(empty), "python", "manage.py", "add_department", "x", "11210800MA4JURQ201")
        assert done.returncode != 0
        assert "does not exist" in done.stderr
        done = run(app_only(empty), "deploy/entrypoint.sh", "migrate")
        assert done.returncode != 0
        assert "DATABASE_OWNER_URL" in done.stderr
    shutil.rmtree(servers.root)


def test_production(production, tmp_path):
    done = run(production, "deploy/entrypoint.sh", "migrate")
    assert done.returncode == 0, done.stderr
    done = run(production, "deploy/entrypoint.sh", "collectstatic", "--no-input")
    assert done.returncode == 0, done.stderr

    web = app_only(production)
    with child("deploy/entrypoint.sh", "web", log=tmp_path / "web.log", env=web, cwd=settings.BASE_DIR):
        end = time.monotonic() + 60
        while run(web, "python", "deploy/healthy.py").returncode:
            assert time.monotonic() < end, (tmp_path / "web.log").read_text()
            time.sleep(0.2)
        plain = ask(web)
        assert (plain.status, plain.headers["Location"]) == (301, "https://credit.example.cn/")
        https = [("X-Forwarded-Proto", "https")]
        page = ask(web, "/accounts/log-in", https)
        assert page.status == 200
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Secure" in page.headers["Set-Cookie"]
        assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
        assert ask(web, "/", [*https, ("Host", "evil.example")]).status == 400
        assert ask(web, "/search?q=SEARCHED-FOR", [*https, ("Referer", "https://x/?q=SEARCHED-FOR")]).status == 200
    logged = (tmp_path / "web.log").read_text()
    assert '"GET /search HTTP/1.1" 200' in logged
    assert "SEARCHED-FOR" not in logged
    assert not (settings.BASE_DIR / "var" / "untouched").exists()


def test_first_people_and_backup(production, tmp_path):
    manage = "deploy/entrypoint.sh"
    assert run(production, manage, "add_department", "示范市发展和改革委员会", "11210800MA4JURQ201").returncode == 0
    words = ("add_officer", "sysadmin", "--department", "11210800MA4JURQ201", "--role", "system_admin")
    said = run(production, manage, *words).stdout
    password = said.rpartition("初始口令：")[2].strip()
    assert len(password) == 14
    assert "初始口令" not in run(production, manage, *words).stdout
    clerk = ("add_officer", "li", *words[2:4], "--role", "clerk", "--json")
    unknown = run(production, manage, *clerk)  # whoever does half of what takes two says who they are
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert "还没有登记身份证号，不能担任填报员" in unknown.stderr
    assert '"new": true' in run(production, manage, *clerk, "--id-number", id_number(1)).stdout
    again = run(production, manage, "add_officer", "li2", *clerk[2:], "--id-number", id_number(1))
    assert "一人只能有一个账号" in again.stderr
    assert id_number(1) not in again.stderr
    for command in (["backup", "--out", tmp_path / "b"], ["restore", tmp_path / "b", "--replace"]):
        done = run(production, manage, *command)
        assert done.returncode == 0, done.stderr
    assert run(app_only(production), manage, "check", "--database", "default").returncode == 0
    assert "DATABASE_OWNER_URL" in run(app_only(production), manage, "restore", tmp_path / "b", "--replace").stderr


def test_the_proxy_logs_no_query():
    """nginx is not here to be asked: every server of its configuration writes in our format, which names no query."""
    text = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    [form] = re.findall(r"log_format paths (.*?);", text, re.DOTALL)
    assert "$uri" in form
    assert not re.search(r"\$(request|request_uri|args|query_string|http_referer)\b", form)
    assert "~^/report-dishonesty 0;" in text  # whoever reports leaves no address
    servers = text.split("\nserver {")[1:]
    assert len(servers) == 2
    for server in servers:
        assert re.findall(r"access_log (.*);", server) == ["/var/log/nginx/access.log paths if=$logged"]
        assert re.findall(r"error_log (.*);", server) == ["/var/log/nginx/error.log crit"]
