"""Only ledger/moves.py assigns a state. Source: design sentence 2."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = [
    "credit_platform",
    "ledger",
    "accounts",
    "rules",
    "subjects",
    "representation",
    "records",
    "blacklists",
    "sanctions",
    "commitments",
    "articles",
    "checks",
    "disputes",
    "repairs",
    "dishonesty_reports",
    "credit_reports",
    "supervision",
    "exchange",
    "publicity",
    "workbench",
]
DOOR = ROOT / "ledger" / "moves.py"
SQL = re.compile(r"\bSET\b[^;]*?\bstate\b\s*=", re.IGNORECASE)


def sources():
    for package in HOUSE:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts and path != DOOR:
                yield path


def assignments(source: str) -> list[int]:
    """Lines that give a state to a row: `x.state = …`, setattr, update(state=…), a save of the column, SQL."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            flat = [one for target in targets for one in ast.walk(target)]
            if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in flat):
                found.append(node.lineno)
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("update", "update_or_create", "bulk_update") and any(
                word.arg == "state" for word in node.keywords
            ):
                found.append(node.lineno)
            texts = [one.value for arg in node.args for one in ast.walk(arg) if isinstance(one, ast.Constant)]
            if name in ("setattr", "bulk_update") and "state" in texts:
                found.append(node.lineno)
            if name == "save":
                fields = [one for word in node.keywords if word.arg == "update_fields" for one in ast.walk(word.value)]
                if any(isinstance(one, ast.Constant) and one.value == "state" for one in fields):
                    found.append(node.lineno)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found.append(node.lineno)
    return found


def test_nothing_else_assigns_a_state():
    found = [f"{path.relative_to(ROOT)}:{line}" for path in sources() for line in assignments(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "record.state = 'released'",
        "rows.update(state='released')",
        "setattr(row, 'state', 'x')",
        "row.save(update_fields=['state'])",
        "cursor.execute('UPDATE records_record SET due = NULL, state = %s')",
        "Record.objects.bulk_update(rows, ['state'])",
        "a.state, b = 1, 2",
    ],
)
def test_the_search_sees(line):
    assert assignments(line)


def test_the_door_itself_would_be_seen():
    assert assignments(DOOR.read_text("utf-8"))


@pytest.mark.parametrize(
    "line", ["if row.state == 'x': pass", "rows.filter(state='x')", "Record.objects.create(state='x')"]
)
def test_reading_and_being_born_are_free(line):
    assert not assignments(line)
