"""Withdrawing (提出撤下): the department asks that a record leaves, with a ground of the list; a second person decides
(proposing.py). A decision that was revoked or varied leaves within the days of the law. Source: B7, F9; 行政处罚法第四十八条.
"""

from datetime import date

from django.db import transaction

from accounts.models import Department, Officer, Role
from credit_platform.personal import personal_number_in
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, facts_of, note
from rules import clocks
from rules.models import CaseClock

from .models import GONE, Proposal, Record, Submission, WithdrawalGround
from .querysets import ProposalQuerySet
from .retiring import settle_publicity

# What the law dates: the decision no longer stands.
DATED = frozenset(
    {WithdrawalGround.REVOKED, WithdrawalGround.VARIED, WithdrawalGround.REVIEWED, WithdrawalGround.UNLAWFUL}
)
CASE, STEP = "revocation", "withdraw"  # of rules.ClockRule


class ProposalRefused(ValueError):
    """The department may not propose this, or not now; the message says why and what to do."""


@transaction.atomic
def propose_withdrawal(
    record: Record,
    *,
    officer: Officer,
    ground: str,
    reason: str,
    actor: Actor,
    on: date,
    revoked_on: date | None = None,
    system: str = "",
) -> Proposal:
    """Ask for a record to be withdrawn, whatever its kind, public or not yet. Raises ProposalRefused.

    `ground`: of WithdrawalGround; `revoked_on`: the day from which the decision no longer stands, where that is the
    ground: the days of the law run from it. Until it is decided on, nobody publishes the record.
    """
    reason = checked_words(reason, "撤下")
    _check(ground, revoked_on, on)
    must_answer_for(officer, record)
    record = _locked(record)
    if revoked_on and revoked_on < record.decided_on:
        raise ProposalRefused(f"生效日期不能早于决定日期（{record.decided_on}），请核对。")
    return _propose(record, officer, ground, reason, revoked_on, system, actor, on)


@transaction.atomic
def propose_removal(
    record: Record, submission: Submission, *, officer: Officer, reason: str, actor: Actor, on: date
) -> Proposal | None:
    """提出移出 what the later full list of `submission` no longer names, in the name of whoever sent it; it takes the place of
    what an earlier list proposed. None where the department itself has proposed its withdrawal. The caller knows that the
    record came by that list. Source: I2.
    """
    record = _locked(record)
    if Proposal.objects.filter(record=record, version__isnull=True, submission__isnull=True).open().exists():
        return None
    why = checked_words(reason, "移出")
    return _propose(record, officer, WithdrawalGround.OTHER, why, None, "", actor, on, submission=submission)


def drop_removals(proposals: ProposalQuerySet, act: Act) -> None:
    """Those of `proposals` that a list proposed and nobody has decided are overtaken by a later list."""
    apply_set(proposals.filter(version__isnull=True, submission__isnull=False), "supersede", act, wait=True)


def _locked(record: Record) -> Record:
    record = Record.objects.select_for_update(of=("self",)).select_related("version", "department").get(pk=record.pk)
    if record.state in GONE:
        raise ProposalRefused("这条记录已经撤下、撤回或修复，不用再撤。")
    return record


def _propose(
    record: Record,
    officer: Officer,
    ground: str,
    reason: str,
    revoked_on: date | None,
    system: str,
    actor: Actor,
    on: date,
    submission: Submission | None = None,
) -> Proposal:
    act = record_act("propose_withdrawal", actor, on, reason=reason, basis=str(WithdrawalGround(ground).label))
    _make_room(record, act, by_list=submission is not None)
    proposal = Proposal.objects.create(
        record=record,
        kind=Proposal.Kind.WITHDRAWAL,
        ground=ground,
        reason=reason,
        revoked_on=revoked_on,
        submission=submission,
        system=system,
        proposer=officer,
        proposed_on=on,
    )
    note(act, proposal.object_kind, proposal.public_id, "propose", proposal.state, facts_of(record))
    if revoked_on:
        clocks.start(CASE, proposal.public_id, STEP, department=record.department, act=act, started_on=revoked_on)
    return proposal


def _check(ground: str, revoked_on: date | None, on: date) -> None:
    if ground not in WithdrawalGround.values:
        raise ProposalRefused("请从列表中选择撤下的原因。")
    if ground in DATED and revoked_on is None:
        raise ProposalRefused("请填写决定被撤销、变更或确认违法、无效的生效日期，三日的期限从这一天起算。")
    if ground not in DATED and revoked_on is not None:
        raise ProposalRefused("这一原因不填生效日期，请清空；决定已被撤销的，请改选相应原因。")
    if revoked_on and revoked_on > on:
        raise ProposalRefused("生效日期不能晚于今天，请核对。")


def _make_room(record: Record, act: Act, *, by_list: bool) -> None:
    """One open proposal a record: a correction of what is to leave is of no use; a withdrawal stands, but a later list takes
    the place of an earlier one.
    """
    for earlier in Proposal.objects.select_for_update(of=("self",)).filter(record=record).open():
        if earlier.version_id is None and not (by_list and earlier.submission_id):
            raise ProposalRefused("这条记录已提出撤下，正等待审核，不用重复提出。")
        apply(earlier, "supersede", act)


@transaction.atomic
def withdraw_by_case(
    record: Record, *, reason: str, basis: str, proposer: Officer, approver: Officer, actor: Actor, on: date
) -> None:
    """撤下 after an objection was upheld: both persons are those of that case, which has checked them. Raises ProposalRefused."""
    record = _locked(record)
    act = record_act("withdraw", actor, on, reason=checked_words(reason, "撤下"), basis=basis)
    for earlier in Proposal.objects.select_for_update(of=("self",)).filter(record=record).open():
        apply(earlier, "supersede", act)
        end_clock(earlier, act, met=False)
    proposal = Proposal.objects.create(
        record=record, kind=Proposal.Kind.WITHDRAWAL, ground=WithdrawalGround.OTHER, reason=act.reason, proposer=proposer,
        proposed_on=on,
    )  # fmt: skip
    note(act, proposal.object_kind, proposal.public_id, "propose", proposal.state)
    apply(proposal, "accept", act, approver=approver, decided_on=on)
    apply(record, "withdraw", act)
    settle_publicity([record.subject_id], on)


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """收回提议, by its proposer or who took over their work, while nobody has decided. Raises ProposalRefused."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    reason = checked_words(reason, "收回")
    if not Officer.objects.answered_for_by(officer).filter(pk=proposal.proposer_id).exists():
        raise ProposalRefused("只能收回自己提出的更正或撤下。")
    if proposal.state != Proposal.State.OPEN:
        raise ProposalRefused("这项提议已经处理过，请刷新页面查看。")
    act = record_act("take_back_proposal", actor, on, reason=reason)
    apply(proposal, "take_back", act)
    end_clock(proposal, act, met=False)


def must_answer_for(officer: Officer, record: Record) -> None:
    """Only a clerk of the department, or of the one that took over its work. Raises ProposalRefused."""
    if not officer.has_role(Role.CLERK):
        raise ProposalRefused("只有填报员可以提出更正和撤下。")
    if not Department.objects.answered_for_by(officer.department).filter(pk=record.department_id).exists():
        raise ProposalRefused("只能更正、撤下本部门和所承接部门报送的信息。")


def checked_words(reason: str, what: str) -> str:
    """The reason, short enough and without anybody's numbers: the ledger keeps it. Raises ProposalRefused."""
    reason = reason.strip()
    if not reason:
        raise ProposalRefused(f"请写明{what}的具体理由，供审核员、信用办和审计查阅。")
    if len(reason) > 500:
        raise ProposalRefused(f"{what}的理由最多500个字，请精简。")
    if found := personal_number_in(reason):
        raise ProposalRefused(f"理由中含有{found}，会泄露个人信息，请删去。")
    return reason


def end_clock(proposal: Proposal, act: Act, *, met: bool) -> None:
    """The record has left (met), or stays; the act says why."""
    clocks.end(CaseClock.objects.of(CASE, proposal.public_id).select_related("rule"), met=met, act=act)
