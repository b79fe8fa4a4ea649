"""Renewing (变更与更正): what happens when a row's key is on file already. Nothing is ever doubled or silently changed.

Same content: unchanged. Not yet public: a new version awaiting release. Public: a proposed correction, and the public
text stays. Source: design §3, B7.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import connection

from credit_platform.copying import Copying
from credit_platform.statements import array, text_array
from ledger.models import Act
from ledger.moves import apply, facts_of, note

from .findings import Finding
from .kinds import KINDS, Kind
from .models import InternalReason, Proposal, Record, Submission, Version
from .reckoning import Reckoner
from .storing import Draft, digest_of

UNSEEN = {"awaiting", "escalated", "internal", "taken_back", "held"}  # nobody outside has seen it

# LATERAL with LIMIT: one look-up of the key for each row, whatever the planner believes of a table that grows within this very
# transaction. With a plain join it read the whole table for every thousand rows.
# (No prepared statement: a plan made while the table was small would stay.)
ON_FILE = """
    SELECT given.place, record.id
    FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[])
         WITH ORDINALITY AS given (subject_id, body_code, document_key, number_key, place)
    CROSS JOIN LATERAL (
         SELECT id FROM records_record record WHERE record.subject_id = given.subject_id AND record.kind = %s
         AND record.body_code = given.body_code AND record.document_key = given.document_key
         AND record.number_key = given.number_key LIMIT 1) record
"""
# Apart, since it takes longer to plan than `ON_FILE` to find that nothing is.
AS_THEY_ARE = """
    SELECT record.id, record.state, record.department_id, department.name, version.submission_id, version.row,
           version.sameness, open.sameness, open.leaving,
           record.state = 'withdrawn' AND EXISTS (
               SELECT FROM records_proposal word WHERE word.record_id = record.id AND word.kind = 'withdrawal'
               AND word.state = 'accepted' AND word.ground <> '')
    FROM records_record record
    JOIN records_version version ON version.id = record.version_id
    JOIN accounts_department department ON department.id = record.department_id
    LEFT JOIN (SELECT proposal.record_id, version.sameness, proposal.version_id IS NULL AS leaving
               FROM records_proposal proposal
               LEFT JOIN records_version version ON version.id = proposal.version_id WHERE proposal.state = 'open') open
         ON open.record_id = record.id
    WHERE record.id = ANY (%s::bigint[])
"""


@dataclass(slots=True)
class Met:
    """What came of drafts: those that are new, how many were unchanged or changed, those refused with the reason, and
    (data row, record) of each that repeats what is on file.
    """

    fresh: list[Draft]
    counts: dict[str, int]
    refused: list[tuple[Draft, Finding]]
    repeated: list[tuple[int, int]]


@dataclass(slots=True)
class OnFile:
    """A record under the key of a draft."""

    record_id: int
    state: str
    department_id: int
    department: str
    submission_id: int  # which brought its version, in its row
    row: int
    sameness: str
    proposed: str | None
    leaving: bool | None  # its department has asked to withdraw it
    gone: bool  # withdrawn by a second person's word, with a ground


class Meeting:
    """The drafts of one submission against what is on file. `own`: departments for which the submitting one answers; a record of any
    other is not theirs to change.
    """

    def __init__(self, submission: Submission, act: Act, kind: str, own: frozenset[int]):
        self._submission, self._act, self._kind, self._own = submission, act, kind, own

    def ask(self, drafts: Sequence[Draft], beside: Copying) -> Callable[[], dict[int, OnFile]]:
        """What gives the records under the keys of the drafts, by their places from 1. PostgreSQL looks while the caller goes on."""
        answer = beside.ask(
            ON_FILE,
            array([draft.subject_id for draft in drafts]),
            text_array(draft.facts.body_code for draft in drafts),
            text_array(draft.facts.document_key for draft in drafts),
            text_array(draft.facts.number_key for draft in drafts),
            self._kind,
        )
        return lambda: _as_they_are(answer())

    def meet(self, drafts: Sequence[Draft], on_file: dict[int, OnFile]) -> Met:
        """What comes of each draft, and is done to the records that are on file."""
        met = Met([], {"unchanged": 0, "changed": 0, "new": 0}, [], [])
        # Intake sees that a row comes twice by its own number; here it shows where its subject has several.
        first: dict[tuple[int, str, str, str], int] = {}
        for place, draft in enumerate(drafts, 1):
            found, facts = on_file.get(place), draft.facts
            key = (draft.subject_id, facts.body_code, facts.document_key, facts.number_key)
            earlier = first.setdefault(key, draft.row)
            if found is not None and found.submission_id == self._submission.pk:
                earlier = found.row
            if earlier != draft.row:
                met.refused.append((draft, self._twice(earlier)))
            elif found is None:
                met.fresh.append(draft)
            elif refused := self._refused(draft, found):
                met.refused.append((draft, refused))
            else:
                came = _meet(draft, found, self._submission, self._act)
                met.counts[came] += 1
                if came == "unchanged":
                    met.repeated.append((draft.row, found.record_id))
        return met

    def _twice(self, earlier: int) -> Finding:
        return twice(KINDS[self._kind], earlier + self._submission.rows_above)

    def _refused(self, draft: Draft, found: OnFile) -> Finding | None:
        """Why the record on file is not for this row to change."""
        column = KINDS[self._kind].document_number
        if found.department_id not in self._own:
            said = f"该文书已由“{found.department}”报送，内容以其为准；需要更正的请联系该部门。"
            return Finding(column, "other_department", said)
        if draft.sameness == found.sameness:
            return None
        if found.leaving:  # an upload must not undo what the law has dated
            said = "本条信息已提出撤下，正等待审核，不能更正；仍需公示的，请先收回撤下提议。"
            return Finding(column, "leaving", said)
        if found.state == "repaired":
            return Finding(column, "repaired", "本条信息已经信用修复，停止公示、共享和使用，再次报送不能恢复。")
        if found.gone and not self._submission.ground:  # nor what two persons decided
            said = "本条信息已经撤下，再次报送不能恢复；确需恢复的，请在该记录的页面提出更正并写明理由。"
            return Finding(column, "withdrawn", said)
        return None


def twice(kind: Kind, at: int) -> Finding:
    """文书重复: a document that a row of the same file, the `at`-th of its sheet, has already."""
    said = f"与表格第{at}行重复（机关、文书号、相对人都相同），请删去其中一行。"
    return Finding(kind.document_number, "repeated", said)


def _as_they_are(found: list[tuple[int, int]]) -> dict[int, OnFile]:
    """`found`: (place, record)."""
    if not found:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(AS_THEY_ARE, [array([record_id for _, record_id in found])])
        records = {values[0]: OnFile(*values) for values in cursor.fetchall()}
    return {place: records[record_id] for place, record_id in found}


def _meet(draft: Draft, found: OnFile, submission: Submission, act: Act) -> str:
    """One draft against the record on file; says what it counts as."""
    again = found.state == "taken_back"
    if not again and draft.sameness in (found.sameness, found.proposed):
        if found.proposed and draft.sameness == found.sameness:  # back to what is public: the correction is off
            _supersede(found.record_id, act)
        return "unchanged"
    record = Record.objects.select_related("version").get(pk=found.record_id)
    if found.state in UNSEEN:
        _renew(record, draft, submission, act)
        return "new" if again else "changed"
    if found.state == "withdrawn" and draft.facts.internal_reason == InternalReason.INVALID:
        return "unchanged"
    _propose(record, draft, submission, act)
    return "changed"


def add_version(record: Record, draft: Draft, submission: Submission) -> Version:
    """The next version of a record."""
    salt = secrets.token_hex(16)
    return Version.objects.create(
        record=record,
        number=record.versions.count() + 1,
        content=draft.content,
        sealed=draft.sealed,
        sameness=draft.sameness,
        salt=salt,
        digest=digest_of(draft.content, salt),
        warnings=draft.warnings,
        submission=submission,
        row=draft.row,
    )


def _renew(record: Record, draft: Draft, submission: Submission, act: Act) -> None:
    facts = draft.facts
    if facts.stock and not record.stock:  # what the clock counts stays counted
        reckoner = Reckoner(submission.department, submission.arrived_on, stock=False)
        facts, _ = reckoner.reckon(KINDS[record.kind], draft.content)
    move = "renew" if draft.state == "awaiting" else "renew_internal"
    if record.state == "held":
        move = "renew_held"  # a hold is a reviewer's word; sending again does not lift it
    elif move == "renew" and _put_off(record, submission.arrived_on):
        move = "renew_late"
    apply(
        record,
        move,
        act,
        version=add_version(record, draft, submission),
        submission=submission,
        arrived_on=submission.arrived_on,
        grave=draft.grave,
        **asdict(facts),
    )


def _put_off(record: Record, on: date) -> bool:
    """Whether it was due and has been changed since: a dot each day would keep the clock away for ever."""
    overdue = record.state in ("awaiting", "escalated") and record.due is not None and record.due < on
    return overdue and record.version.number > 1


def _supersede(record_id: int, act: Act) -> None:
    for earlier in Proposal.objects.filter(record=record_id, state=Proposal.State.OPEN):
        apply(earlier, "supersede", act)


def _propose(record: Record, draft: Draft, submission: Submission, act: Act) -> None:
    """A correction, or a withdrawal where the row says 无效; it stands in place of an earlier open one."""
    _supersede(record.pk, act)
    invalid = draft.facts.internal_reason == InternalReason.INVALID
    proposal = Proposal.objects.create(
        record=record,
        kind=Proposal.Kind.WITHDRAWAL if invalid else Proposal.Kind.CORRECTION,
        version=add_version(record, draft, submission),
        submission=submission,
        ground=submission.ground,
        reason=submission.reason,
        system=submission.system,
        proposer=submission.clerk,
        proposed_on=submission.arrived_on,
    )
    note(act, proposal.object_kind, proposal.public_id, "propose", proposal.state, facts_of(record))
