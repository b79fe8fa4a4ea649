"""Correcting (提出更正): the department says anew what one of its records says. The row goes the way of every row: checked by
the declared columns, kept as a submission, brought in by intake; what is public waits for a second person. Source: B7.
"""

import json
from collections.abc import Mapping
from datetime import date

from accounts.models import Officer
from credit_platform.codes import document_key
from credit_platform.sealing import unseal_text
from ledger.acts import Actor

from .checking import check_row
from .claiming import claim_of, content_of
from .findings import ERROR, Finding
from .kinds import KINDS, Kind
from .kinds.base import Row
from .models import CorrectionGround, Proposal, Record, Submission, Version
from .overriding import granted_codes
from .submitting import receive_row
from .withdrawing import ProposalRefused, checked_words, must_answer_for


class CorrectionFaulty(ProposalRefused):
    """The row is wrong; `findings` say where."""

    def __init__(self, findings: list[Finding]):
        super().__init__("更正后的内容有误，请按提示改正。")
        self.findings = findings


def propose_correction(
    record: Record,
    cells: Mapping[str, str],
    *,
    clerk: Officer,
    ground: str,
    reason: str,
    actor: Actor,
    on: date,
    system: str = "",
) -> Submission:
    """Receive the whole row as it should be; `intake.run` brings it in. Sealed numbers left empty stay what they are.

    `cells`: by national column code. Raises ProposalRefused, CorrectionFaulty.
    """
    reason = checked_words(reason, "更正")
    if ground not in CorrectionGround.values:
        raise ProposalRefused("请从列表中选择更正的原因。")
    must_answer_for(clerk, record)
    if record.state == Record.State.TAKEN_BACK:
        raise ProposalRefused("这条记录所在的批次已撤回，请直接重新报送。")
    if record.proposals.open().filter(version__isnull=True).exists():
        raise ProposalRefused("这条记录已提出撤下，正等待审核；仍需更正的，请先收回撤下提议。")
    whole, findings = check_correction(record, cells, on)
    if errors := [finding for finding in findings if finding.verdict == ERROR]:
        raise CorrectionFaulty(errors)
    more = {"ground": ground, "reason": reason, "stock": record.stock}
    if system:
        more |= {"means": Submission.Means.API, "system": system}
    return receive_row(record.kind, whole, department=clerk.department, clerk=clerk, actor=actor, on=on, **more)


def check_correction(record: Record, cells: Mapping[str, str], on: date) -> tuple[dict[str, str], list[Finding]]:
    """(cells with the sealed numbers that were left empty, findings of the checks and of what may not change)."""
    kind, version = KINDS[record.kind], record.version
    whole = _with_sealed(kind, version, {code: text for code, text in cells.items() if text})
    row, findings = check_row(kind, whole, on, granted=granted_codes())
    if not any(finding.verdict == ERROR for finding in findings):
        findings += _same_record(kind, record, row)
    return whole, findings


def _with_sealed(kind: Kind, version: Version, cells: dict[str, str]) -> dict[str, str]:
    """A number goes with its certificate: where that is cleared or another, the old number does not come back."""
    if not version.sealed:
        return cells
    sealed = json.loads(unseal_text(version.sealed, f"version:{version.sameness}"))
    for code, number in sealed.items():
        certificate = code.replace("_ZJHM", "_ZJLX")
        if not cells.get(code) and cells.get(certificate, "") == version.content.get(certificate, ""):
            cells[code] = number
    return cells


def _same_record(kind: Kind, record: Record, row: Row) -> list[Finding]:
    """Document number, deciding body and subject are what a record is known by: with others it would be another one."""
    before = _current(kind, record.version)
    after = "请核对；确实填错的，请撤下本条后重新报送。"
    findings = []
    if document_key(row[kind.document_number]) != record.document_key:
        findings.append(Finding(kind.document_number, "other_record", f"更正不能改变文书号。{after}"))
    if document_key(row.get(kind.licence_number, "")) != record.number_key:
        findings.append(Finding(kind.licence_number, "other_record", f"更正不能改变许可编号。{after}"))
    if row[kind.body_code] != record.body_code:
        findings.append(Finding(kind.body_code, "other_record", f"更正不能改变决定机关。{after}"))
    if claim_of(kind, row).key != claim_of(kind, before).key:
        findings.append(
            Finding(f"{kind.prefix}_XDR_LB", "other_record", f"更正不能改变行政相对人及其代码、证件号码。{after}")
        )
    if not findings and content_of(kind, row)[3] == record.version.sameness:
        findings.append(Finding("", "unchanged", "内容与现在的完全相同，没有要更正的；请修改后再提交。"))
    return findings


def _current(kind: Kind, version: Version) -> Row:
    return _with_sealed(kind, version, dict(version.content))


def proposal_of(submission: Submission) -> Proposal | None:
    """What a correction has become where a second person must decide; None where nobody outside had seen the record."""
    return Proposal.objects.filter(submission=submission).order_by("pk").first()
