"""Reporting back (核查后的处理): what the department did with an answer; said once more where it changes. Source: E6."""

from datetime import date

from django.db import transaction

from accounts.models import Department, Officer, Role
from blacklists.refusals import ListRefused, must_hold, words
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Check, Feedback

REPORTERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE)
EXPLAINED = (Feedback.Done.STRICT, Feedback.Done.REFUSED)  # what burdens somebody says why


@transaction.atomic
def report_back(check: Check, *, done: str, text: str, officer: Officer, actor: Actor, on: date) -> Feedback:
    """反馈处理结果, by the department that asked. Raises ListRefused."""
    must_hold(officer, *REPORTERS, said="由核查部门的填报员、审核员或信用办反馈。")
    own = Department.objects.answered_for_by(officer.department)
    if not Check.objects.filter(pk=check.pk, department__in=own, told=Check.Told.STAFF).exists():
        raise ListRefused("由核查的部门反馈处理结果。")
    if done not in Feedback.Done.values:
        raise ListRefused("请选择处理结果。")
    if check.outcome != Check.Outcome.FOUND:
        raise ListRefused("这次核查没有查到主体，没有可反馈的处理。")
    said = words(Feedback, {"note": text}, *(["note"] if done in EXPLAINED else []))
    act = record_act("report_check_result", actor, on)
    made = Feedback.objects.create(check_row=check, done=done, note=said["note"], officer=officer, done_on=on)
    note(act, made.object_kind, made.public_id, "report_back", done)
    return made
