"""规则变更: one person proposes a value with its rehearsal, another adopts it; in force from its day; departments file their own.

Source: K, D6; Hua County 二(五) (departments' own files are reported to the office), Harbin 12.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from credit_platform.lifecycle import IllegalMove
from credit_platform.workdays import ONE_DAY
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .keys import key_of
from .models import DepartmentRule, RuleChange
from .rehearsing import BadValue, Layer, dry_run
from .rule_targets import UnknownRule, target


class ChangeRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def propose_change(
    key: str,
    value: Any,
    *,
    since: date,
    clause: str,
    reason: str,
    officer: Officer,
    actor: Actor,
    on: date,
    layers: Iterable[Layer] = (),
) -> RuleChange:
    """提出变更; what it would change is kept with it. Raises ChangeRefused."""
    if not officer.has_role(Role.OFFICE):
        raise ChangeRefused("只有信用办经办可以提出规则变更。")
    if not clause.strip() or not reason.strip():
        raise ChangeRefused("请写明依据的文件和条款，以及变更的理由。")
    if since < on:
        raise ChangeRefused("规则不能追溯：施行日期不能早于今天。")
    found = rehearse(key, value, on, layers)
    _reaching(key, since)
    value = found["value"]
    if found["before"] == value:
        raise ChangeRefused("新值与现行的相同，不用变更。")
    act = record_act("propose_rule_change", actor, on, reason=reason.strip(), basis=f"{key}：{clause.strip()[:300]}")
    try:
        with transaction.atomic():
            made = RuleChange.objects.create(
                key=key,
                value=value,
                before=found["before"],
                since=since,
                clause=clause.strip()[:300],
                reason=reason.strip()[:500],
                rehearsed=found,
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as open_one:
        raise ChangeRefused(f"规则“{key}”已有一项变更待审批，请先办结。") from open_one
    note(act, made.object_kind, made.public_id, "propose_rule", made.state)
    return made


def _reaching(key: str, since: date) -> None:
    try:
        reaches = target(key, since).reaches(since)
    except UnknownRule:
        reaches = False
    if not reaches:
        raise ChangeRefused(f"这项规则在 {since} 已不再施行，不能从那一天起变更。")


def rehearse(key: str, value: Any, on: date, layers: Iterable[Layer] = ()) -> dict[str, Any]:
    """预演. Raises ChangeRefused."""
    try:
        return dry_run(key, value, on, layers)
    except (UnknownRule, BadValue) as reason:
        raise ChangeRefused(str(reason.args[0])) from reason


@transaction.atomic
def adopt_change(change: RuleChange, *, officer: Officer, actor: Actor, on: date) -> None:
    """采用: written as a dated row from its day on; the day of adoption where that is later. Raises ChangeRefused."""
    change = RuleChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    _second_person(change, officer)
    act = record_act("adopt_rule_change", actor, on, basis=f"{change.key}：{change.clause}")
    _move(change, "adopt", act, approver=officer, decided_on=on, since=max(change.since, on))
    try:
        rule = target(change.key, change.since)
    except UnknownRule as reason:
        raise ChangeRefused(str(reason.args[0])) from reason
    _reaching(change.key, change.since)
    if fault := rule.fault(change.value):
        raise ChangeRefused(f"这个值不再可用：{fault}。请提出人重新提出。")
    rule.adopt(change.value, change)


@transaction.atomic
def decline_change(change: RuleChange, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采用, with the reason. Raises ChangeRefused."""
    change = RuleChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    _second_person(change, officer)
    if not reason.strip():
        raise ChangeRefused("请写明不采用的理由。")
    act = record_act("decline_rule_change", actor, on, reason=reason.strip(), basis=change.key)
    _move(change, "decline", act, approver=officer, decided_on=on, answer=reason.strip()[:500])


# --- a department's own ----------------------------------------------------------------------------------------------


@transaction.atomic
def file_rule(
    department: Department, key: str, value: Any, *, since: date, clause: str, officer: Officer, actor: Actor, on: date
) -> DepartmentRule:
    """报备部门规则: below the local pack. Raises ChangeRefused."""
    known = key_of(key)
    if known is None or not known.department:
        raise ChangeRefused("这项规则不由部门自定。")
    if fault := known.fault(value):
        raise ChangeRefused(f"“{known.title}”的值不对：{fault}。")
    if not clause.strip():
        raise ChangeRefused("请写明本部门或行业文件的名称和条款。")
    if since < on:
        raise ChangeRefused("规则不能追溯：施行日期不能早于今天。")
    own = Department.objects.answered_for_by(officer.department).filter(pk=department.pk).exists()
    if not officer.has_role(Role.CLERK, Role.REVIEWER) or not own:
        raise ChangeRefused("只能由本部门的填报员或审核员报备本部门的规则。")
    act = record_act("file_department_rule", actor, on, basis=f"{key}：{clause.strip()[:300]}")
    try:
        with transaction.atomic():
            made = DepartmentRule.objects.create(
                department=department,
                key=key,
                value=value,
                clause=clause.strip()[:300],
                since=since,
                proposer=officer,
                proposed_on=on,
            )
    except IntegrityError as open_one:
        raise ChangeRefused("这项规则已有一份待备案，请等信用办办结。") from open_one
    note(act, made.object_kind, made.public_id, "file_rule", made.state)
    return made


@transaction.atomic
def adopt_rule(rule: DepartmentRule, *, officer: Officer, actor: Actor, on: date) -> None:
    """予以备案: the one before it ends the day before. Raises ChangeRefused."""
    rule = _filed(rule, officer)
    act = record_act("adopt_department_rule", actor, on, basis=f"{rule.key}：{rule.clause}")
    since = max(rule.since, on)
    _move(rule, "adopt", act, approver=officer, decided_on=on, since=since)
    rows = DepartmentRule.objects.select_for_update().filter(department=rule.department_id, key=rule.key)
    for earlier in rows.filter(state="adopted").exclude(pk=rule.pk):
        ended = record_act("end_department_rule", actor, on, reason="有新的规则备案")
        _move(earlier, "end", ended, until=max(earlier.since, since - ONE_DAY))


@transaction.atomic
def decline_rule(rule: DepartmentRule, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予备案, with the reason. Raises ChangeRefused."""
    rule = _filed(rule, officer)
    if not reason.strip():
        raise ChangeRefused("请写明不予备案的理由。")
    act = record_act("decline_department_rule", actor, on, reason=reason.strip(), basis=rule.key)
    _move(rule, "decline", act, approver=officer, decided_on=on, answer=reason.strip()[:500])


def _filed(rule: DepartmentRule, officer: Officer) -> DepartmentRule:
    rule = DepartmentRule.objects.select_for_update(of=("self",)).select_related("department").get(pk=rule.pk)
    if not DepartmentRule.objects.visible_to(officer).filter(pk=rule.pk).exists():
        raise ChangeRefused("这项规则不在您的职责范围内。")
    _second_person(rule, officer)
    return rule


def _second_person(row: RuleChange | DepartmentRule, officer: Officer) -> None:
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise ChangeRefused("只有信用办审批可以决定。")
    if officer.pk == row.proposer_id:
        raise ChangeRefused("自己提出的不能由自己审批，请由另一位同事操作。")


def _move(row: RuleChange | DepartmentRule, move: str, act: Act, **changes: Any) -> None:
    try:
        apply(row, move, act, **changes)
    except IllegalMove as reason:
        raise ChangeRefused("已经处理过，请刷新页面查看。") from reason
