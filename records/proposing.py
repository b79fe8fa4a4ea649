"""Deciding proposals (更正与撤下的审核): a second person takes or declines what a later upload says. Source: B7, D6."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Officer, Role
from credit_platform.lifecycle import IllegalMove
from credit_platform.workdays import ONE_DAY, months_later
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply

from .deadlines import facts_of_version
from .freezing import FROZEN, stands_frozen
from .kinds import KINDS
from .models import Proposal, Record, Submission, Version
from .releasing import ReleaseRefused, settle_codes
from .retiring import settle_publicity
from .withdrawing import end_clock

# release_by stays what it was: the record is out already.
TAKEN = (
    "document_number", "body_name", "decided_on", "valid_until", "due", "provisional", "publishable", "internal_reason",
    "seriousness", "derived", "rule_set", "field", "publication_months", "public_until",
)  # fmt: skip


@transaction.atomic
def accept(proposal: Proposal, *, reviewer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """采纳: the corrected text takes the place of the public one, or the record leaves. Raises ReleaseRefused.

    `reason`: why it is corrected, where the file that brought it did not say; no correction without one (B7).
    """
    proposal = _open(proposal, reviewer)
    record = proposal.record
    if proposal.version is None or proposal.submission is None:
        act = record_act("withdraw", actor, on, reason=proposal.reason, basis=proposal.get_ground_display())
        _withdraw(record, act)
    elif proposal.kind == Proposal.Kind.WITHDRAWAL:
        act = record_act("withdraw", actor, on, reason="报送部门注明决定已无效（撤销、注销或失效）")
        _withdraw(record, act, version=proposal.version, submission=proposal.submission)
    else:
        act = _correct(record, proposal, actor, on, reason.strip())
    apply(proposal, "accept", act, approver=reviewer, decided_on=on)
    end_clock(proposal, act, met=True)
    settle_publicity([record.subject_id], on)


@transaction.atomic
def decline(proposal: Proposal, *, reviewer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采纳: the public text stays. Raises ReleaseRefused."""
    proposal = _open(proposal, reviewer)
    if not reason.strip():
        raise ReleaseRefused("请写明不采纳的理由，填报员会看到。")
    act = record_act("decline", actor, on, reason=reason.strip())
    apply(proposal, "decline", act, approver=reviewer, decided_on=on)
    end_clock(proposal, act, met=False)


def changes_of(proposal: Proposal) -> list[tuple[str, str, str]]:
    """(column, text before, text after), against what stood when it was proposed where it has been taken in."""
    record = proposal.record
    before: Version | None = record.version
    if proposal.state == Proposal.State.ACCEPTED and proposal.version is not None:
        before = record.versions.filter(number__lt=proposal.version.number).order_by("-number").first()
    if before is None or proposal.version is None:
        return []
    now, then = before.content, proposal.version.content
    columns = KINDS[record.kind].columns
    pairs = [(column.title, now.get(column.code, ""), then.get(column.code, "")) for column in columns]
    return [line for line in pairs if line[1] != line[2]]


def _correct(record: Record, proposal: Proposal, actor: Actor, on: date, reason: str) -> Act:
    """The corrected text, and what follows from it. Raises ReleaseRefused."""
    assert proposal.version is not None  # accept looked
    assert proposal.submission_id is not None
    if stands_frozen():
        raise ReleaseRefused(FROZEN)
    if Submission.objects.filter(pk=proposal.submission_id, gated=True).exists():
        raise ReleaseRefused("带来这项更正的批次与本部门以往明显不同，等信用办核对放行后才能采纳。")
    if not proposal.reason and not reason:
        raise ReleaseRefused("报送时没有写明更正的理由。请向填报员问明，写下理由后再采纳。")
    act = record_act("correct", actor, on, reason=proposal.reason or reason)
    facts = _facts(record, proposal.version, on)
    ended = not facts["publishable"] or (facts["public_until"] is not None and facts["public_until"] < on)
    changes = facts | {"effect_ended": facts["valid_until"] is not None and facts["valid_until"] < on}
    move, grave = _move(record.state, ended), False
    unclassed = record.kind == "penalty" and not facts["seriousness"]
    if move == "publish_again" and (record.public_from is None or unclassed):
        # Nobody outside has seen it, or nobody can say for how long: it goes the way of every new record.
        move = "reopen_held" if record.hold_reason else "reopen"
        grave = any(warning.get("grave") for warning in proposal.version.warnings) or unclassed
    apply(record, move, act, version=proposal.version, submission=proposal.submission, grave=grave, **changes)
    if move == "publish_again":
        settle_codes([record.public_id], act)
    return act


def _withdraw(record: Record, act: Act, **changes: Any) -> None:
    try:
        apply(record, "withdraw", act, **changes)
    except IllegalMove as reason:
        raise ReleaseRefused("这条记录已经撤下或撤回，请刷新页面查看。") from reason


def _open(proposal: Proposal, reviewer: Officer) -> Proposal:
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("record__department")
    proposal = locked.get(pk=proposal.pk)
    if not reviewer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER):
        raise ReleaseRefused("只有审核员可以审核更正；请由本部门审核员登录后操作。")
    if reviewer.pk == proposal.proposer_id:
        raise ReleaseRefused("自己报送的更正不能由自己审核，请由另一位审核员操作。")
    if not Record.objects.visible_to(reviewer).filter(pk=proposal.record_id).exists():
        raise ReleaseRefused("这条记录不在您的职责范围内。")
    if proposal.state != Proposal.State.OPEN:
        raise ReleaseRefused("这项提议已经处理过，请刷新页面查看。")
    return proposal


def _facts(record: Record, version: Version, on: date) -> dict[str, Any]:
    """What the record says from now on. The class that a reviewer chose stays while the correction derives no other."""
    found, _ = facts_of_version(version, field=record.field)
    if found["derived"] in ("", record.derived):
        found, _ = facts_of_version(version, seriousness=record.seriousness, field=record.field)
    facts = {name: found[name] for name in TAKEN}
    if record.stock:
        facts["due"], facts["provisional"] = None, False
    if facts["publication_months"]:
        end = months_later(record.public_from or on, facts["publication_months"]) - ONE_DAY
        facts["public_until"] = min(end, facts["public_until"] or end)
    return facts


def _move(state: str, ended: bool) -> str:
    if ended:
        return "correct_ended" if state in ("released", "ended") else "correct"
    return "publish_again" if state in ("ended", "withdrawn") else "correct"
