"""权利告知: what may be done against, or after, a public record or entry, and with whom: one sentence for page, list, report. Source: F8.

What another authority decides alone is named with that authority: nobody is sent to a desk that cannot help.
"""

from collections.abc import Mapping
from typing import Any

from blacklists.repair_ways import Ways
from records.kinds import KINDS

OBJECT = "认为信息有误，可以免费提出异议。"
REPAIR = "已纠正失信行为、履行义务的，可以免费申请信用修复。"
OTHERS = {  # kind → who alone is competent
    "debtor": "列入、纠正和删除由执行法院决定：有异议或者已经履行义务的，请向执行法院申请，本平台按法院来文同步更新。",
    "ruling": "对裁判不服的，依法向法院上诉或者申请再审；已经履行的，可以向裁判法院申请出具证明。登载与裁判文书不一致的，可以免费提出异议。",
    "listed": "由其他机关认定：对列入不服或者申请修复的，请向认定机关提出，本平台收到结果后同步更新。登载有误的，可以免费提出异议。",
    "inspection": f"{OBJECT}检查发现的问题已经改正的，可以免费申请信用修复；没有发现问题的，不需要修复。",
}
BY_COURT = frozenset({"debtor"})  # not even an objection is taken here
NOT_HERE = frozenset({"debtor", "ruling", "listed"})  # repaired, if at all, by whoever determined it


def of_record(kind: str, line: str = "") -> str:
    """Of a kind of record. `line`: from which day this one may be repaired (earliest.line)."""
    if kind in OTHERS:
        return OTHERS[kind]
    if not KINDS[kind].adverse:
        return OBJECT
    return f"{OBJECT}{line or REPAIR}"


def of_entry(row: Mapping[str, Any], ways: Ways) -> str:
    """Of an entry on the black list; `row` has repair_ways.COLUMNS."""
    way = ways.of(row)
    return f"{OBJECT}{way.said if way else REPAIR}"
