"""Proceedings (复议、诉讼): registered by the deciding department with its paper, shown as a mark while they run, ended with the result.

What was revoked or varied leaves by its own use case, whose days the law counts from the day it took effect (行政处罚法第四十八条).
Source: F9; Suining 二(三)2; Shenzhen 2023 (marked during review or suit).
"""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from blacklists import leaving
from blacklists.models import Entry, Exit, Leaving
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, must_hold, words
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.moves import note
from records import withdrawing
from records.marking import mark, unmark
from records.models import GONE, Mark, Proposal, Record, WithdrawalGround
from records.withdrawing import ProposalRefused

from .models import Proceeding

CLERKS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)


@transaction.atomic
def open_proceeding(
    *, target_kind: str, target_id: UUID, kind: str, body: str, case_number: str, accepted_on: date, paper: Paper | None,
    officer: Officer, actor: Actor, on: date,
) -> Proceeding:  # fmt: skip
    """登记复议或诉讼 with the notice of its acceptance. Raises ListRefused."""
    must_hold(officer, *CLERKS, said="由认定部门或信用办的经办人员登记。")
    target = target_of(target_kind, target_id, officer)
    if target is None:
        raise ListRefused("没有找到这条记录或名单条目，或者不在您的职责范围内。")
    said = words(Proceeding, {"body": body, "case_number": case_number}, "body", "case_number")
    faults = {}
    if kind not in Proceeding.Kind.values:
        faults["kind"] = "请选择行政复议或者行政诉讼。"
    if target.decided_on is None or not target.decided_on <= accepted_on <= on:
        faults["accepted_on"] = "受理日期应在决定之后、今天之前，请核对。"
    if paper is None:
        faults["paper"] = "请上传受理通知书等凭证。"
    if faults or paper is None:
        raise ListRefused(faults=faults)
    path, name = keep_paper(paper.name, paper.data)
    act = record_act("open_proceeding", actor, on, basis="行政处罚法第四十八条；复议、诉讼期间标注")
    try:
        with transaction.atomic():
            made = Proceeding.objects.create(
                target_kind=target_kind, target_id=target.public_id, target_title=_title(target), department=target.department,
                kind=kind, accepted_on=accepted_on, paper_path=path, paper_name=name, opened_by=officer, opened_on=on, **said,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这项复议或诉讼已经登记，不用重复登记。") from already
    note(act, made.object_kind, made.public_id, "open", "open")
    mark(made.target_id, Mark.Kind.LITIGATION, case_id=made.public_id, suspends=False, act=act)
    return made


@transaction.atomic
def close_proceeding(
    case: Proceeding, *, result: str, effective_on: date, result_words: str, paper: Paper | None, officer: Officer,
    actor: Actor, on: date,
) -> None:  # fmt: skip
    """登记结果 with its document; the mark goes. A record whose decision was revoked or varied is proposed for withdrawal in the
    same transaction, with the days of the law. Raises ListRefused.
    """
    must_hold(officer, *CLERKS, said="由认定部门或信用办的经办人员登记。")
    case = locked(case, officer)
    if case.closed_on is not None:
        raise ListRefused("结果已经登记。")
    said = words(Proceeding, {"result_words": result_words}, "result_words")
    faults = {}
    if result not in Proceeding.Result.values:
        faults["result"] = "请选择结果。"
    if not case.accepted_on <= effective_on <= on:
        faults["effective_on"] = "生效日期应在受理之后、今天之前，请核对。"
    if paper is None:
        faults["paper"] = "请上传复议决定书、判决书等生效文书。"
    if faults or paper is None:
        raise ListRefused(faults=faults)
    path, name = keep_paper(paper.name, paper.data)
    act = record_act("close_proceeding", actor, on, reason=said["result_words"][:500])
    case.result, case.effective_on, case.result_words = result, effective_on, said["result_words"]
    case.result_path, case.result_name, case.closed_by, case.closed_on = path, name, officer, on
    case.save()
    note(act, case.object_kind, case.public_id, "close", result)
    if result in (Proceeding.Result.REVOKED, Proceeding.Result.VARIED):
        # The mark stays until the thing has left: at no moment does it stand unmarked though it was revoked.
        _propose_leaving(case, paper, officer, actor, on)
    else:
        unmark(case.public_id, act=act)


def _propose_leaving(case: Proceeding, paper: Paper, officer: Officer, actor: Actor, on: date) -> None:
    """By whoever may; where it was proposed already, or the thing has left, there is nothing to do. Raises ListRefused."""
    if case.target_kind == "entry":
        entry = Entry.objects.get(public_id=case.target_id)
        waiting = Leaving.objects.open().filter(entry=entry).exists()
        if Entry.objects.in_force(on).filter(pk=entry.pk).exists() and not waiting:
            leaving.propose(
                entry, exit=Exit.REVOKED, reason=case.result_words[:500], happened_on=case.effective_on or on, proof=paper,
                officer=officer, actor=actor, on=on,
            )  # fmt: skip
        return
    record = Record.objects.get(public_id=case.target_id)
    asked = record.proposals.open().filter(kind=Proposal.Kind.WITHDRAWAL).exists()
    if record.state in GONE or asked or not officer.has_role(Role.CLERK):
        return  # the department's clerk proposes; the office sees the case as one whose result is known
    ground = WithdrawalGround.REVIEWED if case.result == Proceeding.Result.REVOKED else WithdrawalGround.VARIED
    try:
        withdrawing.propose_withdrawal(
            record, officer=officer, ground=ground, reason=case.result_words[:500], revoked_on=case.effective_on, actor=actor, on=on
        )  # fmt: skip
    except (ProposalRefused, IllegalMove) as refused:
        raise ListRefused(f"记录没能提出撤下：{refused}") from refused


def target_of(kind: str, public_id: UUID, officer: Officer) -> Record | Entry | None:
    """The record or entry within the officer's reach; None for all others."""
    if kind == "record":
        return Record.objects.visible_to(officer).filter(public_id=public_id).first()
    if kind == "entry":
        return Entry.objects.visible_to(officer).filter(public_id=public_id).first()
    return None


def _title(target: Record | Entry) -> str:
    if isinstance(target, Record):
        return f"{target.get_kind_display()} {target.document_number}（{target.body_name}）"[:300]
    return f"严重失信主体名单：{target.behaviour_title}（{target.decision_number}）"[:300]
