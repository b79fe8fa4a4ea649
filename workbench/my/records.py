"""信用记录 of the own file: every one, public or not, with what became of it in words. Source: F1."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from blacklists import marked
from records.kinds import KINDS, words
from records.models import HoldReason, InternalReason, Mark, Proposal, Record, RecordKind, Seriousness

from .items import Ids, Item, Section, day

COLUMNS = (
    "public_id", "kind", "document_number", "decided_on", "due", "release_by", "state", "internal_reason", "hold_reason",
    "seriousness", "public_from", "public_until", "valid_until", "effect_ended", "body_name", "department__name",
    "version__content", "subject__kind",
)  # fmt: skip
PAGE = 20
NOT_SHOWN = ("internal", "repaired", "withdrawn", "taken_back")  # no day ends what is not public


def rows_of(same: Ids, on: date) -> QuerySet:
    """The rows, the latest decision first; `shown`: public on the day; `changing`: a correction or withdrawal waits."""
    waiting = Proposal.objects.open().filter(record=OuterRef("pk"))
    return (
        Record.objects.filter(subject__in=same)
        .annotate(
            shown=Exists(Record.objects.public(on).filter(pk=OuterRef("pk"))),
            changing=Exists(waiting),
            marked=ArraySubquery(_kinds(on)),
            masked=Exists(Mark.objects.hiding(on).filter(target_id=OuterRef("public_id"))),
        )
        .order_by("-decided_on", "-pk")
        .values(*COLUMNS, "shown", "changing", "marked", "masked")
    )


def _kinds(on: date):
    """标注 of the day, each kind once; also the doubts that staff look into: the subject may know of its own."""
    rows = Mark.objects.open(on).filter(target_id=OuterRef("public_id"))
    return rows.order_by("kind").values("kind").distinct()


def section(same: Ids, on: date, page: int | None = None) -> Section:
    """`page` from 1: that page only; None: all of them."""
    rows = rows_of(same, on)
    found = Section("records", "信用记录", "没有信用记录。")
    if page is None:
        found.items = items(rows, on)
        return found
    found.total = rows.count()
    found.items = items(rows[(page - 1) * PAGE : page * PAGE], on)
    return found


def items(rows: Iterable[dict], on: date) -> list[Item]:
    return [_item(row, on) for row in rows]


def _item(row: dict, on: date) -> Item:
    kind, content, organisation = row["kind"], row["version__content"], row["subject__kind"] == "organisation"
    title, label = words.title(kind, content), str(RecordKind(kind).label)
    said = [
        one
        for one in words.fields(kind, content, organisation)
        if one[1] not in (row["body_name"], row["department__name"])
    ]
    facts = [
        ("信息类别", label if title else ""),
        ("文书号", row["document_number"]),
        ("决定机关", row["body_name"]),
        ("决定日期", day(row["decided_on"])),
        *said,
        ("报送部门", row["department__name"] if row["department__name"] != row["body_name"] else ""),
        ("失信程度", str(Seriousness(row["seriousness"]).label) if row["seriousness"] else ""),
        ("公示起", day(row["public_from"])),
        ("公示截止", "" if row["state"] in NOT_SHOWN else day(row["public_until"]) or ("长期" if row["shown"] else "")),
        ("标注", marked.words(row["marked"])),
        ("更正", "部门已提出更正或撤下，等审核" if row["changing"] else ""),
    ]
    state, tone = _standing(row, on)
    adverse = KINDS[kind].adverse
    return Item(Record.object_kind, row["public_id"], title or label, state, tone, tuple(facts), adverse=adverse)


def _standing(row: dict, on: date) -> tuple[str, str]:
    state = row["state"]
    if row["shown"]:
        return "公示中", "bad" if row["seriousness"] else "good"
    if state == "released" and row.get("masked"):
        return "暂时屏蔽，重整计划、和解协议执行期间不公示", "good"
    if state == "released":
        over = row["public_until"] is not None and row["public_until"] < on
        return ("公示期满，已不公示", "info") if over else ("已暂时下线，正在核对", "wait")
    if state in ("awaiting", "escalated"):
        by = f"，最迟 {row['release_by'].isoformat()} 公示" if state == "awaiting" and row["release_by"] else ""
        return f"尚未公示，部门正在审核{by}", "wait"
    if state == "held":
        why = str(HoldReason(row["hold_reason"]).label) if row["hold_reason"] else "核对中"
        return f"暂不公开（{why}）", "wait"
    if state == "internal":
        why = str(InternalReason(row["internal_reason"]).label) if row["internal_reason"] else "仅供部门使用"
        return f"不公示（{why}）", "info"
    if state == "repaired":
        return "已修复，停止公示、共享和使用", "good"
    return {"ended": "公示期满，已不公示", "withdrawn": "已撤下", "taken_back": "报送单位已撤回，不算数"}[state], "info"
