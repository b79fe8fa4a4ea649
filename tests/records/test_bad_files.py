"""Bad files: a sentence that a clerk understands, no other exception, no child left, bounded memory. Source: design §3."""

import io
import os
import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.reading import parsing
from records.reading.formats import SENTENCES, Unreadable, recognise
from records.reading.parsing import sheets
from records.reading.rows import data_sheet
from tests.records.making import grid, table, upload, workbook
from tests.records.test_reading import LICENCE, PENALTY, read, refused

GOOD = upload([PENALTY])


def repacked(data: bytes = GOOD, *, add=(), replace=None, stored=False) -> bytes:
    out = io.BytesIO()
    way = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", way) as new:
        for name in old.namelist():
            new.writestr(name, (replace or {}).get(name, old.read(name)))
        for name, content in add:
            new.writestr(name, content)
    return out.getvalue()


def sheet(xml: str) -> bytes:
    head = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    )
    return repacked(replace={"xl/worksheets/sheet1.xml": head + xml + "</sheetData></worksheet>"})


def compound(*names: str) -> bytes:
    """An old Office container as far as its directory is concerned."""
    data = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504)
    for name in ("Root Entry", *names):
        data += name.encode("utf-16-le").ljust(64, b"\0") + bytes([2 * len(name) + 2, 0]) + b"\0" * 62
    return bytes(data + b"\0" * 512)


FAR = '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
BAD = {
    "empty": (b"", "数据.xlsx", "empty"),
    "blank table": (b" \r\n ", "数据.csv", "empty"),
    "blank workbook": (workbook([[]]), "数据.xlsx", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "数据.xlsx", "not_a_table"),
    "a text named xlsx": ("随便写的".encode(), "数据.xlsx", "not_a_table"),
    "a document": (repacked(replace={}, add=[("word/document.xml", "x")]).replace(b"xl/workbook.xml", b"xl/werkbook.xml"),
                   "数据.docx", "not_a_table"),
    "password": (compound("EncryptionInfo", "EncryptedPackage"), "数据.xlsx", "password"),
    "old macro": (compound("Workbook", "_VBA_PROJECT_CUR", "VBA"), "数据.xls", "macro"),
    "old document": (compound("WordDocument"), "数据.doc", "not_a_table"),
    "old rubbish": (compound("Workbook"), "数据.xls", "broken"),
    "macro": (repacked(add=[("xl/vbaProject.bin", b"x")]), "数据.xlsm", "macro"),
    "other files": (repacked(add=[("xl/externalLinks/externalLink1.xml", b"x")]), "数据.xlsx", "external"),
    "bomb": (repacked(add=[("xl/media/image.bin", b"\0" * 60_000_000)]), "数据.xlsx", "bomb"),
    "many entries": (repacked(add=[(f"x/{n}", b"") for n in range(400)]), "数据.xlsx", "bomb"),
    "truncated": (GOOD[: len(GOOD) // 2], "数据.xlsx", "broken"),
    "half a zip directory": (GOOD[:-30], "数据.xlsx", "broken"),
    "no sheet inside": (repacked(replace={"xl/worksheets/sheet1.xml": b""}), "数据.xlsx", None),
    "broken xml": (sheet('<row r="1"><c'), "数据.xlsx", None),
    "one cell far away": (sheet(FAR), "数据.xlsx", None),
    "301 columns": (workbook([["x"] * 301, ["y"] * 301]), "数据.xlsx", "too_wide"),
    "wide table": (b",".join([b"x"] * 301) + b"\n", "数据.csv", "too_wide"),
    "wrong sheet": (workbook([["姓名", "工资"], ["甲", 1]]), "数据.xlsx", "nothing"),
    "wrong table": ("姓名,工资\n甲,1\n".encode(), "数据.csv", "nothing"),
    "mixed encodings": (table([PENALTY], "gb18030") + table([PENALTY])[len(table([PENALTY])) // 2 :], "数据.csv", "mixed_encoding"),
    "header in one encoding, rows in another": (
        table([PENALTY], "gb18030").split(b"\r\n")[0] + b"\r\n" + table([PENALTY]).split(b"\r\n")[1], "数据.csv", "mixed_encoding"),
    "the other way round": (
        table([PENALTY]).split(b"\r\n")[0] + b"\r\n" + table([PENALTY], "gb18030").split(b"\r\n")[1], "数据.csv", "mixed_encoding"),
    "one line of UTF-8 that GB18030 could read as other words": (
        table([PENALTY], "gb18030") + "中文中文,,91210881MA0UDGPB8G\r\n".encode(), "数据.csv", "mixed_encoding"),
    "neither encoding": (table([PENALTY]) + b"\xff\xff\xff", "数据.csv", "mixed_encoding"),
    "NUL in a table": (b"a\0b,c\n", "数据.csv", "not_a_table"),
    "UTF-16": ("行政相对人名称,类别\n".encode("utf-16"), "数据.csv", "not_a_table"),
    "an endless cell": (b'"' + b"x" * 2_000_000, "数据.csv", "broken_table"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_sentence_and_nothing_else(name):
    data, file_name, code = BAD[name]
    found = refused(data, file_name)
    assert code in (None, found.code)
    assert re.search("[一-鿿]", found.message)
    assert found.message.endswith("。")
    assert "请" in found.message  # what to do


@pytest.fixture
def children(monkeypatch):
    """The parsing children that were started."""
    started, start = [], subprocess.Popen

    def note(*arguments, **options):
        started.append(start(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(parsing.subprocess, "Popen", note)
    return started


@pytest.mark.parametrize("name", ["one cell far away", "broken xml", "301 columns", "mixed encodings"])
def test_the_child_is_gone(children, name):
    refused(*BAD[name][:2])
    [child] = children
    assert child.returncode is not None
    assert not Path(f"/proc/{child.pid}").exists()


def test_the_child_is_gone_where_nobody_reads_to_the_end(children):
    with sheets(upload([PENALTY] * 1_000), "数据.xlsx") as lines:
        next(data_sheet(lines).rows)
    assert children[0].returncode is not None


def test_a_child_that_never_ends_is_ended(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("import time\ntime.sleep(600)")
    monkeypatch.setattr(parsing, "CHILD", endless)
    monkeypatch.setattr(parsing, "WALL_SECONDS", 0.5)
    assert refused(GOOD).code == "too_big"


@pytest.mark.parametrize(
    "said", ["[1]", "[null]", '["abc"]', '[{"a": 1}]', "1", '"end"', "null", '{"other": 1}', "[[1]"]
)
def test_a_child_that_says_something_else_is_not_believed(monkeypatch, tmp_path, said):
    taken_over = tmp_path / "taken_over.py"
    taken_over.write_text(f'print(\'{{"sheet": "1"}}\')\nprint({said!r})')
    monkeypatch.setattr(parsing, "CHILD", taken_over)
    assert refused(GOOD).code in ("broken", "too_big")


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS holds on Linux")
def test_a_greedy_child_meets_its_limit(monkeypatch, tmp_path):
    """A smaller limit than the real one, so that the test needs no large file."""
    source = parsing.CHILD.read_text(encoding="utf-8")
    assert "MEMORY = 512 * 1024 * 1024" in source
    strict = tmp_path / "strict.py"
    strict.write_text(source.replace("MEMORY = 512 * 1024 * 1024", "MEMORY = 64 * 1024 * 1024"), encoding="utf-8")
    monkeypatch.setattr(parsing, "CHILD", strict)
    texts = [os.urandom(15_000).hex() for _ in range(1_000)]
    rows = "".join(
        f'<row r="{n}"><c t="inlineStr" r="A{n}"><is><t>{text}</t></is></c></row>' for n, text in enumerate(texts, 1)
    )
    assert refused(sheet(rows)).code in ("too_big", "broken")
    read(GOOD)  # which an ordinary file does not


def test_300_columns_are_not_too_many():
    lines = grid([PENALTY])
    wide = [line + [f"{n}"] * (300 - len(line)) for n, line in enumerate(lines)]
    assert read(workbook(wide))[1] == [(1, PENALTY, "")]


def test_text_that_is_cut_is_still_text():
    long = LICENCE | {"XK_NR": "长" * 32_000}
    with sheets(upload([long]), "数据.xlsx") as lines:
        [(_, row, _)] = list(data_sheet(lines).rows)
    assert row["XK_NR"] == "长" * 32_000


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_damage_is_a_sentence_or_rows(data):
    """Bits of a good workbook are turned over."""
    damaged = bytearray(GOOD)
    for place in data.draw(st.lists(st.integers(0, len(GOOD) - 1), min_size=1, max_size=6)):
        damaged[place] ^= data.draw(st.integers(1, 255))
    with suppress(Unreadable):
        read(bytes(damaged))


def test_any_bit_of_the_directory_may_be_turned_over():
    """All of them, one by one, as far as the parent reads: versions and lengths that Python's zipfile knows errors of its own for."""
    for place in range(GOOD.rindex(b"PK\x01\x02") - 200, len(GOOD)):
        for bit in range(8):
            damaged = bytearray(GOOD)
            damaged[place] ^= 1 << bit
            with suppress(Unreadable):
                recognise(bytes(damaged), "数据.xlsx")


def test_every_sentence_says_what_to_do():
    for sentence in SENTENCES.values():
        assert "请" in sentence
        assert sentence.endswith("。")
