"""修复中弄虚作假: found by one person, confirmed by another; what the law names follows: nothing of the subject is repaired until a day,
and what was won by it is undone. Source: F4; 令第58号, 令第36号 (信用修复的监督管理).
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from blacklists.leaving import return_by_case
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from blacklists.reporting import undo_repair_act
from commitments.breaking import break_by_case
from credit_platform.workdays import ONE_DAY, months_later
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from records.models import Record
from records.repairing import RepairRefused, undo_repair
from rules.jurisdictions import find

from . import letters
from .deciding import APPROVERS, end
from .handling import must_handle
from .models import Dishonesty, Repair
from .querysets import OPEN

NO_RULE = "没有弄虚作假后果的规则（repair.barred_months），请先载入规则包。"
KEY = "repair.barred_months"
SHOWN = "有关信息恢复公示、共享和使用，直至公示期满"
USED = "撤销修复，有关信息恢复共享和使用，不在公示之列的仍不公示"
COUNTS_AGAIN = "撤销修复，有关失信行为恢复共享和使用，重新计入失信等级"
LISTED_AGAIN = "移出撤销，自今日起恢复列入名单，直至原列入期限届满；措施由有关部门依法另行落实"
NOT_AGAIN = "原列入期限已满或者依据已不存在，不再恢复列入"


@transaction.atomic
def propose(repair: Repair, *, facts: str, officer: Officer, actor: Actor, on: date) -> Dishonesty:
    """提出, with what was found. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由办理单位提出。")
    repair = locked(repair, officer)
    must_handle(repair, officer)
    if repair.state not in (*OPEN, "granted", "rejected"):
        raise ListRefused("这件申请已经撤回或终止，不能再认定。")
    said = words(Dishonesty, {"facts": facts}, "facts")
    if len(said["facts"]) > 500:
        raise ListRefused(faults={"facts": "查明的事实最多500个字，请精简。"})
    act = record_act("propose_dishonesty", actor, on, reason=said["facts"])
    try:
        with transaction.atomic():
            made = Dishonesty.objects.create(repair=repair, proposer=officer, proposed_on=on, **said)
    except IntegrityError as already:
        raise ListRefused("这件申请已提出弄虚作假的认定。") from already
    note(act, made.object_kind, made.public_id, "propose_dishonesty", made.state)
    return made


@transaction.atomic
def confirm(case: Dishonesty, *, officer: Officer, actor: Actor, on: date) -> None:
    """确认, by another person; the consequences are those of the rule in force today. Raises ListRefused."""
    case = _for_approver(case, officer)
    rule = find([KEY], on).get(KEY)
    if rule is None:
        raise ListRefused(NO_RULE)
    until = months_later(on, int(rule.value)) - ONE_DAY
    act = record_act("confirm_dishonesty", actor, on, reason=case.facts, basis=rule.clause[:300])
    move(case, "confirm", act, approver=officer, decided_on=on, clause=rule.clause[:300], until=until)
    repair = Repair.objects.select_for_update(of=("self",)).get(pk=case.repair_id)
    if repair.state in OPEN:
        end(repair, act, officer)
    elif repair.state == Repair.State.GRANTED:
        _undo(repair, case, officer, actor, act)
    if repair.commitment is not None:  # the promise that all is true was public, so is that it was not
        break_by_case(repair.commitment, facts=case.facts, proposer=case.proposer, approver=officer, actor=actor, on=on)


@transaction.atomic
def decline(case: Dishonesty, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不予确认. Raises ListRefused."""
    case = _for_approver(case, officer)
    move(case, "decline", record_act("decline_dishonesty", actor, on, reason=reason_given(reason, "不予确认的")),
         approver=officer, decided_on=on)  # fmt: skip


def _undo(repair: Repair, case: Dishonesty, officer: Officer, actor: Actor, act: Act) -> None:
    """What was shown before is shown again to the end of its period, record or entry: the repair is undone, what it ended is not
    decided anew. Whether the promise was true was looked into by two persons, and the letter says how to be heard.
    """
    assert case.until is not None
    move(repair, "revoke", act)
    two: dict[str, Any] = {
        "proposer": case.proposer,
        "approver": officer,
        "reason": case.facts,
        "actor": actor,
        "on": act.day,
    }
    if repair.act is not None:
        undo_repair_act(repair.act, **two)
        letters.revoked(repair, officer, act, case.clause, case.until, COUNTS_AGAIN)
        return
    if repair.record is None:
        assert repair.entry is not None  # repair_of_one_thing
        back = return_by_case(repair.entry, case_id=repair.public_id, **two)
        letters.revoked(repair, officer, act, case.clause, case.until, LISTED_AGAIN if back else NOT_AGAIN)
        return
    try:
        undo_repair(repair.record, **two)
    except RepairRefused as refused:
        raise ListRefused(str(refused)) from refused
    shown = Record.objects.public(act.day).filter(pk=repair.record.pk).exists()
    letters.revoked(repair, officer, act, case.clause, case.until, SHOWN if shown else USED)


def _for_approver(case: Dishonesty, officer: Officer) -> Dishonesty:
    must_hold(officer, *APPROVERS, said="由审核员或信用办审批确认。")
    case = locked(case, officer)
    if officer.pk == case.proposer_id:
        raise ListRefused(SELF)
    if case.state != Dishonesty.State.PROPOSED:
        raise ListRefused("已经处理过，请刷新页面查看。")
    return case
