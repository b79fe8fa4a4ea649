"""Telling a named audience (适当范围公示): the implementing department says what, to whom and how long; another person agrees.
Only who stands on the list sees it, only while it lasts. Source: E5; Hua 二(四)2.
"""

from collections.abc import Collection
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words
from ledger.acts import CLOCK, Actor, record_act
from ledger.moves import apply_set, note

from .models import Disclosure, Measure

HANDLERS = (Role.CLERK, Role.OFFICE)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
MOST = 50  # an audience larger than this is the public


@transaction.atomic
def propose(
    measure: Measure,
    *,
    wording: str,
    audience: Collection[Department],
    since: date,
    until: date,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Disclosure:
    """提出. `audience`: departments and outside bodies by name; `until` no later than the measure's own last day.
    Raises ListRefused.
    """
    must_hold(officer, *HANDLERS, said="由实施部门填报员或信用办经办提出。")
    if not Department.objects.answered_for_by(officer.department).filter(pk=measure.department_id).exists():
        raise ListRefused("由实施这项措施的部门提出。")
    measure = Measure.objects.select_for_update(of=("self",)).select_related("subject").get(pk=measure.pk)
    if not Measure.objects.disclosing(on).filter(pk=measure.pk).exists():
        raise ListRefused("这项措施今天没有效力，或者不是措施清单中的“适当范围公示”。")
    if measure.subject.kind == "person":
        raise ListRefused("自然人不公示，任何范围都不行。")
    if not audience:
        raise ListRefused("请写明公示给哪些部门、协会。")
    if len(audience) > MOST:
        raise ListRefused(f"公示范围最多{MOST}个单位，请选择与这项失信行为有关的。")
    if any(one.until is not None and one.until < on for one in audience):
        raise ListRefused("公示范围中有已经撤销的部门，请核对。")
    if not on <= since <= until or measure.until is None or until > measure.until:
        raise ListRefused(f"公示应从今天或以后开始，不晚于措施的截止日期（{measure.until}）。")
    said = words(Disclosure, {"words": wording}, "words")
    act = record_act("propose_disclosure", actor, on, basis=measure.item.clause[:500])
    try:
        with transaction.atomic():
            made = Disclosure.objects.create(
                measure=measure, department=measure.department, since=since, until=until, proposer=officer,
                proposed_on=on, **said,
            )  # fmt: skip
    except IntegrityError as already:
        raise ListRefused("这项措施已有待审批或正在公示的内容。") from already
    made.audience.set(audience)
    note(act, made.object_kind, made.public_id, "propose_disclosure", made.state)
    return made


@transaction.atomic
def decide(case: Disclosure, *, agree: bool, officer: Officer, actor: Actor, on: date, reason: str = "") -> None:
    """同意 or 不同意, by another person. Raises ListRefused."""
    case = _mine(case, officer, *APPROVERS)
    if officer.pk == case.proposer_id:
        raise ListRefused(SELF)
    if not agree:
        act = record_act("decline_disclosure", actor, on, reason=reason_given(reason, "不同意的"))
        move(case, "decline", act, approver=officer, decided_on=on)
        return
    if not Measure.objects.disclosing(on).filter(pk=case.measure_id).exists() or case.until < on:
        raise ListRefused("这项措施今天没有效力，不能公示。")
    act = record_act("show_disclosure", actor, on, basis=case.measure.item.clause[:500])
    move(case, "show", act, approver=officer, decided_on=on)


@transaction.atomic
def withdraw(case: Disclosure, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """撤下 before its day; one person does, for it takes a burden away. Raises ListRefused."""
    case = _mine(case, officer, *HANDLERS, *APPROVERS)
    move(case, "withdraw", record_act("withdraw_disclosure", actor, on, reason=reason_given(reason, "撤下的")))


@transaction.atomic
def note_over(on: date) -> int:
    """公示期满: it is out of sight already; here it is noted. Returns how many. Idempotent."""
    over = Disclosure.objects.over(on)
    if not over.exists():
        return 0
    ended = apply_set(over, "end", record_act("end_disclosure", CLOCK, on, reason="公示期满或者措施终止"))
    act = record_act("lapse_disclosure", CLOCK, on, reason="措施已终止，不再公示")
    return len(ended) + len(apply_set(over, "lapse", act))


def _mine(case: Disclosure, officer: Officer, *roles: str) -> Disclosure:
    must_hold(officer, *roles, said="由公示部门的经办人员、审核员办理。")
    if not Department.objects.answered_for_by(officer.department).filter(pk=case.department_id).exists():
        raise ListRefused("由公示的部门办理。")
    return locked(case, officer)
