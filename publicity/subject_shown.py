"""信用主体页 as its templates draw it, filled in (printed.py): tabs with counts, timeline, sections, structured data. Source: G3, G8.

Everything comes from what subject_page.py read; nothing is asked of the database here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from credit_reports.national_order import BASICS, BLACK, RED, SECTIONS
from records.models import RecordKind as K
from repairs import rights
from subjects.models import SubjectKind

from . import context
from .printed import filled, filled_page
from .standing import standing
from .subject_page import Card, Section

WIDE, UNTOUCHED = ' class="wide"', ' translate="no"'
NAMES = {"法定代表人", "许可编号", "执行依据文号"}  # fields whose values stay in their own characters
BODIES = ("机关", "单位", "法院", "部门")  # and those whose labels end so
LATEST = 12  # lines of the timeline
Listed = Mapping[str, Sequence[Mapping[str, Any]]]
# Whoever looks for one looks for the courts' list by its name.
CHAPTERS = [*SECTIONS[:-1], (str(K.DEBTOR.label), (K.DEBTOR,)), (SECTIONS[-1][0], (K.RULING,))]
OWN_LISTS = {BLACK: "black", RED: "red"}  # chapter → what the platform's own list has


def shown(subject: Mapping[str, Any], found: Sequence[Section], listed: Listed, on: date, address: str) -> SafeString:
    """The page. `address`: its own, whole."""
    shape = {"former": bool(subject["names"]), "coded": bool(subject["code"]), "listed": any(listed.values())}
    timeline = _timeline(found, listed)
    return filled_page(
        "publicity/subject.html",
        shape | {"happened": bool(timeline)},
        name=subject["name"],
        kind=str(SubjectKind(subject["kind"]).label),
        code=subject["code"],
        names="、".join(subject["names"]),
        today=f"{on.year}年{on.month}月{on.day}日",
        tabs=_tabs(found, listed),
        timeline=timeline,
        standing=standing(found, listed),
        body=_body(found, listed),
        data=_structured(subject, address),
        address=address,
    )


# --- tabs ------------------------------------------------------------------------------------------------------------


def _tabs(found: Sequence[Section], listed: Listed) -> SafeString:
    """The chapters of the national order with how many there are; a link where there is something."""
    by_kind = {one.kind: one for one in found}
    lines = []
    for title, kinds in CHAPTERS:
        within = [by_kind[kind.value] for kind in kinds if kind.value in by_kind]
        own = OWN_LISTS.get(title, "")
        rows = len(listed[own]) if own else 0
        total = rows + sum(one.total for one in within)
        anchor = f"{own}-list" if rows else next((one.kind for one in within if one.total), "")
        if not total and title == BASICS:  # name and code stand at the head
            lines.append(f'<li><a href="#basics">{title}</a></li>')
            continue
        told = f"{title} <strong>{total}</strong>"
        lines.append(f'<li><a href="#{anchor}">{told}</a></li>' if anchor else f"<li><span>{told}</span></li>")
    return mark_safe("".join(lines))  # noqa: S308  # words of ours and numbers


# --- timeline --------------------------------------------------------------------------------------------------------


def _timeline(found: Sequence[Section], listed: Listed) -> SafeString:
    """What happened last among what the page shows, the latest first: decided, published, listed, praised."""
    latest = sorted(_happened(found, listed), key=lambda one: one[0], reverse=True)[:LATEST]
    lines = [
        f'<li><time datetime="{day}">{day}</time> <a href="#{anchor}">{escape(words)}</a></li>'
        for day, words, anchor in latest
    ]
    return mark_safe("".join(lines))  # noqa: S308  # the words were escaped in the line above


def _happened(found: Sequence[Section], listed: Listed) -> Iterator[tuple[str, str, str]]:
    """(day, words, anchor)."""
    for section in found:
        for card in section.cards:
            words = f"{section.label}：{card.title}"
            yield card.clock.published, f"公示 {words}", card.anchor
            yield card.clock.decided, f"决定 {words}", card.anchor
    for row in listed["black"]:
        yield str(row["public_from"]), f"列入严重失信主体名单：{row['behaviour_title']}", "black-list"
    for row in listed["red"]:
        yield str(row["public_from"]), f"列入守信红名单：{row['title']}", "red-list"


# --- sections --------------------------------------------------------------------------------------------------------


def _body(found: Sequence[Section], listed: Listed) -> SafeString:
    by_kind = {one.kind: one for one in found}
    parts = []
    for title, kinds in SECTIONS:
        parts += [_section(by_kind[kind.value]) for kind in kinds if kind.value in by_kind]
        if rows := listed[OWN_LISTS[title]] if title in OWN_LISTS else ():
            parts.append(render_to_string(f"publicity/subject_{OWN_LISTS[title]}.html", {"rows": rows}))
    return mark_safe("".join(parts))  # noqa: S308  # of parts that are safe


def _section(section: Section) -> SafeString:
    shape = {
        "any": bool(section.cards), "paged": section.pages > 1, "later": section.page > 1, "more": section.page < section.pages
    }  # fmt: skip
    return filled(
        "publicity/subject_section.html",
        shape,
        kind=section.kind,
        label=section.label,
        total=str(section.total),
        cards=mark_safe("".join(card_html(card) for card in section.cards)),  # noqa: S308  # of parts that are safe
        previous=section.previous if section.page > 1 else "",
        next=section.next,
        page=str(section.page),
        pages=str(section.pages),
    )


def card_html(card: Card) -> SafeString:
    """公示的一条记录, as publicity/record.html draws it."""
    clock = card.clock
    shape = {
        "kind": card.kind,
        "verdict": clock.verdict,
        "provisional": clock.provisional,
        "statement": context.frame(context.said())["links"]["statement"],
        "marked": bool(card.marks),
        "repairable": card.repairable and card.kind not in rights.NOT_HERE,
        "court": card.kind in rights.BY_COURT,
    }
    return filled(
        "publicity/record.html",
        shape | {"dated": bool(clock.due)},
        anchor=card.anchor,
        title=card.title,
        document_number=card.document_number,
        marks=card.marks,
        department=card.department,
        rows=_field_rows(card.fields),
        rights=rights.of_record(card.kind, card.repair),
        object_link=f"{reverse('my_disputes:new')}?about={card.id}",
        repair_link=reverse("publicity:repair_one", args=[card.id]) if card.repairable else "",
        words=clock.words,
        decided=clock.decided,
        due=clock.due,
        published=clock.published,
        due_at=clock.due_at,
        published_at=clock.published_at,
    )


def _field_rows(fields: Iterable[tuple[str, str, bool]]) -> SafeString:
    """字段行 of a <dl>: (label, value, whether it takes the whole width). Both texts are escaped here."""
    rows = [
        f"<div{WIDE if wide else ''}><dt>{escape(label)}</dt><dd{UNTOUCHED if label in NAMES or label.endswith(BODIES) else ''}>{escape(value)}</dd></div>"
        for label, value, wide in fields
    ]
    return mark_safe("\n".join(rows))  # noqa: S308  # every part was escaped in the line above


# --- structured data -------------------------------------------------------------------------------------------------


def _structured(subject: Mapping[str, Any], address: str) -> SafeString:
    """JSON-LD of who the page is about: name, code, former names; nothing that was decided about it, which readers of such data
    keep for ever. No tag can end inside it.
    """
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": subject["name"],
        "url": address,
    }
    if subject["code"]:
        said["identifier"] = {"@type": "PropertyValue", "propertyID": "统一社会信用代码", "value": subject["code"]}
    if subject["names"]:
        said["alternateName"] = list(subject["names"])
    text = json.dumps(said, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(text)  # noqa: S308  # nothing in it opens or closes a tag
