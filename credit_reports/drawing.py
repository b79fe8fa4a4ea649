"""排版 of a credit report: from items to what the page shows, then to a PDF. Source: H1.

Characters that no font can draw are found before anything is printed: each is written out as its code, and cover, page and office
say which and what to do.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from credit_platform.qr import qr_svg
from credit_platform.typesetting import code_point, pdf, pictures, spelt, undrawable
from records.models import RecordKind
from subjects.models import Subject

from .domains import Domain, last_sent, unreported
from .items import ABOUT, Group, Item, Section
from .national_order import numbered
from .special import STANDING_SAID, Question

SOURCE = settings.BASE_DIR / "templates" / "typst" / "credit_report.typ"
TITLE = "公共信用信息报告"
SPECIAL_TITLE = "专项信用报告"
PUBLIC_NOTE = (
    "本报告只含出具当日在本平台向社会公示的信息。未到公示时间、公示期已满、已经修复和依法不公开的信息不在其中，不能理解为没有。"
    "以后可能变动，使用前请扫码核验。"
)
OWN_NOTE = (
    "本报告按申请人选定的期间和领域查询本平台登记在案的信息，可以代替“查询结果”所列部门的无违法违规记录证明；没有列出的部门，本报告不能代替。"
    "含不公开的信息，由申请人决定是否出示。以后可能变动，使用前请扫码核验。"
)
OTHERS = ("税务", "海关", "社会保险", "住房公积金")  # of bodies above the place, unless they are named above
NOT_COVERED = (
    "未选的领域和期间以外的决定；",
    "没有向本平台报送的信息，包括外地、中央和实行垂直管理、没有向本平台报送数据的机关作出的决定，以及刑事、民事案件；",
    "部门已经报送、还没有审核完毕的信息，因内容存疑暂时下线的信息；",
    "已经修复、撤销、撤回的信息：依法停止公示、共享和使用；",
    "法院批准的重整计划（认可的和解协议）执行期间暂时屏蔽的信息。",
)


@dataclass(frozen=True)
class Head:
    """What stands on the cover of each."""

    number: str
    code: str
    made_on: date


def check_address(number: str, code: str) -> str:
    """The page that says whether the report still holds; whole, for the QR."""
    host = settings.SITE_URL or f"https://{settings.ALLOWED_HOSTS[0]}"
    return host + reverse("publicity:report_check_print", args=[f"{number}-{code}"])


def public_data(subject: Subject, found: Sequence[Section], head: Head) -> dict[str, Any]:
    """公共信用信息报告, from its sections."""
    on_lists = (
        ("列入守信红名单", "nomination", RecordKind.PRAISED), ("列入严重失信主体名单", "entry", RecordKind.LISTED),
        ("列入失信被执行人名单（法院）", "", RecordKind.DEBTOR),
    )  # fmt: skip
    flags = [[said, "是" if _any(found, own, elsewhere) else "否"] for said, own, elsewhere in on_lists]
    rows = [[one.title, _counted_in(one), _marked(one.items)] for one in found]
    return _whole(
        head, subject, TITLE, "（公开版）", PUBLIC_NOTE,
        flags=flags,
        summary={"title": "信用概况", "head": ["章节", "信息", "其中标注"], "widths": [0, 30, 60], "rows": rows},
        sections=[*(_section(one) for one in found), _advice(found, len(found))],
        closing=["本报告免费出具。认为有错误、遗漏的，可以在平台提出异议，或者到信用办窗口办理；信用修复不收费，凡收费“代办修复”的请勿相信。"],
    )  # fmt: skip


def special_data(
    subject: Subject, found: Sequence[Item], question: Question, every: Sequence[Domain], head: Head
) -> dict[str, Any]:
    """专项信用报告: what was asked, what was looked at, what was found, what it does not cover."""
    counts = Counter(item.domain for item in found)
    sent = last_sent(list(question.domains))
    days = f"{question.since} 至 {question.until}（含首尾两日）"
    named = "、".join([*(one.title for one in every), *(name for one in every for name in one.departments.values())])
    unasked = [*unreported(list(every)), *(one for one in OTHERS if one not in named)]
    left_out = [one.title for one in every if one not in question.domains]
    rows = [
        [one.title, _looked_at(one, sent), f"{counts[one.key]} 条" if counts[one.key] else "没有记录"]
        for one in question.domains
    ]
    total = sum(counts.values())
    answer = (
        f"在下列领域内，{days}，本平台登记有 {total} 条失信信息，逐条列在后面。" if total
        else f"在下列领域内，{days}，本平台没有登记这个主体的行政处罚等失信信息。"
    )  # fmt: skip
    sections = [
        _section(
            Section(
                numbered(place, one.title),
                [Group("失信信息", [item for item in found if item.domain == one.key])] if counts[one.key] else [],
                "没有登记的失信信息。",
            )
        )
        for place, one in enumerate(question.domains)
    ]
    uncovered = NOT_COVERED if not question.public_only else ("没有向社会公示、公示期已满的信息；", *NOT_COVERED)
    return _whole(
        head, subject, SPECIAL_TITLE, "（代替无违法违规记录证明）", PUBLIC_NOTE if question.public_only else OWN_NOTE,
        facts=[["所查期间", days], ["所查领域或部门", "、".join(one.title for one in question.domains)]],
        answer=[answer],
        summary={"title": "查询结果", "head": ["领域或部门", "查了哪些部门的数据（最近一次报送）", "结果"], "widths": [34, 0, 24], "rows": rows},
        sections=sections if total else [],
        closing=[
            f"日期怎样算：行政处罚等按作出决定的日期；{STANDING_SAID}，所查期间内有一天在列就列出。每条都印有日期。",
            *([f"可以查而没有选的：{'、'.join(left_out)}。"] if left_out else []),
            f"本平台没有部门报送、因此没有查的领域：{'、'.join(unasked)}等。这些领域的情况，请向主管部门申请证明。",
            "本报告不包括：", *(f"{place}. {one}" for place, one in enumerate(uncovered, 1)),
            "本报告免费出具。认为有错误、遗漏的，可以提出异议，或者到信用办窗口办理。",
        ],
    )  # fmt: skip


def draw(data: Mapping[str, Any], on: date) -> bytes:
    """The PDF. Raises NotTypeset."""
    return pdf(SOURCE, _drawable(data), on=on)


def look(data: Mapping[str, Any], on: date) -> list[bytes]:
    """Its pages as pictures."""
    return pictures(SOURCE, _drawable(data), on=on)


def rare_in(subject: Subject, found: Sequence[Item]) -> str:
    """Characters of the report that no font can draw, each once."""
    return undrawable(subject.name + "".join(item.words for item in found))


def _drawable(data: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: value for name, value in data.items() if name != "qr"}
    missing = undrawable(str(words))
    said: dict[str, Any] = spelt(words)
    return said | {"qr": data["qr"], "rare": rare_said(missing) if missing else ""}


def rare_said(characters: str) -> str:
    """What the reader is told of them."""
    shown = "、".join(code_point(one) for one in characters)
    return (
        f"本报告有 {len(characters)} 个字打印字库没有，以编码代替：{shown}。以营业执照等证照上的写法为准，编码可以在国家标准 GB 18030 字表中查到；"
        "需要印出原字的，请联系信用办。"
    )


def _whole(
    head: Head, subject: Subject, title: str, subtitle: str, note: str, *, facts: Sequence[list[str]] = (), **more: Any
) -> dict[str, Any]:
    check = check_address(head.number, head.code)
    closing = {"title": "说明", "lines": more.pop("closing")}
    return {
        "title": title, "subtitle": subtitle, "site": settings.SITE_NAME, "issuer": settings.SITE_ORGANISER, "number": head.number,
        "subject": subject.name,
        "facts": [
            *([["统一社会信用代码", subject.code]] if subject.code else []),
            ["报告编号", head.number], ["验证码", head.code], ["出具日期", head.made_on.isoformat()], *facts,
        ],
        "qr": qr_svg(check), "qr_says": f"二维码：打开报告核验页面，报告编号 {head.number}", "check": check, "note": note, "rare": "",
        "answer": [], "flags": [], "tables": [], "closing": closing, **more,
    }  # fmt: skip


def _any(found: Sequence[Section], own: str, elsewhere: RecordKind) -> bool:
    """Whether something of the platform's own (`own`: begins its key; empty: it has none) or of others stands in it."""
    groups = [group for one in found for group in one.groups]
    return any(group.title == elsewhere.label or (own and group.items[0].key.startswith(own)) for group in groups)


def _counted_in(one: Section) -> str:
    """Who it is about is no thing that is counted, but is not nothing, either."""
    count = _count(one)
    return "已列出" if not count and one.groups else f"{count} 条"


def _count(one: Section) -> int:
    return sum(group.count for group in one.groups if group.items[0].key != ABOUT)


def _marked(items: Sequence[Item]) -> str:
    kinds = Counter(mark for item in items for mark in item.marks.split("、") if mark)
    return "、".join(f"{mark} {count} 条" for mark, count in kinds.items()) or "无"


def _section(one: Section) -> dict[str, Any]:
    lines = [list(pair) for item in one.items if item.key == ABOUT for pair in item.facts]
    groups = [
        {"title": _counted(group), "items": [_item(item) for item in group.items]}
        for group in one.groups
        if group.items[0].key != ABOUT
    ]
    return {"title": one.title, "empty": "" if lines else one.empty, "lines": lines, "groups": groups}


def _counted(group: Group) -> str:
    """「行政许可（2 条）」, and how many of more are printed."""
    more = f"，列出最近 {len(group.items)} 条，其余见网站" if group.count > len(group.items) else ""
    return f"{group.title}（{group.count} 条{more}）"


def _item(item: Item) -> dict[str, Any]:
    facts = [list(pair) for pair in item.facts]
    return {"title": item.title, "marks": item.marks, "facts": facts, "rights": item.rights}


def _looked_at(one: Domain, sent: Mapping[int, date]) -> str:
    said = [f"{name}（{sent[pk]}）" for pk, name in one.departments.items() if pk in sent]
    silent = [name for pk, name in one.departments.items() if pk not in sent]
    if silent:
        said.append(f"没有报送过数据：{'、'.join(silent)}")
    return "；".join(said)


def _advice(found: Sequence[Section], place: int) -> dict[str, Any]:
    """信用状况提升建议, from what stands in the report."""
    negative = sum(bool(item.rights) for one in found for item in one.items)
    repair = (
        f"有 {negative} 条失信信息。已经履行义务、纠正失信行为的，按各条“权利告知”所写的日期和办理单位申请，不收费。"
    )
    lines = [["信用修复", repair]] if negative else []
    lines.append(["信用承诺", "可以在平台公开作出信用承诺，并按期履行。"])
    return {"title": numbered(place, "信用状况提升建议"), "empty": "", "lines": lines, "groups": []}
