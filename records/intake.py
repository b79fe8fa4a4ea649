"""Intake (数据入库): one submission from its kept file to records and rejected rows, in one transaction.

Run as often as you like: what is done is done once, a killed run leaves nothing behind and is run again. Source: B1, B2,
design §3.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import cast

from django.core.cache import cache
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.models import Department
from credit_platform.copying import Copying, copying
from credit_platform.lifecycle import IllegalMove
from credit_platform.locks import Lock, hold, share
from credit_platform.sealing import keyed_hash
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply
from subjects.binding import Binder

from . import files
from .claiming import compare
from .columns import parse_date
from .drafting import Chunk, Good, RawRow, ahead, chunks
from .findings import WARNING, Finding, grave, warning
from .gating import Traits, compared
from .kinds import KINDS, Kind
from .kinds.base import Row
from .mending import Mended, mark_of
from .models import RejectedRow, Submission
from .overriding import granted_codes
from .reading.formats import Unreadable
from .reading.parsing import sheets
from .reading.rows import data_sheet
from .reckoning import Reckoner
from .renewing import Meeting, twice
from .storing import Numbers, canonical, store_new, write_lines
from .submitting import rows_of, sender_of

CHUNK = 1_000  # rows: enough for set-based writing, little enough for a small worker
TURN = 0.002  # seconds; with Python's own 5 ms each step of COPY waits up to that long for the thread that drafts
USUAL = sys.getswitchinterval()
COLLECTED = 8  # chunks after which garbage is collected; rows leave none, what Django does now and then may
MAX_ATTEMPTS = 5
TRIES = 3  # of one attempt, where two intakes stand in each other's way
MAX_REPEATED = 200  # rows whose record the page names; a whole file that is sent again is told by its count
MAX_KEPT = 20_000  # findings that a report carries; all of them stand on the rejected rows and versions


@dataclass
class Report:
    """What came of a submission: counts, and findings as (data row from 1, finding)."""

    counts: dict[str, int] = field(
        default_factory=lambda: {"rows": 0, "new": 0, "unchanged": 0, "changed": 0, "rejected": 0}
    )
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)  # (data row, record), the first MAX_REPEATED

    def say(self, row: int, findings: list[Finding]) -> None:
        if len(self.findings) < MAX_KEPT:
            self.findings += [(row, finding) for finding in findings]


def run(submission_id: int, *, actor: Actor | None = None) -> Report | None:
    """Process a received submission. None: it is done already, or another process is at it.

    `actor`: who acts, where it is not the clerk at a page. Raises whatever the database raises; then nothing was
    written, and `resume` runs it again.
    """
    if not _begin(submission_id, actor):
        return None
    for number in range(1, TRIES):
        try:
            return _process(submission_id, actor, alone=number > 1)
        except (IntegrityError, OperationalError, IllegalMove):
            # Another intake met the same subject or document first, or a reviewer did; it is seen the next time.
            if connection.in_atomic_block or not connection.is_usable():
                raise
    return _process(submission_id, actor, alone=True)


def _process(submission_id: int, actor: Actor | None, *, alone: bool) -> Report | None:
    with transaction.atomic():
        (hold if alone else share)(Lock.INTAKE)  # first of all, so that who waits for it keeps nobody waiting
        submission = _locked(submission_id)
        if submission is None:
            return None
        act = record_act("intake", actor or sender_of(submission), submission.arrived_on)
        try:
            with transaction.atomic():
                job = _Run(submission, act)
                report = job.everything()
        except Unreadable as reason:
            _refuse(submission, act, reason)
            return Report(findings=[(0, Finding("", reason.code, reason.message))])
        apply(
            submission,
            "finish",
            act,
            done_at=act.at,
            **report.counts,
            repeated=report.repeated,
            **compared(submission, report.counts, job.traits),
        )
        return report


def _locked(submission_id: int) -> Submission | None:
    waiting = Submission.objects.select_for_update(skip_locked=True, of=("self",)).select_related("department", "clerk")
    return waiting.filter(pk=submission_id, state=Submission.State.RECEIVED).first()


def _begin(submission_id: int, actor: Actor | None) -> bool:
    """Count the attempt in a transaction of its own: a file that kills its worker again and again is given up."""
    with transaction.atomic():
        submission = _locked(submission_id)
        if submission is None:
            return False
        if submission.attempts >= MAX_ATTEMPTS:
            act = record_act("intake", actor or sender_of(submission), submission.arrived_on)
            _refuse(
                submission,
                act,
                Unreadable("poisoned", "平台多次尝试都未能处理这个文件，请改用模板重报，仍不行的请联系系统管理员。"),
            )
            return False
        submission.attempts += 1
        submission.save(update_fields=["attempts"])
        return True


def _refuse(submission: Submission, act: Act, reason: Unreadable) -> None:
    apply(submission, "refuse", act, refusal=reason.message)


class _Run:
    """One pass over the rows of a submission; what it holds is needed by every row."""

    def __init__(self, submission: Submission, act: Act):
        self.submission, self.act = submission, act
        self.reckoner = Reckoner(submission.department, submission.arrived_on, stock=submission.stock)
        self.granted = granted_codes()
        self.binder = Binder()
        self.report = Report()
        self.first_names: dict[tuple[str, str], str] = {}
        self.seen: dict[bytes, int] = {}
        self.mended = Mended(submission)
        self.traits = Traits("", submission.arrived_on)
        # Decisions of those below and of those agreed upon (代报) may be sent on their behalf; what they sent themselves is
        # theirs to change.
        own = Department.objects.answered_for_by(submission.department)
        self.own = frozenset(own.values_list("pk", flat=True))
        agreed = Department.objects.reported_for_by(own, submission.arrived_on)
        on_behalf = own | Department.objects.tree(submission.department) | agreed
        self.own_codes = frozenset(on_behalf.values_list("code", flat=True))

    def everything(self) -> Report:
        if self.submission.means != Submission.Means.FILE:
            kind, rows = rows_of(self.submission)
            numbered = ((number, cells, "") for number, cells in enumerate(rows, 1))
            self._take(KINDS[kind], self.submission.means, cast(Iterator[RawRow], numbered))
        else:
            with sheets(files.fetch(self.submission.file_path), self.submission.file_name) as lines:
                sheet = data_sheet(lines)
                if sheet.layout.unknown:
                    names = "、".join(sheet.layout.unknown[:10])
                    self.report.say(0, [warning("", "unknown_column", f"表中有不认识的列，未读取：{names}。")])
                self.submission.rows_above = sheet.above
                self._take(sheet.layout.kind, sheet.layout.generation, sheet.rows)
        if not self.report.counts["rows"]:
            raise Unreadable("no_rows", "表头下面没有数据。请填写数据后重报。")
        self.mended.write()
        return self.report

    def _take(self, kind: Kind, layout: str, rows: Iterator[RawRow]) -> None:
        if kind.key not in self.reckoner.kinds:
            said = f"“{kind.title}”不在本部门现行的信息目录内，不能报送。确需报送的，请先在“信息目录”中提出修订，由信用办审批。"
            raise Unreadable("outside_catalogue", said)
        self.traits = Traits(kind.key, self.submission.arrived_on)
        self.submission.kind, self.submission.layout = kind.key, layout
        self.submission.save(update_fields=["kind", "layout", "rows_above"])
        on, granted = self.submission.arrived_on, self.granted
        drafted = chunks(kind, rows, CHUNK, self.reckoner, on, categorised=layout != "G2", granted=granted)
        with closing(ahead(drafted)) as coming, copying() as beside, quick_turns(), by_hand() as collect:
            numbers, meeting = Numbers(beside), Meeting(self.submission, self.act, kind.key, self.own)
            for number, chunk in enumerate(coming, 1):
                self._chunk(kind, chunk, beside, numbers, meeting)
                if number % COLLECTED == 0:
                    collect()
                self.report.counts["rows"] += chunk.rows
                show_progress(self.submission, self.report.counts["rows"])

    def _chunk(self, kind: Kind, chunk: Chunk, beside: Copying, numbers: Numbers, meeting: Meeting) -> None:
        self.mended.note(chunk.tokens)
        rejected = [self._rejected(kind, *bad) for bad in chunk.bad]
        self.first_names.clear()  # from here on the binder knows those of earlier chunks
        self.binder.look_up([good.claim for good in chunk.good])
        drafts, claims = [], []
        for good in chunk.good:
            if not self._accepted(kind, good):
                rejected.append(self._rejected(kind, good.number, good.row, good.findings))
                continue
            drafts.append(good.draft)
            claims.append(good.claim)
        for draft, subject_id in zip(drafts, self.binder.bind(claims), strict=True):
            draft.subject_id = subject_id
        on_file = meeting.ask(drafts, beside)
        write_lines(drafts, numbers, self.submission, self.act, kind.key)  # most are new; PostgreSQL looks meanwhile
        if chunk.rows == CHUNK:  # more will come
            numbers.order(CHUNK)
        met = meeting.meet(drafts, on_file())
        store_new(met.fresh, beside)
        # The keys of this chunk's rows, beside the next; left to the commit, all would be checked, and what they refer to locked, at once.
        beside.ask("SET CONSTRAINTS ALL IMMEDIATE")
        beside.ask("SET CONSTRAINTS ALL DEFERRED")
        for draft, claim in zip(drafts, claims, strict=True):
            self.traits.note(draft)
            self.mended.note_accepted(kind.key, draft.facts.document_number, claim.name)
        self.report.repeated += met.repeated[: MAX_REPEATED - len(self.report.repeated)]
        for draft, finding in met.refused:
            self.report.say(draft.row, [finding])
            # Nothing for this clerk to mend: it is not theirs to change, or in already.
            rejected.append(self._reject(draft.row, [finding], draft.facts.decided_on, None, settled=True))
        RejectedRow.objects.bulk_create(rejected)
        for name, count in (*met.counts.items(), ("new", len(met.fresh)), ("rejected", len(rejected))):
            self.report.counts[name] += count

    def _accepted(self, kind: Kind, good: Good) -> bool:
        """False: an error that only the whole file or the database shows; it has been added to the findings."""
        facts, claim, findings = good.draft.facts, good.claim, good.findings
        findings += compare(kind, claim, self.binder, self.first_names.get(claim.key))
        self.first_names.setdefault(claim.key, claim.name)
        if kind.own_decision and facts.body_code not in self.own_codes:
            said = (
                f"决定机关“{facts.body_name}”不是报送部门本身、其下级或其承接职能的部门，请核对；由审核员确认后公示。"
            )
            findings.append(grave(kind.body_code, "other_body", said))
        if good.key in self.seen:
            findings.append(twice(kind, self.seen[good.key] + self.submission.rows_above))
            return False
        self.seen[good.key] = good.number
        if findings:
            self.report.say(good.number, findings)
            good.draft.warnings = [finding.as_json() for finding in findings if finding.verdict == WARNING]
            good.draft.grave = any(finding.grave for finding in findings)
        return True

    def _rejected(self, kind: Kind, number: int, row: Row, findings: list[Finding]) -> RejectedRow:
        self.report.say(number, findings)
        decided_on = parse_date(row.get(kind.decided_on, ""))
        if decided_on and decided_on > self.submission.arrived_on:
            decided_on = None  # a date that is wrong sets no deadline
        due = self.reckoner.due_of(kind.key, decided_on) if decided_on else None
        rejected = self._reject(number, findings, decided_on, due, settled=findings[-1].code == "repeated")
        name = row.get(f"{kind.prefix}_XDR_MC", "")
        rejected.mark = mark_of(kind.key, row.get(kind.document_number, ""), name) or keyed_hash(
            "row", canonical(row).decode()
        )
        self.mended.note_mark(rejected.mark)  # rejected again: the new one stands for the old
        return rejected

    def _reject(
        self, number: int, findings: list[Finding], decided_on: date | None, due: date | None, *, settled: bool
    ) -> RejectedRow:
        """`settled`: nothing is left to mend (a repeated row is in already)."""
        return RejectedRow(
            submission=self.submission,
            row=number,
            findings=[finding.as_json() for finding in findings],
            decided_on=decided_on,
            due=due,
            mended_by=self.submission if settled else None,
        )


@contextmanager
def by_hand() -> Iterator[Callable[[], object]]:
    """Garbage is collected when the caller says so, among the newest objects only. Left to itself the collector goes over
    all that is remembered of the file again and again: an eighth of the processor time.
    """
    gc.disable()
    try:
        yield partial(gc.collect, 0)
    finally:
        gc.enable()


@contextmanager
def quick_turns() -> Iterator[None]:
    """The threads of this process take turns every TURN. Of two intakes in one process the first to end gives up what the other had
    of it; nothing stays.
    """
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(USUAL)


# --- progress: for the eye only, in Redis, where it may be lost ---------------------------------------------------------


def show_progress(submission: Submission, rows: int) -> None:
    """Say how many rows are read; nobody depends on it."""
    with suppress(Exception):  # Redis is away: the intake goes on
        cache.set(f"intake:{submission.public_id}", rows, timeout=600)


def progress_of(submission: Submission) -> int | None:
    """Rows read so far; None where it is not known."""
    try:
        return cache.get(f"intake:{submission.public_id}")
    except Exception:
        return None
