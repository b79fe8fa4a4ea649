"""公开内容: what a record says to people outside the house: the fields of the list (shown.py), in words. Source: G6."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ..columns import amount, day
from . import KINDS
from .shown import ALLOWED, REPRESENTATIVES, TITLES

NOTHING = {"", "略", "(略)", "（略）", "无", "/", "-", "—", "——"}
AMOUNTS = {column.code for kind in KINDS.values() for column in kind.columns if column.read is amount}
DATES = {column.code for kind in KINDS.values() for column in kind.columns if column.read is day}
FOREVER = 2099  # year by which the national layout says 长期
TITLE_LENGTH = 60


def fields(kind: str, content: Mapping, organisation: bool) -> list[tuple[str, str]]:
    """(label, value) in the order of the national layout, for a record of `kind`; empty ones and the title left out."""
    shown = []
    heading = title(kind, content)
    for code, label in ALLOWED.get(kind, ()):
        if code in REPRESENTATIVES and not organisation:
            continue
        value = _text(code, content.get(code))
        if value and not (code in TITLES[kind] and value == heading):
            shown.append((label, value))
    return shown


def title(kind: str, content: Mapping) -> str:
    """What the record is called in a list; empty where its content has no name for it."""
    for code in TITLES.get(kind, ()):
        value = _text(code, content.get(code))
        if value:
            return value if len(value) <= TITLE_LENGTH else value[: TITLE_LENGTH - 1] + "…"
    return ""


def _text(code: str, value: object) -> str:
    text = "" if value is None else str(value).strip()
    if code in REPRESENTATIVES and text in NOTHING:
        return ""
    if code in AMOUNTS:
        return _amount(text)
    return _day(text) if code in DATES else text


def _amount(text: str) -> str:
    """「0.2 万元（2,000 元）」: the layout counts in 万元, people in 元."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return ""
    if not amount or not amount.is_finite():
        return ""
    return f"{amount.normalize():f} 万元（{(amount * 10_000).normalize():,f} 元）"


def _day(text: str) -> str:
    try:
        day = date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return "长期" if day.year >= FOREVER else day.isoformat()
