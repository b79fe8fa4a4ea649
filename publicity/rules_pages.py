"""行为清单、措施清单公示: the two lists as everybody may read, search and take them away. Source: D1, E1."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from credit_platform.declaring import get_only, open_to_all
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX, workbook
from rules import behaviours, measures
from rules.models import BehaviourItem, MeasureItem

from .asked import unknown
from .visits import limited

PER_PAGE = 50
Choices = Mapping[str, Sequence[tuple[str, str]]]  # as the form offers them, by name
BEHAVIOUR_HEADS = ["规则包", "版本", "编号", "类别", "行为", "领域", "事由", "认定部门", "依据", "条款", "效力"]
BEHAVIOUR_CHOICES: Choices = {"kind": BehaviourItem.Kind.choices}
MEASURE_CHOICES: Choices = {"kind": MeasureItem.Kind.choices, "means": MeasureItem.Means.choices}
MEASURE_HEADS = [
    "规则包", "版本", "编号", "类别", "方式", "措施", "措施内容", "事由", "失信程度", "对象", "条件", "适用范围", "期限", "发起部门", "实施部门",
    "证据材料", "依据", "条款", "效力",
]  # fmt: skip


def _asked(request: HttpRequest, choices: Choices) -> tuple[dict[str, str], str]:
    """Words and choices, and what to say of a choice that is not offered: that asks nothing."""
    sent = {name: request.GET.get(name, "").strip()[:100] for name in ("q", *choices)}
    fault = "".join(unknown(sent[name], dict(offered)) for name, offered in choices.items())
    return sent | {name: sent[name] if sent[name] in dict(offered) else "" for name, offered in choices.items()}, fault


def _page(request: HttpRequest, template: str, family: Any, rows: Any, choices: Choices) -> HttpResponse:
    """`family`: the module of the list; `rows`: its items by what is asked."""
    on = timezone.localdate()
    asked, fault = _asked(request, choices)
    context = {
        "page": Paginator(rows(on, asked), PER_PAGE).get_page(request.GET.get("page")),
        "versions": family.versions_in_use(on).select_related("jurisdiction"),
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "today": on,
        "fault": fault,
        "choices": choices,
        **asked,
    }
    return render(request, template, context)


def _behaviours(on: date, asked: dict[str, str]) -> Any:
    return behaviours.behaviours(on, text=asked["q"], kind=asked["kind"])


def _measures(on: date, asked: dict[str, str]) -> Any:
    return measures.measures(on, text=asked["q"], kind=asked["kind"], means=asked["means"])


@open_to_all()
@get_only
@limited("lists")
def behaviour_list(request: HttpRequest) -> HttpResponse:
    """行为清单 in use, by words and kind."""
    return _page(request, "publicity/behaviour_list.html", behaviours, _behaviours, BEHAVIOUR_CHOICES)


@open_to_all()
@get_only
@limited("lists")
def measure_list(request: HttpRequest) -> HttpResponse:
    """措施清单 in use, by words, kind and means."""
    return _page(request, "publicity/measure_list.html", measures, _measures, MEASURE_CHOICES)


@open_to_all()
@get_only
@limited("lists")
def behaviour_sheet(request: HttpRequest) -> HttpResponse:
    """行为清单 as .xlsx: what the page shows for the same words; the page itself where it has something to say of them."""
    asked, fault = _asked(request, BEHAVIOUR_CHOICES)
    if fault:
        return redirect(f"{reverse('publicity:behaviour_list')}?{request.GET.urlencode()}")
    return _sheet("行为清单", BEHAVIOUR_HEADS, _behaviours(timezone.localdate(), asked), _behaviour)


@open_to_all()
@get_only
@limited("lists")
def measure_sheet(request: HttpRequest) -> HttpResponse:
    """措施清单 as .xlsx, likewise."""
    asked, fault = _asked(request, MEASURE_CHOICES)
    if fault:
        return redirect(f"{reverse('publicity:measure_list')}?{request.GET.urlencode()}")
    return _sheet("措施清单", MEASURE_HEADS, _measures(timezone.localdate(), asked), _measure)


def _sheet(title: str, heads: list[str], rows: Any, cells: Callable[[Any], list[str]]) -> HttpResponse:
    data = workbook(title, heads, [cells(row) for row in rows], [])
    return answer_file(data, f"{title} {timezone.localdate()}.xlsx", XLSX)


def _status(item: BehaviourItem | MeasureItem) -> str:
    return f"{item.get_status_display()}{f'：{item.overridden_by}' if item.overridden_by else ''}"


def _behaviour(item: BehaviourItem) -> list[str]:
    version = item.version
    return [
        version.jurisdiction.title, str(version.number), item.key, item.get_kind_display(), item.title, item.field, item.ground,
        "、".join(item.decided_by), item.basis, item.clause, _status(item),
    ]  # fmt: skip


def _measure(item: MeasureItem) -> list[str]:
    version = item.version
    return [
        version.jurisdiction.title, str(version.number), item.key, item.get_kind_display(), item.get_means_display(), item.title,
        item.content, item.ground, item.grade, "、".join(item.targets), item.condition, item.area, item.period,
        "、".join(item.initiating), "、".join(item.implementing), item.evidence, item.basis, item.clause, _status(item),
    ]  # fmt: skip
