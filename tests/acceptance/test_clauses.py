"""Every clause number that a pack cites stands in its text. The texts lie beside the folder of ACCEPTANCE_DATA."""

import re
import unicodedata

import pytest

from rules.jurisdiction_packs import names, read_pack

pytestmark = pytest.mark.acceptance
PART = re.compile(r"\([一二三四五六七八九十]+\)|\(\d+\)|[一二三四五六七八九十]+|\d+|填报说明|文末")
LEVELS = (
    r"(?m)^\s*([一二三四五六七八九十]+)、",
    r"(?m)^\s*\(([一二三四五六七八九十]+)\)",
    r"(?m)^\s*(\d+)\.",
    r"(?m)^\s*\((\d+)\)",
)


@pytest.fixture(scope="module")
def texts(data):
    folder = data.parent / "policy-documents"
    if not folder.is_dir():
        pytest.skip("policy-documents/ does not lie beside the folder of ACCEPTANCE_DATA")
    return lambda name: unicodedata.normalize("NFKC", (folder / name).read_text(encoding="utf-8"))


def level(part):
    if part.startswith("("):
        return 1 if not part[1].isdigit() else 3
    return 2 if part.isdigit() else 0


def stands(text, clause):
    """Whether the parts of the clause follow one another: each before the next heading of its own or a higher level."""
    for part in PART.findall(clause):
        if part == "文末":
            return True
        if part == "填报说明":
            start = text.find("填报说明:")
            if start < 0:
                return False
            text = text[start:]
            continue
        depth, number = level(part), part.strip("()")
        heads = [match for match in re.finditer(LEVELS[depth], text) if match[1] == number]
        if not heads:
            return False
        text = text[heads[0].end() :]
        ends = [match.start() for pattern in LEVELS[: depth + 1] if (match := re.search(pattern, text))]
        # Yingkou and Harbin number through: a heading of the same level ends the clause, one above it as well.
        text = text[: min(ends)] if ends else text
    return True


@pytest.mark.parametrize("name", [name for name in names() if name != "national"])
def test_every_cited_clause_stands_in_the_text(texts, name):
    pack = read_pack(name)
    text = texts(pack.head["source"])
    rows = [*pack.values, *pack.behaviours, *pack.measures]
    inner = [
        row
        for value in pack.values
        if isinstance(value["value"], list)
        for row in value["value"]
        if isinstance(row, dict)
    ]
    clauses = {one for row in [*rows, *inner] if "clause" in row for one in row["clause"].split("；")}
    assert len(clauses) > 3
    missing = sorted(one for one in clauses if not PART.fullmatch(PART.search(one)[0]) or not stands(text, one))
    assert not missing


def test_a_clause_that_is_not_there_is_found_missing(texts):
    text = texts("hua-county-2017.txt")
    assert stands(text, "二(五)4")
    assert not stands(text, "二(五)5")
    assert not stands(text, "三(一)")
