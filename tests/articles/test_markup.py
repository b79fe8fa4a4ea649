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


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="甲乙#-*1. <>&\"'\n/script", max_size=60))
def test_no_sign_is_lost_and_none_becomes_markup(text):
    found = blocks(text)
    kept = "".join("".join(one.lines) for one in found)
    assert set(re.sub(r"[\s#*.1-]", "", text)) == set(re.sub(r"[\s#*.1-]", "", kept))
    html = render_to_string("articles/text.html", {"body": found})
    assert set(re.findall(r"</?(\w+)", html)) <= {"div", "h2", "h3", "ul", "ol", "li", "p", "br"}
    assert "<script" not in html
