"""Making commitments (作出信用承诺): drafted on a form, signed, received by the department, then kept, or withdrawn.

`draft` needs no officer: whoever speaks for the subject may call it with the subject; a department receives it either way.
Source: H2; Shaanxi 二(六), Suining 二(二)1(1), Bengbu 六(二).
"""

from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Department, Officer, Role
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, move, must_hold, reason_given, words
from credit_platform.locks import Lock, hold
from credit_platform.workdays import ONE_DAY, months_later
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.kinds.commitment import FULFILLED, PERFORMING
from records.models import Proposal, Record, WithdrawalGround
from records.withdrawing import GONE, ProposalRefused, propose_withdrawal
from rules import clocks
from rules.models import CaseClock
from rules.querysets import CaseClockQuerySet
from subjects.models import Subject

from .accepting import STAFF
from .models import Commitment, Template
from .printing import commitment_pdf
from .querysets import HANDLERS
from .recording import record_of, send_commitment

CASE, STEP = "commitment", "fulfil"  # of rules.ClockRule


@transaction.atomic
def draft(
    subject: Subject,
    *,
    template: Template,
    department: Department,
    matter: str,
    fulfil_by: date | None = None,
    officer: Officer | None,
    actor: Actor,
    on: date,
) -> Commitment:
    """起草承诺书. `officer` None: the subject itself, by its account. Raises ListRefused."""
    if officer is not None:
        must_hold(officer, *HANDLERS, said="由填报员或信用办经办信用承诺。")
        if not Department.objects.answered_for_by(officer.department).filter(pk=department.pk).exists():
            raise ListRefused("不在您的职责范围内。")
    if not Template.objects.usable_by(department).filter(pk=template.pk).exists():
        raise ListRefused("请选择使用中的承诺书模板。")
    if subject.merged_into_id:
        raise ListRefused("这个主体已并入其他主体，请以合并后的主体办理。")
    said = words(Commitment, {"matter": matter}, "matter")
    if template.dated and fulfil_by is None:
        raise ListRefused("这类承诺须写明履行期限。")
    if fulfil_by is not None and fulfil_by <= on:
        raise ListRefused("履行期限应在今天之后。")
    serial = _next_serial(on.year)
    act = record_act("draft_commitment", actor, on, basis=template.basis)
    made = Commitment(
        number=f"信诺〔{on.year}〕{serial}号", year=on.year, serial=serial, subject=subject, department=department,
        template=template, fulfil_by=fulfil_by, drafter=officer, drafted_on=on, **said,
    )  # fmt: skip
    made.pdf_path = commitment_pdf(made)
    made.save(force_insert=True)
    note(act, made.object_kind, made.public_id, "draft", made.state)
    return made


def _next_serial(year: int) -> int:
    hold(Lock.PROMISES)
    return (Commitment.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def receive(case: Commitment, *, signed: Paper | None, officer: Officer, actor: Actor, on: date) -> None:
    """签署，受理: the signed paper is kept, the commitment becomes a record that awaits release. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由填报员或信用办受理信用承诺。")
    case = _locked(case, officer)
    if signed is None:
        raise ListRefused("请上传承诺人签署的承诺书扫描件。")
    if case.fulfil_by is not None and case.fulfil_by <= on:
        raise ListRefused("履行期限已过，请撤回后重新起草。")
    path, name = keep_paper(signed.name, signed.data)
    months = case.template.months
    act = record_act("receive_commitment", actor, on, basis=case.template.basis)
    case.received_on, case.valid_until = on, months_later(on, months) - ONE_DAY if months else None
    submission = send_commitment(case, PERFORMING, clerk=officer, actor=actor, on=on)
    move(
        case, "receive", act, signed_path=path, signed_name=name, received_by=officer, received_on=on,
        valid_until=case.valid_until, submission=submission,
    )  # fmt: skip
    if case.fulfil_by is not None:
        clocks.start(CASE, case.public_id, STEP, department=case.department, act=act, fixed_on=case.fulfil_by)


@transaction.atomic
def fulfil(case: Commitment, *, wording: str, fulfilled_on: date, officer: Officer, actor: Actor, on: date) -> None:
    """登记履行完毕; where the record is public, another person lets the change out. Raises ListRefused."""
    must_hold(officer, *STAFF, said="由受理单位登记履行情况。")
    case = _locked(case, officer)
    said = words(Commitment, {"fulfilment": wording}, "fulfilment")
    if not (case.received_on and case.received_on <= fulfilled_on <= on):
        raise ListRefused("履行完毕的日期应在作出承诺之后、今天之前，请核对。")
    act = record_act("fulfil_commitment", actor, on)
    move(case, "fulfil", act, fulfilled_on=fulfilled_on, **said)
    clocks.end(clocks_of(case), met=True, act=act)
    send_commitment(case, FULFILLED, clerk=officer, actor=actor, on=on, words=said["fulfilment"])


@transaction.atomic
def withdraw(case: Commitment, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """撤回: nothing is promised any more (the application was given up, the paper is void). Its record is asked to leave, which a
    second person decides, unless it has left or is leaving. One that is overdue is not withdrawn away. Raises ListRefused.
    """
    case = _locked(case, officer)
    if not may_withdraw(case, officer):
        raise ListRefused("由受理单位的填报员办理撤回。")
    if case.state == Commitment.State.PERFORMING and case.fulfil_by is not None and on > case.fulfil_by:
        raise ListRefused("履行期限已过，不能再撤回；请登记履行情况，或者提出认定违诺。")
    said = reason_given(reason, "撤回的")
    act = record_act("withdraw_commitment", actor, on, reason=said)
    move(case, "withdraw", act)
    clocks.end(clocks_of(case), met=False, act=act)
    record = record_of(case, case.submission)
    if record is None or _leaving(record):
        return
    try:
        propose_withdrawal(record, officer=officer, ground=WithdrawalGround.OTHER, reason=said, actor=actor, on=on)
    except ProposalRefused as refused:
        raise ListRefused(str(refused)) from refused


def may_withdraw(case: Commitment, officer: Officer) -> bool:
    """可办理撤回: who may ask for its record to leave (records.withdrawing), a clerk of the department."""
    answered = Department.objects.answered_for_by(officer.department)
    return officer.has_role(Role.CLERK) and answered.filter(pk=case.department_id).exists()


def _leaving(record: Record) -> bool:
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    asked = Proposal.objects.filter(record=record, version__isnull=True).open()
    return record.state in GONE or asked.exists()


def clocks_of(case: Commitment) -> CaseClockQuerySet:
    """办理时限 that runs to the promised day."""
    return CaseClock.objects.open().of(CASE, case.public_id)


def _locked(case: Commitment, officer: Officer) -> Commitment:
    case = locked(case, officer)
    return Commitment.objects.select_related("subject", "department", "template", "submission").get(pk=case.pk)
