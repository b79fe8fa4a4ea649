"""名单的先后: which file of a list is the later one, whom it names, whom a full one no longer names. Source: I2.

Files of one list have the order of their documents, not of their release: what a later document says stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from credit_platform.codes import check_uscc, document_key, normalise_code
from credit_platform.sealing import keyed_hash
from ledger.models import Act
from records.kinds import KINDS
from records.models import Proposal, Record
from records.renewing import UNSEEN
from records.submitting import rows_of
from records.withdrawing import drop_removals
from subjects.models import Identifier

from .models import ListFile
from .querysets import GONE
from .refusals import ListRefused


@dataclass
class Named:
    """Whom files name. A row that cannot be read whole speaks for all that it may mean: nobody is taken off because of a
    slip of the pen.
    """

    pairs: set[tuple[str, str]] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)

    def add(self, taken: ListFile) -> None:
        kind, rows = rows_of(taken.submission)
        prefix = KINDS[kind].prefix
        for row in rows:
            document = document_key(str(row.get(f"{prefix}_WSH", "")))
            who = _key_of(row, prefix)
            self.pairs.add((document, who))
            if not who:
                self.documents.add(document)
            if not document:
                self.subjects.add(who)

    def has(self, record: Record, names: Iterable[str]) -> bool:
        """`names`: identifiers of its subject."""
        if record.document_key in self.documents:
            return True
        return any((record.document_key, who) in self.pairs or who in self.subjects for who in names)


def released(taken: ListFile):
    """The other files of the same list that were let out."""
    return ListFile.objects.filter(
        kind=taken.kind, issuer_code=taken.issuer_code, title=taken.title, department=taken.department, state="released"
    ).exclude(pk=taken.pk)


def must_be_latest(taken: ListFile) -> None:
    """A full list that a newer full one has overtaken would take off whom that names. Raises ListRefused."""
    if not taken.full:
        return
    newer = released(taken).filter(full=True, document_date__gt=taken.document_date).order_by("-document_date").first()
    if newer:
        raise ListRefused(
            f"同一名单{newer.document_date}的完整名单（{newer.document_number}）已经放行，这份来文日期是{taken.document_date}，"
            "已被取代，请退回。"
        )


def must_bring_its_rows(taken: ListFile) -> None:
    """A row that an unreleased file had brought before is that file's: it would neither be let out with this one nor come back
    when that is returned. Raises ListRefused.
    """
    others = ListFile.objects.filter(kind=taken.kind, issuer_code=taken.issuer_code).exclude(state="released")
    unseen = Record.objects.filter(submission__list_file__in=others.exclude(pk=taken.pk), state__in=UNSEEN)
    if not unseen.exists():
        return
    named = Named()
    named.add(taken)
    if held := _of(unseen, named, here=True):
        other = ListFile.objects.get(submission=held[0].submission_id)
        raise ListRefused(
            f"有{len(held)}条已由另一份文件（{other.document_number}，{other.get_state_display()}）带来，没有随本文件进入。"
            "那份待核对的，请先放行；已退回或撤回的，请撤回本文件后重新上传。"
        )


def missing_from(taken: ListFile) -> list[Record]:
    """Records of the same list, brought by files until then, that neither this one nor a later one names."""
    named = Named()
    named.add(taken)
    for later in released(taken).filter(document_date__gt=taken.document_date).select_related("submission"):
        named.add(later)
    earlier = released(taken).filter(document_date__lte=taken.document_date)
    known = Record.objects.filter(kind=taken.kind, versions__submission__list_file__in=earlier)
    return _of(known.exclude(state__in=[*GONE, "ended"]), named, here=False)


def drop_overtaken(taken: ListFile, act: Act) -> None:
    """Whom the file names again stays: what an earlier list proposed for removal, and nobody has decided, is closed."""
    earlier = released(taken).filter(document_date__lte=taken.document_date)
    removals = Proposal.objects.open().filter(version__isnull=True, submission__list_file__in=earlier)
    asked = Record.objects.filter(pk__in=removals.values("record"))
    if asked.exists():
        named = Named()
        named.add(taken)
        if again := _of(asked, named, here=True):
            drop_removals(removals.filter(record__in=again), act)


def _of(records, named: Named, *, here: bool) -> list[Record]:
    """Those of the query that are named, or that are not."""
    found = {record.pk: record for record in records.select_related("subject", "department")}
    held: dict[int, set[str]] = {}
    wanted = {record.subject_id for record in found.values()}
    for subject, value in Identifier.objects.filter(subject__in=wanted).values_list("subject_id", "value"):
        held.setdefault(subject, set()).add(value)
    ordered = sorted(found.values(), key=lambda record: record.pk)
    return [record for record in ordered if named.has(record, held.get(record.subject_id, ())) == here]


def _key_of(row: dict, prefix: str) -> str:
    """As the subject's identifier has it; empty where it cannot be read."""
    code = normalise_code(str(row.get(f"{prefix}_XDR_SHXYM", "")))
    if code:
        return code if check_uscc(code).valid else ""
    number = normalise_code(str(row.get(f"{prefix}_XDR_ZJHM", "")))
    return keyed_hash("id_card", number) if number else ""
