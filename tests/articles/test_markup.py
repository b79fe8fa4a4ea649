"""Plain text with few marks: no word is lost, nothing typed becomes HTML."""

import re

from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.markup import blocks, opening

TEXT = "# 一、总则\n第一句\n第二句\n\n新的一段\n- 甲\n- 乙\n1. 子\n2. 丑\n## 小标题\n尾"


def test_marks_make_blocks():
    assert [(one.kind, one.lines) for one in blocks(TEXT)] == [
        ("heading", ("一、总则",)), ("paragraph", ("第一句", "第二句")), ("paragraph", ("新的一段",)), ("points", ("甲", "乙")),
        ("numbered", ("子", "丑")), ("subheading", ("小标题",)), ("paragraph", ("尾",)),
    ]  # fmt: skip
    assert opening(TEXT, 6) == "第一句 第…"


def test_points_keep_the_figures_that_were_typed():
    html = render_to_string("articles/text.html", {"body": blocks("1. 甲\n\n2. 乙\n说明文字\n3. 丙\n5. 丁")})
    assert re.findall(r'<li value="(\d+)">(.)</li>', html) == [("1", "甲"), ("2", "乙"), ("3", "丙"), ("5", "丁")]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="甲乙#-*1. <>&\"'\n/script", max_size=60))
def test_no_sign_is_lost_and_none_becomes_markup(text):
    found = blocks(text)
    kept = "".join(
        "".join(f"{figure}.{line}" for figure, line in one.numbered) if one.figures else "".join(one.lines)
        for one in found
    )
    assert re.sub(r"[\s#*-]", "", text) == re.sub(r"[\s#*-]", "", kept)
    html = render_to_string("articles/text.html", {"body": found})
    assert set(re.findall(r"</?(\w+)", html)) <= {"div", "h2", "h3", "ul", "ol", "li", "p", "br"}
    assert "<script" not in html
