"""页面组件: every component with the real template, its states and when to use it. For those who build or check pages.

Nothing here is of the database: companies and numbers are invented. Source: the design's face (§9).
"""

import uuid
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credit_platform.declaring import get_only, open_to_all
from records.models import RecordKind
from supervision.charting import bars

from .clock import Clock, clock
from .subject_page import Card
from .subject_shown import card_html

DECIDED, DUE = date(2026, 3, 2), date(2026, 3, 11)
# Token → what it is for, and its contrast on white (WCAG 2.2): 4.5 for words, 3 for edges.
COLOURS = (
    ("ink", "正文", "15.1"), ("ink-soft", "说明", "7.1"), ("brand", "链接、主要按钮", "10.5"), ("good", "办成、守信", "7.0"),
    ("bad", "逾期、出错", "7.4"), ("amber", "等待、提醒", "7.5"), ("line-strong", "输入框的边", "3.7"), ("ground", "页面底色", ""),
)  # fmt: skip


@open_to_all()
@get_only
def components(request: HttpRequest) -> HttpResponse:
    """组件一览."""
    today = timezone.localdate()
    context: dict[str, Any] = {
        "colours": COLOURS,
        "clocks": clocks(),
        "record": card_html(_card()),
        "days": [today + timedelta(days=left) for left in (12, 3, 0, -4)],
        "today": today,
        "page": Paginator(range(60), 20).page(2),
        "chart": bars(["1月", "2月", "3月"], [("行政许可", [36, 52, 41]), ("行政处罚", [12, 9, 17])]),
        "next": [
            SimpleNamespace(mine=True, what="答复整改通知", who="示例市应急管理局", until=today + timedelta(days=2), link=""),
            SimpleNamespace(mine=False, what="核定措施", who="信用办审批", until=None, link=""),
        ],
    }  # fmt: skip
    return render(request, "publicity/components.html", context)


def clocks() -> list[Clock]:
    """In time, late, provisional, stock."""
    return [
        clock(DECIDED, DUE, DUE - timedelta(days=3), 0),
        clock(DECIDED, DUE, DUE + timedelta(days=5), 3),
        clock(DECIDED, DUE, DUE - timedelta(days=1), 0, provisional=True),
        clock(date(2021, 5, 6), None, DECIDED, 0),
    ]


def _card() -> Card:
    fields = [
        ("违法事实", "未按规定对从业人员进行安全生产教育和培训。", True),
        ("处罚类别", "罚款", False),
        ("罚款金额", "2 万元", False),
    ]
    return Card(
        title="未按规定开展安全培训",
        document_number="示应急罚〔2026〕1号",
        fields=fields,
        department="示例市应急管理局",
        clock=clocks()[0],
        kind=RecordKind.PENALTY.value,
        id=uuid.UUID(int=0),
    )
