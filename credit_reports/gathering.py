"""What the public may read about one organisation today, in the national order; in as many queries for much as for little. H1.

Every sentence of visibility is asked of the QuerySet that owns it; every word comes from an allow-list (records/kinds/shown.py,
blacklists/shown.py). What depends on the day alone (how long still) is not said of an item: it would change by itself.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from blacklists import marked
from blacklists.models import Entry, Nomination
from blacklists.repair_ways import COLUMNS as REPAIRED_BY
from blacklists.repair_ways import Ways
from blacklists.shown import LISTED, PRAISED
from records.kinds import KINDS, words
from records.models import Record, RecordKind
from records.telling import COLUMNS, facts
from repairs import earliest, rights
from subjects.models import FormerName, Subject, SubjectKind

from .items import ABOUT, Group, Item, Section
from .national_order import BLACK, RED, SECTIONS, numbered

PER_KIND = 200  # records of one kind that a public report prints
IN_ALL = 400  # of all kinds, each its latest in turn: a thousand take ten seconds and 7 MB, and anybody may ask
NOT_PUBLIC = ("公示", "不公示")


def same(subject: Subject) -> list[int]:
    """The subject and all that were merged into it: what was said of those counts as its own."""
    return list(Subject.objects.one_with(subject).values_list("pk", flat=True))


def kept(subject: Subject) -> Subject:
    """The one that stands for it, where it was merged."""
    while subject.merged_into is not None:
        subject = subject.merged_into
    return subject


def about(subject: Subject, ids: Sequence[int]) -> Item:
    """基本情况: name, code and former names; no key person, no address."""
    former = FormerName.objects.filter(subject__in=ids).order_by("-until", "-pk").values_list("name", flat=True)
    said = [
        ("主体名称", subject.name),
        ("统一社会信用代码", subject.code),
        ("类别", subject.get_kind_display()),
        ("曾用名", "、".join(dict.fromkeys(former))),
    ]
    return Item(ABOUT, "基本情况", tuple(pair for pair in said if pair[1]))


def public_sections(
    subject: Subject, ids: Sequence[int], on: date, *, printed: Collection[str] | None = None
) -> list[Section]:
    """The nine sections, 基础信息 first. `printed`: of records those with these keys, however many newer there are."""
    rows = Record.objects.public(on).filter(subject__in=ids)
    if printed is not None:
        rows = rows.filter(public_id__in=[key.removeprefix("record:") for key in printed if key.startswith("record:")])
    groups = record_groups(rows, subject, on)
    ways = Ways(on)
    black = Group("严重失信主体名单", [entry_item(row, ways) for row in entry_rows(Entry.objects.public(on), ids, on)])
    red = Group("守信红名单", [_praised(row) for row in _red(ids, on)])
    found = []
    for place, (title, kinds) in enumerate(SECTIONS):
        section = Section(numbered(place, title))
        section.groups += [Group("基本情况", [about(subject, ids)])] if not place else []
        section.groups += [one for at, one in ((RED, red), (BLACK, black)) if at == title and one.items]
        section.groups += [groups[kind] for kind in kinds if kind in groups]
        found.append(section)
    return [*found, Section(numbered(len(SECTIONS), "其他信息"))]


def record_groups(rows: Any, subject: Subject, on: date) -> dict[str, Group]:
    """Kind → its records, the latest decision first, PER_KIND at most and IN_ALL together; how many there are is said.

    `rows`: a query of records.
    """
    found: dict[str, Group] = {}
    organisation = subject.kind == SubjectKind.ORGANISATION
    rows = rows.annotate(
        total=Window(Count("pk"), partition_by="kind"),
        place=Window(RowNumber(), partition_by="kind", order_by=["-decided_on", "-pk"]),
    ).filter(place__lte=PER_KIND)
    for row in record_rows(rows, on, "total").order_by("place", "kind")[:IN_ALL]:
        kind = row["kind"]
        group = found.setdefault(kind, Group(str(RecordKind(kind).label), total=row["total"]))
        group.items.append(record_item(row, organisation))
    return found


def record_rows(rows: Any, on: date, *more: str) -> Any:
    """As `record_item` wants them; `more`: further columns."""
    told = rows.annotate(shortest=earliest.shortest(), marks=marked.on_record(on))
    return told.order_by("-decided_on", "-pk").values(*COLUMNS, "rule_set", "shortest", "marks", *more)


def record_item(row: Mapping[str, Any], organisation: bool, *, public: bool = True, domain: str = "") -> Item:
    """One record, by the fields that may leave the house. `public`: everybody sees it today."""
    kind, marks = row["kind"], marked.words(row["marks"])
    told = facts(row, organisation)
    if row["public_from"] is None:
        told = [pair for pair in told if pair[0] != "公示截止"] + [NOT_PUBLIC]
    shown = (("文书号", row["document_number"]), ("决定日期", row["decided_on"].isoformat()), *told)
    return Item(
        f"record:{row['public_id']}",
        words.title(kind, row["version__content"]) or str(RecordKind(kind).label),
        tuple(pair for pair in shown if pair[1]),
        marks=marks,
        rights=rights.of_record(kind, earliest.line(dict(row)) if kind == RecordKind.PENALTY else "")
        if KINDS[kind].adverse
        else "",
        domain=domain,
        public=public,
    )


def entry_rows(rows: Any, ids: Sequence[int], on: date, *more: str) -> Any:
    """Of a query of entries, as `entry_item` wants them; `more`: further columns."""
    told = rows.filter(subject__in=ids).annotate(marks=marked.on_entry(on))
    return told.order_by("-public_from", "-pk").values(*LISTED, *REPAIRED_BY, "marks", *more)


def entry_item(row: Mapping[str, Any], ways: Ways, *, public: bool = True, domain: str = "") -> Item:
    """One entry on the black list; its period is that of the decision, the day of publication stands beside it."""
    said = [
        ("认定单位", row["department__name"]),
        ("决定书", f"{row['decision_number']}，{row['decided_on']}"),
        ("列入期限", f"{row['decided_on']} 至 {row['until']}"),
        ("领域", row["field"]),
        ("事由", row["reasons"]),
        ("依据", row["basis"]),
        ("行为清单", row["behaviour_version"]),
        ("移出条件和程序", row["exit_conditions"]),
        ("救济途径", row["remedies"]),
        NOT_PUBLIC if row["public_from"] is None else ("公示日期", row["public_from"].isoformat()),
    ]
    return Item(
        f"entry:{row['public_id']}", row['behaviour_title'], tuple(pair for pair in said if pair[1]),
        marks=marked.words(row["marks"]), rights=rights.of_entry(row, ways), domain=domain, public=public,
    )  # fmt: skip


def _red(ids: Sequence[int], on: date) -> Any:
    rows = Nomination.objects.public(on).filter(subject__in=ids).order_by("-public_from", "-pk")
    return rows.values("public_id", *PRAISED)


def _praised(row: Mapping[str, Any]) -> Item:
    said = (
        ("推荐部门", row["department__name"]),
        ("批准文件", f"{row['document_title']}（{row['document_number']}）"),
        ("守信事迹", row["deeds"]),
        ("有效期", f"{row['public_from']} 至 {row['until']}"),
    )
    return Item(f"nomination:{row['public_id']}", row["title"], said)
