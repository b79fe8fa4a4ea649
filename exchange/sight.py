"""公开与退出 (what the outside world may hold a copy of): which public items the events of a stretch of the ledger touch, and which of
them have left public sight. Source: I3, I5; design §5.

An item is a subject, a record, a list entry, a title, the result of a repair, a removal announced, a typical case, a filed credit
institution or an article. Nothing is kept here: whether an item is public is
asked of the same QuerySets as every page, at the moment of asking. A stretch is told by positions, which are dense.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from articles.models import Article
from blacklists.models import Announcement, Entry, Ground, Nomination, ReportedAct
from ledger.models import Event, Position
from records.models import Freeze, Hide, Mark, Record
from repairs.models import Repair
from sanctions.models import TypicalCase
from subjects.models import Institution, Subject

SUBJECT, RECORD, ENTRY, TITLE, REPAIR = "subject", "record", "black_entry", "red_entry", "repair_result"
EXIT, CASE, INSTITUTION, ARTICLE = "exit_announcement", "typical_case", "institution", "article"
PUBLIC: dict[str, Callable[[date], QuerySet]] = {
    SUBJECT: lambda on: Subject.objects.public(),
    RECORD: lambda on: Record.objects.public(on),
    ENTRY: lambda on: Entry.objects.public(on),
    TITLE: lambda on: Nomination.objects.public(on),
    REPAIR: lambda on: Repair.objects.announced(on),
    EXIT: lambda on: Announcement.objects.public(on),
    CASE: lambda on: TypicalCase.objects.public(on),
    INSTITUTION: lambda on: Institution.objects.filed(),
    ARTICLE: lambda on: Article.objects.public(on),
}
OF_SUBJECT: dict[str, Any] = {RECORD: Record, ENTRY: Entry, TITLE: Nomination, REPAIR: Repair}
# Whether a subject has a page follows from those of OF_SUBJECT alone; these only name one, if any.
NAMING: dict[str, Any] = {EXIT: Announcement, CASE: TypicalCase}
MODELS: dict[str, Any] = {SUBJECT: Subject, INSTITUTION: Institution, ARTICLE: Article} | OF_SUBJECT | NAMING
OWN = {
    Subject.object_kind: SUBJECT, Record.object_kind: RECORD, Entry.object_kind: ENTRY, Nomination.object_kind: TITLE,
    Repair.object_kind: REPAIR, TypicalCase.object_kind: CASE, Institution.object_kind: INSTITUTION, Article.object_kind: ARTICLE,
}  # fmt: skip
# Not of a subject → the column that says that everybody could see it at some time.
SINCE = {EXIT: "announced_on", CASE: "public_from", INSTITUTION: "filed_on", ARTICLE: "public_from"}
RELEVANT = (*OWN, Hide.object_kind, Mark.object_kind, Freeze.object_kind, ReportedAct.object_kind)
LONGEST = 20_000  # positions that are looked through at once

Item = tuple[str, UUID]


@dataclass(frozen=True)
class Stretch:
    """一段台账. `last`: up to which position it reaches; `end`: the last position there is; `touched`: item → last position."""

    last: int
    end: int
    touched: dict[Item, int]

    @property
    def more(self) -> bool:
        return self.last < self.end


def newest() -> int:
    """最新序号; 0 where nothing has one."""
    return Position.objects.aggregate(last=Max("seq"))["last"] or 0


def stretch(after: int, events: int) -> Stretch:
    """The next positions behind `after`: at most `events` that matter. What an item is now is to be asked after this call."""
    end = newest()
    bound = min(after + LONGEST, end)
    rows = Position.objects.filter(seq__gt=after, seq__lte=bound, event__object_kind__in=RELEVANT).order_by("seq")
    found = list(rows.values_list("seq", "event__object_kind", "event__object_id")[:events])
    # A cursor beyond the end stays where it is.
    last = found[-1][0] if len(found) == events else max(bound, after)
    seqs: dict[str, dict[UUID, int]] = {kind: {} for kind in RELEVANT}
    for seq, kind, object_id in found:
        seqs[kind][object_id] = seq
    return Stretch(last, max(end, last), _touched(seqs))


def once_public(kind: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those that everybody could see at some time. Never anything of a natural person."""
    ids = list(ids)
    if not ids:
        return set()
    if kind == SUBJECT:
        return _subjects_once_public(ids)
    if kind in SINCE:
        return _once_shown(kind, ids)
    states = ("published",) if kind in (ENTRY, TITLE) else ("granted",) if kind == REPAIR else ("released",)
    rows = OF_SUBJECT[kind].objects.filter(public_id__in=ids).exclude(subject__kind="person")
    shown = Event.objects.filter(object_kind=rows.model.object_kind, object_id=OuterRef("public_id"), state__in=states)
    if kind == REPAIR:
        return set(rows.filter(Exists(shown), result_from__isnull=False).values_list("public_id", flat=True))
    rows = rows.filter(Exists(shown) | Q(public_from__isnull=False))
    if kind == ENTRY:
        rows = rows.filter(person=False)
    return set(rows.values_list("public_id", flat=True))


def gone(kind: str, ids: Iterable[UUID], on: date) -> set[UUID]:
    """已退出公开: of these items those that were public and are not now."""
    ids = set(ids)
    standing = set(PUBLIC[kind](on).filter(public_id__in=ids).values_list("public_id", flat=True))
    return once_public(kind, ids - standing)


def _once_shown(kind: str, ids: list[UUID]) -> set[UUID]:
    rows = MODELS[kind].objects.filter(public_id__in=ids, **{f"{SINCE[kind]}__isnull": False})
    if kind in NAMING:
        rows = rows.exclude(subject__kind="person")
    return set(rows.values_list("public_id", flat=True))


def _subjects_once_public(ids: list[UUID]) -> set[UUID]:
    rows = Subject.objects.filter(public_id__in=ids).exclude(kind="person")
    shown: Any = Q(public_since__isnull=False)
    for model in (Record, Entry, Nomination):
        shown |= Exists(model.objects.filter(subject=OuterRef("pk"), public_from__isnull=False))
    return set(rows.filter(shown).values_list("public_id", flat=True))


def _touched(seqs: dict[str, dict[UUID, int]]) -> dict[Item, int]:
    """Whatever of an item may have changed with these events, directly or through what it rests on."""
    found: dict[Item, int] = {}

    def touch(kind: str, pairs: Iterable[tuple[UUID, UUID]], by: dict[UUID, int]) -> None:
        for source, target in pairs:
            found[kind, target] = max(found.get((kind, target), 0), by[source])

    for object_kind, kind in OWN.items():
        touch(kind, ((one, one) for one in seqs[object_kind]), seqs[object_kind])
    hides, marks, acts = seqs[Hide.object_kind], seqs[Mark.object_kind], seqs[ReportedAct.object_kind]
    if hides:
        touch(RECORD, _pairs(Hide.objects.filter(public_id__in=hides), "record__public_id"), hides)
    if marks:
        targets = list(_pairs(Mark.objects.filter(public_id__in=marks), "target_id"))
        for kind in (RECORD, ENTRY):
            known = _known(kind, {target for _, target in targets})
            touch(kind, (pair for pair in targets if pair[1] in known), marks)
    if acts:
        touch(
            ENTRY,
            _pairs(Entry.objects.filter(grounds__act__public_id__in=acts), "public_id", "grounds__act__public_id"),
            acts,
        )
    if frozen := max(seqs[Freeze.object_kind].values(), default=0):
        # A hide that nobody confirmed does not run out while publication is frozen.
        for target in Hide.objects.filter(lifted_on__isnull=True).values_list("record__public_id", flat=True):
            found[RECORD, target] = max(found.get((RECORD, target), 0), frozen)
    records = {item: seq for (kind, item), seq in found.items() if kind == RECORD}
    if records:
        grounds = Ground.objects.filter(record__public_id__in=records)
        touch(ENTRY, _pairs(grounds, "entry__public_id", "record__public_id"), records)
    _with_lists(found, touch)
    articles = {item: seq for (kind, item), seq in found.items() if kind == ARTICLE}
    if articles:  # whether a document is in force follows from what says that it stands in its place
        replaced = Article.objects.filter(replaced_by__article__public_id__in=articles)
        touch(ARTICLE, _pairs(replaced, "public_id", "replaced_by__article__public_id"), dict(articles))
    _with_subjects(found, touch)
    return found


def _with_lists(found: dict[Item, int], touch: Callable) -> None:
    """A removal is announced with the move of its entry, and a case may be told only while whoever it names is listed."""
    for kind, path in ((ENTRY, "entry"), (TITLE, "nomination")):
        own = {item: seq for (which, item), seq in found.items() if which == kind}
        if own:
            told = Announcement.objects.filter(**{f"{path}__public_id__in": own})
            touch(EXIT, _pairs(told, "public_id", f"{path}__public_id"), own)
            entries = OF_SUBJECT[kind].objects.filter(public_id__in=own, subject__typical_cases__isnull=False)
            touch(CASE, _pairs(entries, "subject__typical_cases__public_id", "public_id"), own)


def _with_subjects(found: dict[Item, int], touch: Callable) -> None:
    """Whether a subject has a page follows from its items; the name and the page that its items show follow from the subject."""
    changed = {item: seq for (kind, item), seq in found.items() if kind == SUBJECT}
    for kind, model in OF_SUBJECT.items():
        own = {item: seq for (which, item), seq in found.items() if which == kind}
        if own:
            rows = model.objects.filter(public_id__in=own)
            kept = Coalesce("subject__merged_into__public_id", "subject__public_id")
            touch(SUBJECT, rows.values_list("public_id", kept), own)
    for kind, model in (OF_SUBJECT | NAMING).items() if changed else ():
        for path in ("subject__public_id", "subject__merged_into__public_id"):
            touch(kind, _pairs(model.objects.filter(**{f"{path}__in": changed}), "public_id", path), changed)


def _known(kind: str, ids: set[UUID]) -> set[UUID]:
    return set(OF_SUBJECT[kind].objects.filter(public_id__in=ids).values_list("public_id", flat=True))


def _pairs(rows: QuerySet, target: str, source: str = "public_id") -> Iterable[tuple[UUID, UUID]]:
    return rows.order_by().values_list(source, target)
