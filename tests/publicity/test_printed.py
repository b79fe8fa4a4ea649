"""What is filled in says what the template says, and no text becomes markup. Source: A2 (performance), design §9."""

from html import escape

import pytest
from django.template.loader import render_to_string

from publicity.context import site
from publicity.printed import filled, filled_page

EVIL = "<script>\"'&{rows}{0}{{%s"


@pytest.mark.parametrize("coded", [True, False])
@pytest.mark.parametrize("former", [True, False])
def test_the_same_as_rendering_it(former, coded):
    texts = {"address": "/subject/1/", "name": EVIL, "matched": "旧名" + EVIL, "code": "91"}
    for again in ("", "、另一家"):
        texts["name"] += again
        shape = {"former": former, "coded": coded}
        shown = filled("publicity/result.html", shape, **texts)
        assert shown == render_to_string("publicity/result.html", shape | texts)
        assert ("曾用名" in shown, "统一社会信用代码：" in shown) == (former, coded)
    assert "<script>" not in shown


@pytest.mark.parametrize("kind", ["licence", "penalty"])
@pytest.mark.parametrize("provisional", [True, False])
@pytest.mark.parametrize(("verdict", "dated"), [("on_time", True), ("late", True), ("stock", False)])
def test_records_too(kind, provisional, verdict, dated):
    shape = {"kind": kind, "provisional": provisional, "verdict": verdict, "dated": dated, "statement": "/st"}
    names = (
        "title",
        "document_number",
        "department",
        "rows",
        "words",
        "decided",
        "due",
        "due_at",
        "published",
        "published_at",
    )
    texts = {name: f"{name}{EVIL}" for name in names}
    assert filled("publicity/record.html", shape, **texts) == render_to_string("publicity/record.html", shape | texts)


def test_a_page_in_the_frame_of_the_site(settings):
    texts = {name: f"{name}{EVIL}" for name in ("query", "quoted", "total", "rows", "start", "number", "pages", "link")}
    texts |= {"previous": "1", "next": "3"}
    for settings.SITE_NAME in ("信用网", "{query} & {0}"):  # braces are no blanks
        for shape in ({"any": any_, "more": more, "later": True, "after": more} for any_ in (0, 1) for more in (0, 1)):
            shown = filled_page("publicity/results.html", shape, **texts)
            assert shown == render_to_string("publicity/results.html", site(None) | shape | texts)
            assert escape(settings.SITE_NAME) in shown
