"""What a browser test says of a page waits for the page: a look taken at once may come before the page has."""

import ast
from pathlib import Path

WALKS = Path(__file__).parents[1] / "browser"
AT_ONCE = {
    "count",
    "inner_text",
    "all_inner_texts",
    "text_content",
    "input_value",
    "get_attribute",
    "is_visible",
    "is_hidden",
}


def test_no_walk_asserts_what_a_page_shows_without_waiting():
    assert [place for file in sorted(WALKS.glob("test_*.py")) for place in _hasty(file)] == []


def _hasty(file):
    """Places of asserts that ask the page once; `expect(…)` asks until it is so."""
    for assertion in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Assert)):
        for call in (node for node in ast.walk(assertion) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Attribute) and call.func.attr in AT_ONCE and _root(call.func) == "page":
                yield f"{file.name}:{assertion.lineno} .{call.func.attr}()"
        for of in (node for node in ast.walk(assertion) if isinstance(node, ast.Attribute) and node.attr == "url"):
            if _root(of) == "page":
                yield f"{file.name}:{assertion.lineno} .url"


def _root(node):
    """The name a chain of attributes and calls begins with."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
