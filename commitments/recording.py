"""Recording (记入信用记录): a commitment, what became of it, and a breach go the way of every record: a row by national column code,
a submission, intake; so they get their clock, version, digest, release and correction like all others. Source: H2, B5.
"""

from datetime import date
from typing import Any

from accounts.models import Officer
from blacklists.refusals import ListRefused
from credit_platform.sealing import unseal_text
from ledger.acts import Actor
from records import intake, proposing
from records.claiming import CERTIFICATE_TYPES, OLD_NUMBERS
from records.columns import LONG_TERM
from records.correcting import proposal_of
from records.findings import ERROR
from records.kinds.commitment import LATE_PAPERS
from records.models import Record, Submission
from records.releasing import ReleaseRefused
from records.submitting import receive_row
from subjects.models import Identifier, IdentifierType, Subject

from .models import Commitment, LatePapers

CATEGORY = {"organisation": "法人及非法人组织", "sole_trader": "个体工商户", "person": "自然人"}


def record_of(case: Commitment | LatePapers, submission: Submission | None) -> Record | None:
    """The record that a submission of ours brought, whichever subject it belongs to by now: subjects are merged and parted."""
    if submission is None:
        return None
    kind = "breach" if submission.pk == case.breach_submission_id else "commitment"
    return Record.objects.select_related("subject").filter(kind=kind, versions__submission=submission).first()


def _subject_of(case: Commitment | LatePapers) -> Subject:
    """Whose record a row is for: that of the record we have brought already, else the one that the subject was merged into."""
    record = record_of(case, case.submission) if isinstance(case, Commitment) else None
    subject = record.subject if record else case.subject
    while subject.merged_into is not None:
        subject = subject.merged_into
    return subject


def send_commitment(
    case: Commitment, status: str, *, clerk: Officer, actor: Actor, on: date, words: str = ""
) -> Submission:
    """The commitment as it stands now: `status` of the kind's own list, `words` say how it was kept. Raises ListRefused where intake does not take it."""
    assert case.received_on is not None
    cells = _cells("CN", _subject_of(case), case) | {
        "CN_WSH": case.number,
        "CN_LX": case.template.get_kind_display(),
        "CN_SY": case.matter,
        "CN_NR": "\n".join(f"{heading}：{text}" for heading, text in case.template.parts[:3]),
        "CN_ZR": case.template.sanction,
        "CN_LVZT": status,
        "CN_LVQK": words,
        "CN_JDRQ": case.received_on.isoformat(),
        "CN_YXQZ": (case.valid_until or LONG_TERM).isoformat(),
    }
    return _send("commitment", cells, case, clerk, actor, on, words)


def send_breach(case: Commitment | LatePapers, *, clerk: Officer, actor: Actor, on: date) -> Submission:
    """违背信用承诺 as a record of its own, awaiting release like any other. Raises ListRefused."""
    if isinstance(case, LatePapers):
        kind, basis = LATE_PAPERS, case.clause
    else:
        kind, basis = case.template.get_kind_display(), case.template.basis
    cells = _cells("WN", _subject_of(case), case) | {
        "WN_WSH": f"{case.number}违诺认定",
        "WN_CNS": case.number,
        "WN_LX": kind,
        "WN_SX": case.breach,
        "WN_YJ": basis,
        "WN_JDRQ": on.isoformat(),
    }
    return _send("breach", cells, case, clerk, actor, on, "")


def settle_correction(submission: Submission, *, approver: Officer, actor: Actor, on: date) -> None:
    """Where the changed record is public already, the second person's word on the case is the second word on the correction,
    too; what stops it (publication frozen) leaves it for the reviewer.
    """
    proposal = proposal_of(submission)
    if proposal is None or proposal.state != "open":
        return
    try:
        proposing.accept(proposal, reviewer=approver, actor=actor, on=on)
    except ReleaseRefused:
        return


def _cells(prefix: str, subject: Subject, case: Any) -> dict[str, str]:
    body = case.department
    cells = {
        f"{prefix}_XDR_MC": subject.name, f"{prefix}_XDR_LB": CATEGORY[subject.kind], f"{prefix}_JG": body.name,
        f"{prefix}_JGDM": body.code, f"{prefix}_ZT": "1", f"{prefix}_LYDW": body.name, f"{prefix}_LYDWDM": body.code,
    }  # fmt: skip
    return cells | _numbers(prefix, subject)


def _numbers(prefix: str, subject: Subject) -> dict[str, str]:
    if subject.code:
        return {f"{prefix}_XDR_SHXYM": subject.code}
    held = Identifier.objects.filter(subject=subject).order_by("pk")
    if subject.kind != "person":
        by_type = {type_: column for column, type_ in OLD_NUMBERS.items()}
        return {f"{prefix}_XDR_{by_type[IdentifierType(one.type)]}": one.value for one in held if one.type in by_type}
    titles = {type_: title for title, type_ in CERTIFICATE_TYPES.items()}
    for one in held:
        if one.sealed and one.type in titles:
            number = unseal_text(one.sealed, f"identifier:{one.value}")
            return {f"{prefix}_XDR_ZJLX": titles[IdentifierType(one.type)], f"{prefix}_XDR_ZJHM": number}
    raise ListRefused("平台没有这个人的证件号码，不能记入信用记录。")


def _send(kind: str, cells: dict[str, str], case: Any, clerk: Officer, actor: Actor, on: date, why: str) -> Submission:
    more = {"ground": "amended", "reason": why} if why else {}
    submission = receive_row(
        kind, cells, department=case.department, clerk=clerk, actor=actor, on=on, **more
    )  # the row is kept, sealed, as every row
    report = intake.run(submission.pk, actor=actor)
    submission.refresh_from_db()
    errors = [one.message for _, one in report.findings if one.verdict == ERROR or not one.column] if report else []
    if submission.state != Submission.State.DONE or submission.rejected:
        raise ListRefused(f"未能记入信用记录：{errors[0] if errors else submission.refusal}"[:400])
    return submission
