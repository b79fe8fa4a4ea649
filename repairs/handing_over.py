"""两书同达: that the notice of repair was handed over together with the penalty's decision, said by the department. Source: F8;
国办发〔2025〕22号.
"""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from blacklists.models import Letter
from blacklists.refusals import ListRefused, must_hold
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.models import Record

from .models import HandedOver


@transaction.atomic
def note_handed_over(
    record: Record, *, handed_on: date, means: str, officer: Officer, actor: Actor, on: date
) -> HandedOver:
    """登记两书同达 of a penalty, once. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, said="由作出处罚的部门登记。")
    if not Department.objects.answered_for_by(officer.department).filter(pk=record.department_id).exists():
        raise ListRefused("由作出处罚的部门登记。")
    faults = {}
    if record.kind != "penalty":
        raise ListRefused("只有行政处罚登记两书同达；列入名单的，修复告知随列入决定书一并送达。")
    if not record.decided_on <= handed_on <= on:
        faults["handed_on"] = f"送达日期应在决定日期（{record.decided_on}）至今天之间，请核对。"
    if means not in Letter.Means.values:
        faults["means"] = "请从列表中选择送达方式。"
    if faults:
        raise ListRefused(faults=faults)
    act = record_act("note_handed_over", actor, on)
    try:
        with transaction.atomic():
            made = HandedOver.objects.create(
                record=record,
                department=record.department,
                handed_on=handed_on,
                means=means,
                noted_by=officer,
                noted_on=on,
            )
    except IntegrityError as already:
        raise ListRefused("这条处罚已经登记过两书同达。") from already
    note(act, made.object_kind, made.public_id, "note_handed_over", "handed")
    return made
