"""add_department and add_officer: repeatable, and refusals are one sentence."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Department, Officer
from tests.accounts.invented import code

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr().out


def test_departments(capsys):
    first = json.loads(run(capsys, "add_department", "示范市人民政府", code(1), "--json"))
    assert first == {"name": "示范市人民政府", "code": code(1), "new": True}
    for _ in range(2):
        run(
            capsys,
            "add_department",
            "示范县教育局",
            code(2),
            "--parent",
            code(1),
            "--level",
            "county",
            "--field",
            "food",
        )
    child = Department.objects.get(code=code(2))
    assert (child.parent.code, child.level, child.field) == (code(1), "county", "food")
    assert Department.objects.count() == 2
    for arguments, sentence in [
        (("x", code(1)[:-1] + "#"), "不会出现"),
        (("x", code(3), "--parent", code(4)), "没有统一社会信用代码"),
    ]:
        with pytest.raises(CommandError, match=sentence):
            call_command("add_department", *arguments)


def test_officers(capsys):
    run(capsys, "add_department", "示范市人民政府", code(1))
    words = ("add_officer", "zhang", "--department", code(1), "--role", "clerk", "--name", "张三")
    assert "初始口令" in run(capsys, *words)
    again = run(capsys, *words)
    assert "初始口令" not in again
    assert "已存在" in again
    run(capsys, "add_officer", "zhang", "--department", code(1), "--role", "office")
    officer = Officer.objects.get()
    assert (officer.roles, officer.name) == ({"clerk", "office"}, "张三")
    with pytest.raises(CommandError, match="不能同时担任"):
        call_command("add_officer", "zhang", "--department", code(1), "--role", "reviewer")
    with pytest.raises(CommandError, match="没有统一社会信用代码"):
        call_command("add_officer", "li", "--department", code(9), "--role", "clerk")


def test_a_refused_role_leaves_no_account(capsys):
    run(capsys, "add_department", "示范市人民政府", code(1))
    with pytest.raises(CommandError):
        call_command("add_officer", "li", "--department", code(1), "--role", "clerk", "--role", "reviewer")
    assert not Officer.objects.exists()
