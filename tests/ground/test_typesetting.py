"""Typesetting: data are text and never markup; the same bytes twice; what no font can draw is known. No database."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from credit_platform.typesetting import NotTypeset, pdf, undrawable

DAY = date(2026, 9, 1)
PLAIN = '#set document(title: "虚构")\n#let data = json(bytes(sys.inputs.data))\n#set text(font: ("Noto Serif SC", "Noto Sans SC"))\n#data.name'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "plain.typ"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def said(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


MARKUP = [
    '#read("/etc/passwd")',
    "*b* _i_ $x^2$ @ref <label>",
    "\\ #h(1cm) // gone",
    "/* gone */ ```code```",
    '"quoted" -- ~ …',
]


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_data_is_printed_as_it_stands(source, name):
    assert said(pdf(source, {"name": name}, on=DAY)) == name


def test_the_same_bytes_twice_and_others_on_another_day(source):
    first = pdf(source, {"name": "虚构市"}, on=DAY)
    assert first == pdf(source, {"name": "虚构市"}, on=DAY)
    assert first != pdf(source, {"name": "虚构市"}, on=date(2026, 9, 2))
    assert first.startswith(b"%PDF-")


def test_nothing_outside_the_folder_is_read_and_nothing_downloaded(source):
    for line in ('#read("/../../../etc/passwd")', '#read("/etc/passwd")', '#import "@preview/cetz:0.3.0": canvas'):
        source.write_text(PLAIN + line, encoding="utf-8")
        with pytest.raises(NotTypeset):
            pdf(source, {"name": ""}, on=DAY)


def test_what_no_font_can_draw_is_named_once():
    assert undrawable("虚构市镁业㐀𰻞（有限）公司 A-1①\n\t\u3000\u200b") == ""
    assert undrawable("甲𠮷乙𠮷\U000f0000丙") == "𠮷\U000f0000"
    assert undrawable("\U000323ad") == "\U000323ad", "behind the last range"
    assert undrawable("") == ""


def test_an_undrawable_name_is_still_printed(source):
    assert "虚构市" in said(pdf(source, {"name": "虚构市𠮷业"}, on=DAY))
