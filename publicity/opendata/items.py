"""公开条目: rows of the public QuerySets → what programs read of them, by the declared shapes and nothing else. One builder for bulk
files, change feed and API, so that the same item says the same on all of them. Source: I3, I4, design sentence 10.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateField, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from articles.models import Article, Paper
from articles.models import Version as ArticleVersion
from articles.shown import COLUMNS as ARTICLE_COLUMNS
from blacklists import marked
from blacklists.models import Entry, Nomination
from exchange.sight import ARTICLE, CASE, ENTRY, EXIT, INSTITUTION, PUBLIC, RECORD, REPAIR, SUBJECT, TITLE
from records.kinds import KINDS, words
from records.models import CorrectionGround, Mark, RecordKind, Seriousness
from repairs import rights
from sanctions.models import TypicalCase
from subjects.models import FormerName, SubjectKind

from ..whose import WHOSE_PAGE, page_of

Row = Mapping[str, Any]
WHOSE = (
    "public_id", *WHOSE_PAGE, "subject__name", "subject__code", "department__name", "department__code",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    SUBJECT: ("public_id", "kind", "name", "code", "names"),
    RECORD: (
        *WHOSE, "kind", "subject__kind", "document_number", "decided_on", "seriousness", "public_from", "public_until",
        "version__content", "version__proposal__decided_on", "version__proposal__ground", "marks",
    ),
    ENTRY: (
        *WHOSE, "behaviour_title", "behaviour_version", "field", "reasons", "basis", "decision_number", "decided_on", "public_from",
        "until", "exit_conditions", "remedies", "marks",
    ),
    TITLE: (
        *WHOSE, "title", "deeds", "basis", "document_title", "document_number", "document_date", "public_from", "until",
    ),
    REPAIR: (
        *WHOSE, "number", "decided_on", "result_from", "result_until", "record__kind", "entry__behaviour_title",
    ),
    EXIT: (*WHOSE, "which", "words", "announced_on", "until"),
    CASE: (
        *WHOSE, "kind", "title", "story", "measures", "effect", "public_from", "listed_until",
    ),
    INSTITUTION: ("public_id", "name", "code", "number", "business", "contact", "filed_on"),
    ARTICLE: (*ARTICLE_COLUMNS, "attached"),
}  # fmt: skip


def rows(kind: str, on: date) -> QuerySet:
    """The public rows of the kind, with what the shapes need and nothing more; unordered."""
    found = PUBLIC[kind](on)
    if kind == SUBJECT:
        former = FormerName.objects.filter(subject=OuterRef("pk")).order_by(F("until").desc(nulls_last=True), "-pk")
        found = found.annotate(names=ArraySubquery(former.values("name")))
    if kind == RECORD:
        found = found.annotate(marks=marked.on_record(on))
    if kind == ENTRY:
        found = found.annotate(marks=marked.on_entry(on))
    if kind == CASE:
        found = found.annotate(listed_until=_listed_until(on))
    if kind == ARTICLE:
        papers = Paper.objects.standing().filter(article=OuterRef("pk")).order_by("pk")
        pairs = papers.values(pair=JSONObject(id="public_id", title="title"))
        found = Article.objects.public(on).with_validity(on).annotate(attached=ArraySubquery(pairs))
    return found.order_by().values(*COLUMNS[kind])


def made(kind: str, row: Row) -> dict[str, Any]:
    """The item, ready for JSON."""
    return {"kind": kind} | _MAKERS[kind](row)


def by_id(kind: str, ids: Iterable[uuid.UUID], on: date) -> dict[uuid.UUID, dict[str, Any]]:
    """Of these those that are public now."""
    ids = list(ids)
    return {row["public_id"]: made(kind, row) for row in rows(kind, on).filter(public_id__in=ids)} if ids else {}


def _subject(row: Row) -> dict[str, Any]:
    return {
        "id": str(row["public_id"]),
        "type": row["kind"],
        "name": row["name"],
        "code": row["code"],
        "former_names": list(row["names"]),
        "page": f"/subject/{row['public_id']}/",
    }


def _common(row: Row, until: str, told: str = "", since: str = "public_from") -> dict[str, Any]:
    page = page_of(row)
    return {
        "id": str(row["public_id"]),
        "subject": str(page) if page else None,
        "name": row["subject__name"],
        "code": row["subject__code"],
        "department": row["department__name"],
        "department_code": row["department__code"],
        "public_from": row[since].isoformat(),
        "public_until": _day(row[until]),
        "marks": [str(Mark.Kind(one).label) for one in row.get("marks", ())],
        "rights": told,
    }


def _record(row: Row) -> dict[str, Any]:
    kind, content = row["kind"], row["version__content"]
    adverse = KINDS[kind].adverse
    shown = words.fields(kind, content, row["subject__kind"] == SubjectKind.ORGANISATION)
    corrected, ground = row["version__proposal__decided_on"], row["version__proposal__ground"]
    return _common(row, "public_until", _rights(row) if adverse else "") | {
        "type": kind,
        "type_title": str(RecordKind(kind).label),
        "adverse": adverse,
        "title": words.title(kind, content) or str(RecordKind(kind).label),
        "document_number": row["document_number"],
        "decided_on": row["decided_on"].isoformat(),
        "seriousness": str(Seriousness(row["seriousness"]).label) if row["seriousness"] else "",
        "corrected_on": _day(corrected),
        "corrected_because": str(CorrectionGround(ground).label) if corrected and ground else "",
        "fields": [{"label": label, "value": value} for label, value in shown],
    }


def _entry(row: Row) -> dict[str, Any]:
    return _common(row, "until", _rights(row)) | {
        "title": row["behaviour_title"],
        "behaviour_list": row["behaviour_version"],
        "field": row["field"],
        "reasons": row["reasons"],
        "basis": row["basis"],
        "document_number": row["decision_number"],
        "decided_on": _day(row["decided_on"]),
        "exit_conditions": row["exit_conditions"],
        "remedies": row["remedies"],
    }


def _title(row: Row) -> dict[str, Any]:
    return _common(row, "until") | {
        "title": row["title"],
        "deeds": row["deeds"],
        "basis": row["basis"],
        "document_title": row["document_title"],
        "document_number": row["document_number"],
        "decided_on": _day(row["document_date"]),
    }


def _repair(row: Row) -> dict[str, Any]:
    """Never what the decision had said: that has left public sight."""
    listed = row["record__kind"] is None
    return _common(row, "result_until", since="result_from") | {
        "what": "严重失信主体名单" if listed else str(RecordKind(row["record__kind"]).label),
        "document_number": row["number"],
        "decided_on": _day(row["decided_on"]),
    }


def _exit(row: Row) -> dict[str, Any]:
    return _common(row, "until", since="announced_on") | {"list": row["which"], "words": row["words"]}


def _case(row: Row) -> dict[str, Any]:
    page = page_of(row) if row["subject__public_id"] else None
    return {
        "id": str(row["public_id"]),
        "type": row["kind"],
        **{name: row[name] for name in ("title", "story", "measures", "effect")},
        "subject": str(page) if page else None,
        "name": row["subject__name"] or "",
        "code": row["subject__code"] or "",
        "department": row["department__name"],
        "department_code": row["department__code"],
        "public_from": row["public_from"].isoformat(),
        "public_until": _day(row["listed_until"]),
        "page": f"/cases/{row['public_id']}/",
    }


def _listed_until(on: date) -> Case:
    """The last day on which whoever a case names is listed by what stands today: it may be told no longer than that."""
    black = Entry.objects.public(on).filter(subject=OuterRef("subject"))
    red = Nomination.objects.public(on).filter(subject=OuterRef("subject"))
    last = F("until").desc(nulls_first=True)
    return Case(
        When(kind=TypicalCase.Kind.SANCTION, then=Subquery(black.order_by(last).values("until")[:1])),
        default=Subquery(red.order_by(last).values("until")[:1]),
        output_field=DateField(),
    )


def _institution(row: Row) -> dict[str, Any]:
    """Never who works there."""
    return {
        "id": str(row["public_id"]),
        **{name: row[name] for name in ("name", "code", "number", "business", "contact")},
        "public_from": row["filed_on"].isoformat(),
        "page": f"/institutions/{row['public_id']}/",
    }


def _article(row: Row) -> dict[str, Any]:
    """What its page says, the text as it was written."""
    document_type = row["version__document_type"]
    return {
        "id": str(row["public_id"]),
        "type": row["kind"],
        "title": row["version__title"],
        "index_number": row["version__index_number"],
        "document_type": str(ArticleVersion.DocumentType(document_type).label) if document_type else "",
        "issuer": row["version__issuer"],
        "document_number": row["version__document_number"],
        "made_on": _day(row["version__made_on"]),
        "valid_until": _day(row["version__valid_until"]),
        "replaced": row["replaced"],
        "text": row["version__body"],
        "papers": [{"label": one["title"], "value": f"/documents/papers/{one['id']}"} for one in row["attached"]],
        "department": row["department__name"],
        "department_code": row["department__code"],
        "public_from": row["public_from"].isoformat(),
        "page": f"/documents/{row['public_id']}/",
    }


def _rights(row: Row) -> str:
    """The words of records that another authority alone decides; else where it stands from which day what may be asked."""
    kind = row.get("kind", "")
    if kind in rights.OTHERS:
        return rights.OTHERS[kind]
    repair = (
        "已纠正失信行为、履行义务的，可免费申请信用修复。"
        if kind
        else "能不能申请信用修复、从哪天起，看下面的地址，不收费。"
    )
    return (
        f"认为信息有误，可向{row['department__name']}或信用工作机构提出异议；{repair}"
        f"怎样办理：/statement；本条怎样修复：/repair/{row['public_id']}/。"
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


_MAKERS: dict[str, Callable[[Row], dict[str, Any]]] = {
    SUBJECT: _subject, RECORD: _record, ENTRY: _entry, TITLE: _title, REPAIR: _repair, EXIT: _exit, CASE: _case,
    INSTITUTION: _institution, ARTICLE: _article,
}  # fmt: skip
