"""Reading (查看举报人信息): only whom the office's approver named, asking with a reason, let by another person, once at a time.

Every step is an act; every look stands in its row, in the ledger and in the log of looks, with both persons. Source: F7.
"""

import json
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Department, Officer, Role
from blacklists.refusals import SELF, ListRefused, locked, move, must_hold, reason_given
from credit_platform.sealing import unseal_text
from ledger.acts import Actor, record_act

from .filing import Reporter
from .models import Handler, Reading, Report

APPROVER = "由信用办审批办理。"


def nameable(report: Report, by: Officer) -> QuerySet[Officer]:
    """Who could be named: those who deal with it at the office and, once forwarded, at the competent department."""
    handles = Q(department=report.office, grants__role=Role.OFFICE)
    if report.department_id:
        own = Department.objects.filter(pk=report.department_id)
        handles |= Q(department__in=own, grants__role__in=[Role.CLERK, Role.REVIEWER])
    known = Officer.objects.filter(handles, is_active=True, grants__until__isnull=True).exclude(pk=by.pk)
    named = report.handlers.filter(ended_on__isnull=True).values("officer")
    return known.exclude(pk__in=named).distinct().order_by("name", "pk")


@transaction.atomic
def name_handler(report: Report, who: Officer, *, officer: Officer, actor: Actor, on: date) -> Handler:
    """指定身份查阅人. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said=APPROVER)
    report = locked(report, officer)
    if not nameable(report, officer).filter(pk=who.pk).exists():
        raise ListRefused("只能指定办理这件举报的其他工作人员，且不重复指定。")
    move(report, "name_handler", record_act("name_dishonesty_handler", actor, on, reason=f"指定{who.name}"))
    return Handler.objects.create(report=report, officer=who, named_by=officer, named_on=on)


@transaction.atomic
def end_handler(handler: Handler, *, officer: Officer, actor: Actor, on: date) -> None:
    """取消指定: what was let and not yet used is void with it. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said=APPROVER)
    report = locked(handler.report, officer)
    act = record_act("end_dishonesty_handler", actor, on, reason=f"取消指定{handler.officer.name}")
    move(report, "end_handler", act)
    Handler.objects.filter(pk=handler.pk, ended_on__isnull=True).update(ended_on=on)


def is_handler(report: Report, officer: Officer) -> bool:
    """Whether named, today."""
    return report.handlers.filter(officer=officer, ended_on__isnull=True).exists()


@transaction.atomic
def ask(report: Report, *, reason: str, officer: Officer, actor: Actor, on: date) -> Reading:
    """申请查看. Raises ListRefused."""
    report = locked(report, officer)
    if not is_handler(report, officer):
        raise ListRefused("只有指定的身份查阅人可以申请，请先由信用办审批指定。")
    said = reason_given(reason, "查看的")
    act = record_act("ask_dishonesty_reading", actor, on, reason=said)
    try:
        with transaction.atomic():
            made = Reading.objects.create(report=report, asker=officer, reason=said, asked_on=on)
    except IntegrityError as already:
        raise ListRefused("已有一次申请还没有答复或者还没有使用，不用重复申请。") from already
    move(report, "ask_reading", act)
    return made


@transaction.atomic
def decide(reading: Reading, *, agree: bool, officer: Officer, actor: Actor, on: date) -> None:
    """同意（不同意）查看, by another person. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said=APPROVER)
    report = locked(reading.report, officer)
    if officer.pk == reading.asker_id:
        raise ListRefused(SELF)
    name = "allow_reading" if agree else "refuse_reading"
    changed = Reading.objects.filter(pk=reading.pk, answer="").update(
        answer=Reading.Answer.ALLOWED if agree else Reading.Answer.REFUSED, answered_by=officer, answered_on=on
    )
    if not changed:
        raise ListRefused("这次申请已经答复过了，请刷新页面查看。")
    move(report, name, record_act(f"{name}_dishonesty_report", actor, on, reason=reading.reason))


@transaction.atomic
def read(report: Report, *, officer: Officer, actor: Actor, on: date) -> tuple[Reading, Reporter | None]:
    """查看: who reported (None: anonymous), once for each permission. Raises ListRefused."""
    report = locked(report, officer)
    if not is_handler(report, officer):
        raise ListRefused("您不是这件举报的身份查阅人。")
    rows = Reading.objects.select_for_update(of=("self",)).select_related("answered_by")
    reading = rows.filter(report=report, asker=officer, answer=Reading.Answer.ALLOWED, read_at__isnull=True).first()
    if reading is None or reading.answered_by is None:
        raise ListRefused("还没有另一人同意，或者同意的一次已经用过；需要再看的，请再次申请。")
    # Both persons and the reason stand in the ledger; of who reported, nothing.
    said = f"{reading.reason}（{reading.answered_by.name}同意）"[:500]
    move(report, "read_reporter", record_act("read_dishonesty_reporter", actor, on, reason=said))
    reading.read_at = timezone.now()
    reading.save(update_fields=["read_at"])
    if not report.named:
        return reading, None
    return reading, Reporter(**json.loads(unseal_text(report.reporter, f"reporter:{report.public_id}")))
