"""决定信用修复: proposed by one, decided by another, by whom the rules name (谁认定谁修复, or a leading group). Granted, publication, sharing
and use end at that moment; lists, measures, grades and checks follow from what remains. Source: F4, F5; 令第36号; 滑县 二(五)3–4.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from accounts.models import Officer, Role
from blacklists import leaving, reporting
from blacklists.models import Entry, Exit
from blacklists.notifying import Paper
from blacklists.procedure import BODY, DECIDERS, procedure
from blacklists.refusals import (
    SELF,
    ListRefused,
    keep_paper,
    locked,
    move,
    must_act_for,
    must_hold,
    reason_given,
    words,
)
from blacklists.repair_rules import WITHDRAWAL
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from records.marking import mark, unmark
from records.models import Mark, Record
from records.repairing import RepairRefused, end_by_repair
from representation.models import Representative
from rules import clocks

from . import letters
from .applying import Attached, attach
from .eligibility import of, terms
from .handling import HANDLERS, clocks_of, lacks_ruling, note_end, papers_at_hand, shown_anew
from .models import Repair
from .new_acts import acted_anew, that_end
from .querysets import CASE, PUBLISH

MASK = (
    "国办发〔2025〕22号：企业持批准重整计划或者认可和解协议的裁定书申请的，主管部门可以暂时屏蔽失信信息、暂时解除惩戒措施；"
    "执行完毕后重新评定信用状况"
)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


@dataclass(frozen=True)
class Approval:
    """批准文件 where a group or a government decides."""

    title: str = ""
    number: str = ""
    paper: Paper | None = None


def decided_by(repair: Repair, on: date) -> tuple[str, str]:
    """(who decides, clause)."""
    said = terms(on, repair.department)
    return said.text("decided_by") or BODY, said.clause("decided_by")


@transaction.atomic
def send_back(repair: Repair, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """退回重新提出. Raises ListRefused."""
    repair = _for_approver(repair, officer)
    act = record_act("send_back_repair", actor, on, reason=reason_given(reason, "退回的"))
    back = "send_back_masked" if repair.masked_on else "send_back_inspected" if repair.inspected_on else "send_back"
    move(repair, back, act)


@transaction.atomic
def decide(
    repair: Repair, *, approval: Approval = Approval(), reason: str = "", officer: Officer, actor: Actor, on: date
) -> None:
    """按意见作出决定. What stands against a grant on this very day is refused, and a new act ends the case. Raises ListRefused."""
    repair = _for_approver(repair, officer)
    who, clause = decided_by(repair, on)
    if who != BODY and not officer.has_role(Role.OFFICE_APPROVER):
        raise ListRefused(f"按规定由{DECIDERS.get(who, who)}决定，由信用办审批办理（{clause}）。")
    said = reason_given(reason or repair.opinion, "决定的")
    if repair.ask == Repair.Ask.REJECT:
        act = record_act("reject_repair", actor, on, reason=said, basis=repair.clause)
        move(repair, "reject", act, approver=officer, decided_on=on, decider=who, reason=said)
        note_end(repair, act, met=True)
        letters.rejected(repair, officer, act)
        return
    _must_still_hold(repair, on)
    kept = _document(who, approval)
    if repair.bankrupt and repair.masked_on is None:
        _mask(repair, who, said, kept, officer, actor, on)
        return
    act = record_act("grant_repair", actor, on, reason=said, basis=repair.clause)
    shown = _was_public(repair, on)  # asked before the effect: nothing is announced that the public never saw
    move(
        repair, "grant", act, approver=officer, decided_on=on, decider=who, reason=said, **kept, result_from=on if shown else None,
        result_until=on + timedelta(days=_announced_days(repair, on) - 1) if shown else None,
    )  # fmt: skip
    letters.granted(repair, officer, act)
    _take_effect(repair, officer, actor, on)
    publishing = clocks.start(CASE, repair.public_id, PUBLISH, department=repair.department, act=act)
    clocks.stop(publishing, act=act)
    note_end(repair, act, met=True)


def _mask(repair: Repair, who: str, said: str, kept: dict[str, str], officer: Officer, actor: Actor, on: date) -> None:
    """暂时屏蔽: while the plan is carried out nothing of it is public, and its measures rest; then it is decided on anew. Every page
    asks the mark, so that it is shown again at the moment the mark goes, whatever ends the case.
    """
    if lacks_ruling(repair):
        raise ListRefused("还没有登记是哪个法院、哪份裁定：请办理单位对照裁定书补登后再决定。")
    act = record_act("mask_repair", actor, on, reason=said, basis=MASK)
    shown = on if _was_public(repair, on) else None  # asked before the mask: what the public never saw is not told of
    move(
        repair,
        "mask",
        act,
        approver=officer,
        decided_on=on,
        decider=who,
        reason=said,
        masked_on=on,
        result_from=shown,
        **kept,
    )
    unmark(repair.public_id, act=act)
    mark(repair.target.public_id, Mark.Kind.BANKRUPTCY, case_id=repair.public_id, suspends=True, hides=True, act=act)
    letters.masked(repair, officer, act, MASK)
    clocks.end(clocks_of(repair), met=True, act=act)
    shown_anew(repair, act)


def _take_effect(repair: Repair, officer: Officer, actor: Actor, on: date) -> None:
    """Through the use cases of what is repaired; whoever was told of it is told again by theirs."""
    assert repair.proposer is not None  # a constraint of the database
    if repair.entry is not None:
        leaving.leave_by_case(
            repair.entry, exit=Exit.REPAIRED, case_id=repair.public_id, reason=repair.reason, happened_on=on, proposer=repair.proposer,
            approver=officer, actor=actor, on=on,
        )  # fmt: skip
        return
    if repair.act is not None:
        reporting.repair_act(
            repair.act, proposer=repair.proposer, approver=officer, reason=repair.reason, actor=actor, on=on
        )
        return
    assert repair.record is not None
    try:
        end_by_repair(
            repair.record, proposer=repair.proposer, approver=officer, reason=repair.reason, actor=actor, on=on
        )
    except RepairRefused as refused:
        raise ListRefused(str(refused)) from refused


def _must_still_hold(repair: Repair, on: date) -> None:
    if met := that_end(repair, on):
        said = "；".join(f"{one.title}（{one.number}，{one.day}）" for one in met)
        raise ListRefused(f"申请以后有新的失信行为：{said}。不能准予修复，请终止办理。")
    found = of(repair.target, on, given=papers_at_hand(repair), minor=repair.minor, bankrupt=repair.bankrupt)
    if not found.may_apply or found.missing:
        raise ListRefused(f"现在不符合修复条件：{found.why}")


def _document(who: str, approval: Approval) -> dict[str, str]:
    said = words(Repair, {"document_title": approval.title, "document_number": approval.number})
    if who != BODY:
        wanted = {
            "document_title": (approval.title, f"请填写{DECIDERS.get(who, who)}批准文件名称。"),
            "document_number": (approval.number, "请填写批准文件文号。"), "paper": (approval.paper, "请上传批准文件扫描件。"),
        }  # fmt: skip
        if faults := {name: fault for name, (one, fault) in wanted.items() if not one}:
            raise ListRefused(faults=faults)
    if approval.paper is not None:
        path, name = keep_paper(approval.paper.name, approval.paper.data)
        said |= {"document_path": path, "document_name": name}
    return said


def _was_public(repair: Repair, on: date) -> bool:
    if repair.act is not None or repair.subject.kind == "person":
        return False
    rows = Entry.objects if repair.entry is not None else Record.objects
    return rows.public(on).filter(pk=repair.target.pk).exists()


def _announced_days(repair: Repair, on: date) -> int:
    return max(procedure(on, repair.department).announcement_days, 1)


# --- what ends a case without a decision --------------------------------------------------------------------------------


@transaction.atomic
def withdraw(
    repair: Repair,
    *,
    paper: Paper | None = None,
    officer: Officer | None = None,
    representative: Representative | None = None,
    actor: Actor,
    on: date,
) -> None:
    """撤回申请: by the applicant, by the door they came through; what was filed at the counter by staff, with the applicant's signed
    `paper`. Raises ListRefused.
    """
    if officer is not None:
        must_hold(officer, *HANDLERS, said="由办理单位或信用办登记撤回。")
        repair = locked(repair, officer)
        if repair.representative_id:
            raise ListRefused("这件申请是网上提交的，由申请人用自己的账号撤回，工作人员不能代办。")
        if paper is None:
            raise ListRefused(faults={"withdrawal": "请上传申请人签字的撤回书。"})
    else:
        must_act_for(representative, repair.subject, on)
        repair = Repair.objects.select_for_update(of=("self",)).get(pk=repair.pk)
    act = record_act("withdraw_repair", actor, on, reason="申请人撤回")
    if paper is not None:
        attach(repair, Attached(WITHDRAWAL, paper), officer, act)
    move(repair, "withdraw", act)
    note_end(repair, act, met=False)


@transaction.atomic
def end_for_new_acts(repair: Repair, *, officer: Officer, actor: Actor, on: date) -> None:
    """终止办理 because of new acts, by hand; the morning's sweep does the same. Raises ListRefused."""
    must_hold(officer, *APPROVERS, Role.CLERK, Role.OFFICE, said="由办理单位办理。")
    repair = locked(repair, officer)
    met = that_end(repair, on)
    if not met:
        raise ListRefused("没有查到申请以后新的失信行为，不能据此终止。")
    end(repair, record_act("end_repair", actor, on, reason=_words_of(met)), officer)


def sweep(on: date) -> int:
    """每天早上: cases that have lost their object, and those of whoever acted anew, end by themselves. Returns how many. Idempotent."""
    # Those that something can have happened to are asked for at once, however many wait; first whose answer is due first.
    found = (Repair.objects.overtaken() | Repair.objects.open().filter(acted_anew(on))).order_by("filed_on", "pk")
    return sum(_sweep_one(pk, on) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def _sweep_one(pk: int, on: date) -> bool:
    locked_row = Repair.objects.select_for_update(skip_locked=True, of=("self",)).open().filter(pk=pk).first()
    if locked_row is None:
        return False
    if Repair.objects.overtaken().filter(pk=pk).exists():
        why = "要修复的信息已经撤下、移出或者修复，不用再办"
    elif met := that_end(locked_row, on):
        why = _words_of(met)
    else:
        return False
    end(locked_row, record_act("end_repair", CLOCK, on, reason=why), None)
    return True


def end(repair: Repair, act: Act, officer: Officer | None) -> None:
    """终止 for the act's reason, in the caller's transaction."""
    move(repair, "end", act, reason=act.reason)
    note_end(repair, act, met=False)
    letters.ended(repair, officer, act)


def _words_of(met) -> str:
    said = "；".join(f"{one.title}（{one.number}，{one.day}）" for one in met)
    return f"申请以后有新的失信行为：{said}"[:480]


def _for_approver(repair: Repair, officer: Officer) -> Repair:
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批决定。")
    repair = locked(repair, officer)
    if repair.state != Repair.State.PROPOSED:
        raise ListRefused("还没有提出处理意见，或者已经决定，请刷新页面查看。")
    if officer.pk == repair.proposer_id:
        raise ListRefused(SELF)
    return Repair.objects.select_related("subject", "department", "record", "entry", "act", "proposer").get(
        pk=repair.pk
    )
