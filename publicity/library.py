"""名单库: who stands on the red list, the black list and the list of judgment debtors today, out of what was decided here and
what came in from elsewhere. The one reading that pages, tables and the API share. Source: D8, I2; Hua 二(三)4.

Every row is built from the allow-lists below (design sentence 10); no natural person is in any.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, IntegerField, Q, QuerySet, Value

from accounts.models import Department
from blacklists import marked
from blacklists.models import Entry, Nomination
from blacklists.repair_ways import COLUMNS as REPAIRED_BY
from blacklists.repair_ways import Ways
from credit_platform.codes import normalise_code
from records.kinds import KINDS, words
from records.models import Record
from repairs import rights

from .places import Place, behind
from .whose import WHOSE_PAGE, page_of

BLACK, RED, DEBTOR = "black", "red", "debtor"
TITLES = {BLACK: "严重失信主体名单", RED: "守信红名单", DEBTOR: "失信被执行人名单"}
KIND = {BLACK: "listed", RED: "praised", DEBTOR: "debtor"}  # of the records that came from elsewhere
NAMED = {BLACK: "HM_MD", RED: "HR_MD"}  # their column of what the list is called
OWN: dict[str, type[Entry] | type[Nomination]] = {BLACK: Entry, RED: Nomination}
_WHO = ("public_id", *WHOSE_PAGE, "subject__name", "subject__code")
_COLUMNS: dict[str, tuple[str, ...]] = {
    BLACK: (
        *_WHO, "behaviour_title", "behaviour_version", "field", "reasons", "basis", "department__name", "decision_number",
        "public_from", "exit_conditions", "remedies", *REPAIRED_BY,
    ),
    RED: (*_WHO, "title", "deeds", "basis", "department__name", "document_number", "document_date", "public_from", "until"),
    DEBTOR: (
        *_WHO, "kind", "body_name", "document_number", "decided_on", "public_from", "public_until", "subject__kind",
        "version__content",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """What is asked of a list. `department`: it, or all of a county or city below its office; `named`: behaviour or title."""

    q: str = ""
    department: Department | None = None
    field: str = ""
    named: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Row:
    """名单中的一条, as everybody may read it."""

    id: uuid.UUID
    subject: uuid.UUID | None  # where its page is public
    name: str
    code: str
    title: str  # behaviour, honour; of a debtor how far the duty was met
    field: str
    facts: str
    basis: str
    body: str
    document_number: str
    decided_on: date | None
    public_from: date
    until: date | None
    elsewhere: bool
    marks: str = ""  # that it is in dispute, by blacklists.marked
    exit_conditions: str = ""
    remedies: str = ""
    rights: str = ""  # 权利告知 of what burdens
    details: tuple[tuple[str, str], ...] = ()  # of what came from elsewhere, by records/kinds/shown.py


Key = tuple[date, uuid.UUID, int]


def keys(which: str, on: date, chosen: Chosen = Chosen()) -> QuerySet:
    """(公示日期, public id, whether decided here) of all that the list shows, the latest first."""
    parts = [_keys(rows, own) for rows, own in _parts(which, on, chosen)]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return found.order_by("-public_from", "-public_id")


def after(which: str, on: date, chosen: Chosen, place: Place | None, count: int) -> list[Key]:
    """The next `count` keys behind `place`."""
    parts = [_keys(behind(rows, place), own) for rows, own in _parts(which, on, chosen)]
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return list(found.order_by("-public_from", "-public_id")[:count])


def _keys(rows: QuerySet, own: int) -> QuerySet:
    ordered = rows.order_by().annotate(own=Value(own, IntegerField()))
    return ordered.values_list("public_from", "public_id", "own")


def _parts(which: str, on: date, chosen: Chosen) -> list[tuple[QuerySet, int]]:
    """What was decided here, and what came from elsewhere."""
    parts: list[tuple[QuerySet, int]] = []
    if which in OWN:
        own = _filtered(OWN[which].objects.public(on), chosen)
        if chosen.field:
            own = own.filter(field=chosen.field) if which == BLACK else own.none()
        if chosen.named:
            own = own.filter(**{"behaviour_title" if which == BLACK else "title": chosen.named})
        parts.append((own, 1))
    came = _filtered(Record.objects.public(on).filter(kind=KIND[which]), chosen)
    if chosen.field:
        came = came.none()  # the files of others say nothing of our fields
    if chosen.named:
        named = NAMED.get(which)
        came = came.filter(**{f"version__content__{named}": chosen.named}) if named else came.none()
    parts.append((came, 0))
    return parts


def _filtered(rows: Any, chosen: Chosen) -> Any:
    if chosen.q:
        code = normalise_code(chosen.q)
        rows = rows.filter(Q(subject__name__icontains=chosen.q) | (Q(subject__code=code) if code else Q(pk=None)))
    if chosen.department is not None:
        rows = rows.filter(department__in=Department.objects.tree(chosen.department))
    return rows.filter(public_from__gte=chosen.since) if chosen.since else rows


def rows(which: str, found: Iterable[Key], on: date) -> list[Row]:
    """The rows of these keys that are public still, in their order, with the marks of the day; in one query for each of the two sources."""
    found = list(found)
    ids: dict[int, list[uuid.UUID]] = {0: [], 1: []}
    for _, public_id, own in found:
        ids[own].append(public_id)
    made: dict[uuid.UUID, Row] = {}
    if ids[1]:
        listed = OWN[which].objects.public(on).filter(public_id__in=ids[1])
        if which == BLACK:
            told = listed.annotate(marks=marked.on_entry(on)).values(*_COLUMNS[which], "marks")
            ways = Ways(on)
            made |= {row["public_id"]: _black(row, ways) for row in told}
        else:
            made |= {row["public_id"]: _red(row) for row in listed.values(*_COLUMNS[which])}
    if ids[0]:
        came = Record.objects.public(on).filter(public_id__in=ids[0]).annotate(marks=marked.on_record(on))
        came = came.values(*_COLUMNS[DEBTOR], "marks")
        made |= {row["public_id"]: _from_elsewhere(row) for row in came}
    return [made[public_id] for _, public_id, _ in found if public_id in made]


def _shared(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["public_id"],
        "subject": page_of(row),
        "name": row["subject__name"],
        "code": row["subject__code"],
        "public_from": row["public_from"],
    }


def _black(row: Mapping[str, Any], ways: Ways) -> Row:
    return Row(
        **_shared(row), title=row["behaviour_title"], field=row["field"], facts=row["reasons"],
        basis=f"{row['basis']}；{row['behaviour_version']}",
        body=row["department__name"], document_number=row["decision_number"], decided_on=row["decided_on"], until=row["until"],
        elsewhere=False, marks=marked.words(row["marks"]), exit_conditions=row["exit_conditions"], remedies=row["remedies"],
        rights=rights.of_entry(row, ways),
    )  # fmt: skip


def _red(row: Mapping[str, Any]) -> Row:
    return Row(
        **_shared(row), title=row["title"], field="", facts=row["deeds"], basis=row["basis"], body=row["department__name"],
        document_number=row["document_number"], decided_on=row["document_date"], until=row["until"], elsewhere=False,
    )  # fmt: skip


def _from_elsewhere(row: Mapping[str, Any]) -> Row:
    kind, content = row["kind"], row["version__content"]
    shown = words.fields(kind, content, row["subject__kind"] == "organisation")
    known = dict(shown)
    return Row(
        **_shared(row), title=words.title(kind, content), field="",
        facts=known.get("失信行为") or known.get("守信事迹") or known.get("失信行为情形") or "", basis=known.get("列入依据") or known.get("执行依据文号") or "",
        body=row["body_name"], document_number=row["document_number"], decided_on=row["decided_on"], until=row["public_until"],
        elsewhere=True, marks=marked.words(row["marks"]), details=tuple(shown),
        rights=rights.of_record(kind) if KINDS[kind].adverse else "",
    )  # fmt: skip


def counts_by_department(which: str, on: date) -> dict[int, int]:
    """Department → how many rows of the list are its own (from elsewhere: of the office that took them in)."""
    counted: dict[int, int] = {}
    for part, _ in _parts(which, on, Chosen()):
        for department, count in part.order_by().values_list("department").annotate(Count("pk")):
            counted[department] = counted.get(department, 0) + count
    return counted


def names_on(which: str, on: date) -> list[str]:
    """Behaviours or honours that stand on the list today."""
    if which == DEBTOR:
        return []
    own = OWN[which].objects.public(on).values_list("behaviour_title" if which == BLACK else "title", flat=True)
    came = (
        Record.objects.public(on).filter(kind=KIND[which]).values_list(f"version__content__{NAMED[which]}", flat=True)
    )
    return sorted({one for one in (*own.order_by().distinct(), *came.order_by().distinct()) if one})


def fields_on(on: date) -> list[str]:
    """领域 that stand on the black list today."""
    return sorted({*Entry.objects.public(on).exclude(field="").order_by().values_list("field", flat=True).distinct()})
