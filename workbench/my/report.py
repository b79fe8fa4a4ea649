"""自查信用报告: all of the own file on paper, as of today: sections, deadlines, letters, who looked. Source: H3, H4."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from credit_platform.typesetting import pdf
from repairs.repairable import items_of, targets_of
from subjects.models import Subject

from .deadlines import deadlines
from .items import ACTIONS, Ids, Item, Section
from .letters import received
from .looks import looks, rows_of
from .own_file import about, sections

SOURCE = settings.BASE_DIR / "templates" / "typst" / "own_report.typ"
LOOKS = 500  # the latest of them that a report names
TITLES = {True: "个人公共信用信息报告（本人自查）", False: "公共信用信息报告（本单位自查）"}
NOTES = {
    True: "本报告只出具给本人，由本人决定是否出示；平台不向其他任何人提供。证件号码不在报告中显示。",
    False: "本报告出具给本单位，含不公开的信息，由本单位决定是否出示。",
}


def draw(subject: Subject, ids: Ids, number: str, code: str, *, on: date) -> bytes:
    """The PDF. Raises NotTypeset."""
    person = subject.kind == "person"
    looked = rows_of(ids)
    rights = {one.public_id: found.why for one, found, _ in items_of(targets_of(subject), on)}
    shown = [
        [f"{timezone.localtime(one.at):%Y-%m-%d %H:%M}", one.body, f"{one.what}，{one.why}"]
        for one in looks(looked[:LOOKS])
    ]
    data = {
        "title": TITLES[person],
        "facts": [
            ["报告编号", number], ["验证码", code], ["出具日期", on.isoformat()], ["主体名称", subject.name],
            *([label, words] for label, words, _ in about(subject, ids).cells),
        ],
        "note": NOTES[person],
        "sections": [_section(one, rights) for one in sections(subject, ids, on)],
        "tables": [
            ["期限", "没有正在计算的期限。", ["日期", "事项", "说明"], [[one.on.isoformat(), one.title, one.words] for one in deadlines(subject, ids, on)]],
            [
                "收到的文书", "没有收到过文书。", ["送达日期", "文书", "发文单位"],
                [[one.delivered_on.isoformat(), f"{one.title} {one.number}", one.issuer] for one in received(ids)],
            ],
            [f"查询记录（最近{LOOKS}次）" if looked.count() > LOOKS else "查询记录", "还没有单位查过。", ["时间", "单位", "事项"], shown],
        ],
        "site": settings.SITE_NAME,
    }  # fmt: skip
    return pdf(SOURCE, data, on=on)


def _section(one: Section, rights: Mapping[UUID, str]) -> dict:
    return {"title": one.title, "empty": one.none, "items": [_item(item, rights) for item in one.items]}


def _item(item: Item, rights: Mapping[UUID, str]) -> dict:
    facts: Sequence[list[str]] = [[label, words] for label, words, _ in item.cells]
    if told := rights_of(item, rights):
        facts = [*facts, ["您的权利", told]]
    return {"title": item.title, "state": item.state, "facts": facts}


def rights_of(item: Item, repairs: Mapping[UUID, str]) -> str:
    """权利告知 of a negative item: that one may object, and what of a repair, from which day. `repairs`: the answers of the day."""
    if item.public_id is not None and item.public_id in repairs:
        return f"认为有误的，可以提出异议。信用修复：{repairs[item.public_id]}"
    return "认为有误的，可以提出异议。" if item.tone == "bad" and item.kind in ACTIONS else ""
