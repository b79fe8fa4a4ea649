"""Classifying (监管类别规则): a department says which class follows from its grades; a second person adopts. Source: E9."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import ClassRule

APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


@transaction.atomic
def propose(
    *, scheme: str, grade: str, level: str, inspections: str, basis: str, officer: Officer, actor: Actor, on: date
) -> ClassRule:
    """拟定. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, said="由部门填报员或审核员拟定。")
    if level not in ClassRule.Level.values:
        raise ListRefused("请选择监管类别。")
    texts = {"scheme": scheme, "grade": grade, "inspections": inspections, "basis": basis}
    said = words(ClassRule, texts, *texts)
    same = ClassRule.objects.filter(department=officer.department, scheme=said["scheme"], grade=said["grade"])
    if same.filter(state="proposed").exists():
        raise ListRefused("这个等级的规则正在等待核准，请先办结。")
    act = record_act("propose_class_rule", actor, on)
    try:
        with transaction.atomic():
            made = ClassRule.objects.create(
                department=officer.department, level=level, proposer=officer, proposed_on=on, **said
            )
    except IntegrityError as twice:
        raise ListRefused("这个等级的规则正在等待核准，请先办结。") from twice
    note(act, made.object_kind, made.public_id, "propose", made.state)
    return made


@transaction.atomic
def adopt(rule: ClassRule, *, officer: Officer, actor: Actor, on: date) -> None:
    """核准; the one it replaces ends the same day. Raises ListRefused."""
    rule = _to_approve(rule, officer)
    same = ClassRule.objects.filter(
        department=rule.department_id, scheme=rule.scheme, grade=rule.grade, state="adopted"
    )
    act = record_act("adopt_class_rule", actor, on, reason="由新的规则替换" if same.exists() else "")
    for old in same.select_for_update():
        move(old, "end", act, until=on)
    move(rule, "adopt", act, approver=officer, since=on)


@transaction.atomic
def refuse(rule: ClassRule, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """不予核准. Raises ListRefused."""
    rule = _to_approve(rule, officer)
    move(rule, "refuse", record_act("refuse_class_rule", actor, on, reason=reason_given(reason, "不予核准的")))


@transaction.atomic
def end(rule: ClassRule, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """停用. Raises ListRefused."""
    rule = _to_approve(rule, officer)
    move(rule, "end", record_act("end_class_rule", actor, on, reason=reason_given(reason, "停用的")), until=on)


def _to_approve(rule: ClassRule, officer: Officer) -> ClassRule:
    must_hold(officer, *APPROVERS, said="由部门审核员或信用办审批核准。")
    rule = locked(rule, officer)
    if rule.proposer_id == officer.pk:
        raise ListRefused(SELF)
    return rule
