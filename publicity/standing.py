"""现状: what is held against a subject today, and what is said for it, at the head of its page. Source: G3; design §9.

Words, shape and colour, each leading to where the page has it. Everything comes from what subject_page.py read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from records.models import RecordKind as K

from .subject_page import Section

Listed = Mapping[str, Sequence[Mapping[str, Any]]]
NOTHING = "没有正在公示的行政处罚、失信名单、经营异常和违背承诺信息"
AGAINST = (K.LISTED, K.DEBTOR, K.PENALTY, K.ABNORMAL, K.BREACH)  # an inspection or a ruling may be in one's favour
BESIDE = (K.INSPECTION, K.RULING)

_DATE, UNBROKEN = re.compile(r"\d{4}-\d\d-\d\d"), r'<span class="unbroken">\g<0></span>'


def standing(found: Sequence[Section], listed: Listed) -> SafeString:
    """Items of a list: what is adverse, then what is in dispute, then what is good."""
    lines = [
        f'<li><a class="state state-{tone}" href="#{anchor}">{_DATE.sub(UNBROKEN, escape(words))}</a></li>'
        for tone, words, anchor in _said(found, listed)
    ]
    if not any("state-bad" in line for line in lines):
        lines.insert(0, f'<li><span class="state state-info">{NOTHING}</span></li>')
    return mark_safe("".join(lines))  # noqa: S308  # escaped in the lines above


def _said(found: Sequence[Section], listed: Listed) -> Iterator[tuple[str, str, str]]:
    """(tone, words, anchor)."""
    if black := listed["black"]:
        many = f" {len(black)} 条" if len(black) > 1 else ""
        yield "bad", f"列入严重失信主体名单{many}，至 {max(row['until'] for row in black):%Y-%m-%d}", "black-list"
    by_kind = {one.kind: one for one in found if one.total}
    for tone, kinds in (("bad", AGAINST), ("info", BESIDE)):
        for one in [by_kind[kind.value] for kind in kinds if kind.value in by_kind]:
            yield tone, f"{one.label} {one.total} 条", one.kind
    in_dispute = [("black-list", row["marks"]) for row in black if row["marks"]]
    in_dispute += [(card.anchor, card.marks) for one in found for card in one.cards if card.marks]
    count = sum(bool(row["marks"]) for row in black) + sum(one.marked for one in found)
    if count:
        marks = list(dict.fromkeys(mark for _, marks in in_dispute for mark in marks.split("、")))
        anchor = in_dispute[0][0] if in_dispute else next(one.kind for one in found if one.marked)
        yield "wait", f"{'、'.join(marks) or '带有标注'} {count} 条，请勿当作最后结论", anchor
    if red := listed["red"]:
        yield "good", f"列入守信红名单，至 {max(row['until'] for row in red):%Y-%m-%d}", "red-list"
