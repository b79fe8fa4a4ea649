"""信用修复告知书: the second document that goes with the decision of listing (两书同达), in plain words. Source: F8; 国办发〔2025〕22号."""

from credit_platform.workdays import months_later
from rules.jurisdictions import find

from .models import Entry
from .procedure import procedure

TITLE = "信用修复告知书"
KEYS = ("repair.accept_days", "repair.result_days", "repair.materials", "repair.rectification_months")


def notice(entry: Entry) -> dict[str, object]:
    """{"title", "parts": [[heading, text]]} for the letter, by the rules of the day of the decision."""
    assert entry.decided_on is not None
    found = find(list(KEYS), entry.decided_on, entry.department)
    first = months_later(entry.decided_on, procedure(entry.decided_on, entry.department).shortest_months)
    when = f"自{first.year}年{first.month}月{first.day}日起可以申请。"
    if months := found.get("repair.rectification_months"):
        when = f"纠正失信行为后可以提出申请；收到书面同意后整改不少于{months.value}个月，经验收合格的准予修复。"
    if entry.correct_by:
        day = entry.correct_by
        when += f"在{day.year}年{day.month}月{day.day}日前纠正并消除不良影响的，可以先行申请移出。"
    parts = [
        ("什么时候可以申请", when),
        (
            "要准备什么",
            f"{'、'.join(found['repair.materials'].value) if 'repair.materials' in found else '履行完毕证明材料、信用承诺书'}。",
        ),
        (
            "怎样申请",
            "在信用网站查到本单位，点“查看本条怎样修复”，按提示在网上申请；也可以到政务服务大厅窗口申请。不收取任何费用。",
        ),
    ]
    if "repair.accept_days" in found and "repair.result_days" in found:
        accept, result = found["repair.accept_days"].value, found["repair.result_days"].value
        parts.append(("多久有结果", f"{accept}个工作日内决定是否受理，{result}个工作日内告知结果。"))
    parts.append(("修复以后", "停止公示、共享和使用有关信息，同步解除依据它采取的措施。提供虚假材料的，依规承担责任。"))
    return {"title": TITLE, "parts": [list(part) for part in parts]}
