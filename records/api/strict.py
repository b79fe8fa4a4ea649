"""Strict reading (严格读取): what is not declared is refused, a number is no text, and a body has an end. Source: B4."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from rest_framework import serializers
from rest_framework.exceptions import ParseError, ValidationError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from ..columns import show
from .problems import TooLarge

MAX_BODY = 8 * 1024 * 1024  # bytes
HALF = re.compile(rb"\\u[dD][89a-fA-F]")  # half of a surrogate pair; without the other it is no text
DAY = re.compile(r"\d{4}-\d\d-\d\d")


class JSONBody(BaseParser):
    """JSON of at most MAX_BODY bytes, without names given twice. Raises ParseError, TooLarge."""

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        data = stream.read(MAX_BODY + 1)
        if len(data) > MAX_BODY:
            raise TooLarge(f"请求体不能超过{MAX_BODY // 1024 // 1024}MB，请分批报送。")
        try:
            found = json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
            if HALF.search(data):
                json.dumps(found, ensure_ascii=False).encode("utf-8")  # UnicodeEncodeError, a ValueError
            return found
        except (UnicodeDecodeError, ValueError, RecursionError) as reason:
            raise ParseError(f"请求体不是有效的 UTF-8 JSON{_where(reason)}。") from None


def _where(reason: Exception) -> str:
    if isinstance(reason, json.JSONDecodeError):
        return f"（第{reason.lineno}行第{reason.colno}列）"
    return "：嵌套过深" if isinstance(reason, RecursionError) else ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ParseError("请求体中有重复的字段名，请删去其一。")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


class Text(serializers.CharField):
    """A JSON string, as it is."""

    def __init__(self, **kwargs):
        super().__init__(**{"trim_whitespace": False} | kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, str):
            raise ValidationError("应为字符串。")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """true or false, nothing that looks like it."""

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            raise ValidationError("应为 true 或 false。")
        return data


class Day(serializers.DateField):
    """YYYY-MM-DD."""

    def to_internal_value(self, data):
        return read_day(data)


def read_day(text: Any) -> date:
    """Raises ValidationError."""
    if isinstance(text, str) and DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValidationError("应为 YYYY-MM-DD 样式的真实日期。")


class DayParameter(forms.DateField):
    """The same in a query."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return read_day(value)
        except ValidationError:
            raise forms.ValidationError("应为 YYYY-MM-DD 样式的真实日期。") from None


class StrictSerializer(serializers.Serializer):
    """Names every field that it does not know."""

    default_error_messages = {"invalid": "应为 JSON 对象。"}

    def to_internal_value(self, data):
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.fields]):
            raise ValidationError({show(str(name)): ["没有这个字段，请删去。"] for name in unknown[:20]})
        return super().to_internal_value(data)


def check_query(request: Request, known: Iterable[str]) -> None:
    """Raises ValidationError for parameters that are unknown, empty or given twice."""
    known = set(known)
    faults: dict[str, list[str]] = {}
    for name, values in request.query_params.lists():
        if name not in known:
            faults[show(name)] = ["没有这个参数，请删去。"]
        elif len(values) != 1 or not values[0].strip():
            faults[name] = ["参数须有值，且只能给一次。"]
        elif "\0" in values[0]:  # no text of the database has it
            faults[name] = ["参数中有不能识别的字符（NUL），请删去。"]
    if faults:
        raise ValidationError(faults)
