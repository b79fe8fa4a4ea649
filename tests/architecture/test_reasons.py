"""Whoever hands out a kept paper asks an auditor why, unless it is no private paper of a case. Source: design sentence 4, F1."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Official papers of departments, what will be public, what an outside body offered itself: nobody's private papers.
NOBODYS = {
    "articles/views/steps.py:paper", "blacklists/views/candidates.py:paper", "blacklists/views/letters.py:document",
    "blacklists/views/letters.py:red_document", "commitments/views/late.py:letter", "commitments/views/made.py:letter",
    "sanctions/views/actions.py:document", "sanctions/views/cases.py:parcel_file", "supervision/views/ordering.py:evidence",
    "workbench/views/applications.py:letter",
}  # fmt: skip


def handing_out() -> dict[str, bool]:
    """View that hands out a kept file and notes the look → whether an auditor is asked why."""
    found = {}
    for path in sorted(ROOT.glob("*/views/*.py")):
        for view in ast.walk(ast.parse(path.read_text())):
            if not isinstance(view, ast.FunctionDef):
                continue
            calls = [one for one in ast.walk(view) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)]
            looks = [one for one in calls if one.func.id == "note_look"]
            if looks and any(one.func.id == "download" for one in calls):
                asked = any(word.arg == "case" for one in looks for word in one.keywords)
                found[f"{path.relative_to(ROOT)}:{view.name}"] = asked
    return found


def test_private_papers_are_handed_to_an_auditor_with_a_reason_only():
    found = handing_out()
    assert len(found) > 20
    assert {view for view, asked in found.items() if not asked} == NOBODYS
