"""信用修复告知书: the second document that goes with the decision of listing (两书同达), in plain words. Source: F8; 国办发〔2025〕22号."""

from rules.jurisdictions import find

from .models import Entry
from .repair_rules import PAPERS, PERFORMANCE, Way, how_long, papers_said
from .repair_ways import COLUMNS, Ways

TITLE = "信用修复告知书"
KEYS = ("repair.accept_days", "repair.result_days")
AFTER = "停止公示、共享和使用有关信息，同步解除依据它采取的措施。"


def notice(entry: Entry) -> dict[str, object]:
    """{"title", "parts": [[heading, text]]} for the letter, by the rules of the day of the decision: what the page of the entry says
    of its repair.
    """
    assert entry.decided_on is not None
    columns = {name: getattr(entry, name) for name in COLUMNS} | {"department": entry.department_id}
    way = Ways(entry.decided_on).of(columns)
    if way is None:
        parts = [("什么时候可以申请", "请向作出决定的单位咨询。")]
    elif way.runs_out:
        parts = [("要不要申请", way.why_not + _corrected(entry)), ("期满以后", AFTER)]
    else:
        parts = _ways_out(entry, way)
    return {"title": TITLE, "parts": [list(part) for part in parts]}


def _ways_out(entry: Entry, way: Way) -> list[tuple[str, str]]:
    needed = papers_said(way.papers)
    if way.rectification:
        needed += f"；整改以后、验收时提交{PAPERS[PERFORMANCE]}"
    parts = [
        ("什么时候可以申请", way.said + _corrected(entry)),
        ("要准备什么", f"{needed}。"),
        (
            "怎样申请",
            "在信用网站查到本单位，点“查看本条怎样修复”，按提示在网上申请；也可以到政务服务大厅窗口申请。不收取任何费用。",
        ),
    ]
    assert entry.decided_on is not None
    found = find(list(KEYS), entry.decided_on, entry.department)
    if len(found) == len(KEYS):
        accept, result = (int(found[key].value) for key in KEYS)
        parts.append(("多久有结果", how_long(way.rectification, accept, result)))
    parts.append(("修复以后", f"{AFTER}提供虚假材料的，依规承担责任。"))
    return parts


def _corrected(entry: Entry) -> str:
    """纠正期限, as the decision says."""
    day = entry.correct_by
    return (
        f"在{day.year}年{day.month}月{day.day}日前纠正并消除不良影响、经核实的，移出名单，不用等上述日期。"
        if day
        else ""
    )
