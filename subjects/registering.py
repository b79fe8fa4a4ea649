"""Registering (信用服务机构备案): the register of credit service institutions and their staff, by two persons. Source: A5."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import Officer, Role
from credit_platform.codes import check_uscc
from credit_platform.lifecycle import IllegalMove
from credit_platform.personal import personal_number_in
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note

from .models import Institution, Professional


class Raters:
    """备案名录: who stood in the register when; read once a job, asked row by row."""

    def __init__(self) -> None:
        rows = Institution.objects.filter(filed_on__isnull=False).values_list("code", "filed_on", "removed_on")
        self._spans = defaultdict[str, list[tuple[date, date | None]]](list)
        for code, since, until in rows:
            if since is not None:
                self._spans[code].append((since, until))

    def filed_on(self, code: str, on: date) -> bool:
        """Whether the institution of this code was in the register on the day."""
        return any(since <= on and (until is None or on < until) for since, until in self._spans.get(code, ()))


class RegisterRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def propose(
    *, name: str, code: str, number: str, business: str, contact: str, officer: Officer, actor: Actor, on: date
) -> Institution:
    """登记待备案的机构. Raises RegisterRefused."""
    _office(officer)
    check = check_uscc(code)
    if not check.valid:
        raise RegisterRefused(f"统一社会信用代码有误：{check.errors[0]}")
    if not (name.strip() and number.strip() and business.strip()):
        raise RegisterRefused("请填写机构名称、备案编号和业务范围。")
    _no_personal_numbers(name, number, business, contact)
    act = record_act("propose_institution", actor, on)
    try:
        with transaction.atomic():
            made = Institution.objects.create(
                name=name.strip()[:200],
                code=check.normalised,
                number=number.strip()[:64],
                business=business.strip()[:500],
                contact=contact.strip()[:200],
                proposer=officer,
            )
    except IntegrityError as reason:
        raise RegisterRefused("这个机构已在名录中或正待审批，无需重复登记。") from reason
    note(act, made.object_kind, made.public_id, "enter", made.state)
    return made


@transaction.atomic
def decide(institution: Institution, move: str, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """审批: file, refuse, remove or keep; never by who proposed it. Raises RegisterRefused."""
    if move not in ("file", "refuse", "remove", "keep"):
        raise RegisterRefused("没有看懂要做的操作，请回到页面重试。")
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise RegisterRefused("只有信用办审批可以决定备案和移出。")
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    if officer.pk == institution.asked_by.pk:
        raise RegisterRefused("自己提出的不能由自己审批，请由另一位同事操作。")
    changes: dict[str, dict[str, Any]] = {
        "file": {"approver": officer, "filed_on": on},
        "refuse": {"approver": officer},
        "remove": {"removal_approver": officer, "removed_on": on},
        "keep": {"removal_approver": officer},
    }
    act = record_act(f"institution_{move}", actor, on, reason=reason.strip())
    _move(institution, move, act, **changes[move])


@transaction.atomic
def propose_removal(institution: Institution, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """提出移出: it stays in the register until a second person has decided. Raises RegisterRefused."""
    _office(officer)
    act = record_act("propose_institution_removal", actor, on, reason=reason.strip())
    _move(institution, "propose_removal", act, removal_proposer=officer, removal_approver=None)


@transaction.atomic
def add_professional(
    institution: Institution, *, name: str, position: str, number: str, officer: Officer, actor: Actor, on: date
) -> Professional:
    """登记从业人员: public when a second person has confirmed it. Raises RegisterRefused."""
    _office(officer)
    _no_personal_numbers(name, position, number)
    if not (name.strip() and position.strip() and number.strip()):
        raise RegisterRefused("请填写姓名、岗位和从业备案编号。")
    act = record_act("add_professional", actor, on)
    try:
        with transaction.atomic():
            made = Professional.objects.create(
                institution=institution,
                name=name.strip()[:50],
                position=position.strip()[:100],
                number=number.strip()[:64],
                since=on,
                proposer=officer,
            )
    except IntegrityError as reason:
        raise RegisterRefused("这个从业备案编号已登记，无需重复。") from reason
    note(act, institution.object_kind, institution.public_id, "add_professional", institution.state)
    return made


@transaction.atomic
def confirm_professional(professional: Professional, *, officer: Officer, actor: Actor, on: date) -> None:
    """确认从业备案, by another person than who entered it. Raises RegisterRefused."""
    if not officer.has_role(Role.OFFICE_APPROVER):
        raise RegisterRefused("只有信用办审批可以确认从业备案。")
    professional = Professional.objects.select_for_update(of=("self",)).get(pk=professional.pk)
    if professional.proposer_id == officer.pk:
        raise RegisterRefused("自己登记的不能由自己确认，请由另一位同事操作。")
    if professional.approver_id or professional.until:
        raise RegisterRefused("此人的从业备案已经确认或终止，请刷新页面查看。")
    act = record_act("confirm_professional", actor, on)
    professional.approver = officer
    professional.save(update_fields=["approver"])
    note(act, Institution.object_kind, professional.institution.public_id, "confirm_professional", "filed")


@transaction.atomic
def end_professional(professional: Professional, *, officer: Officer, actor: Actor, on: date) -> None:
    """终止从业备案. Raises RegisterRefused."""
    _office(officer)
    if professional.until is not None:
        raise RegisterRefused("此人的从业备案已经终止。")
    act = record_act("end_professional", actor, on)
    professional.until = on
    professional.save(update_fields=["until"])
    note(act, Institution.object_kind, professional.institution.public_id, "end_professional", "filed")


def _no_personal_numbers(*texts: str) -> None:
    for text in texts:
        if what := personal_number_in(text):
            raise RegisterRefused(f"名录向社会公开，不能填写{what}；联系方式请填办公电话。")


def _office(officer: Officer) -> None:
    if not officer.has_role(Role.OFFICE):
        raise RegisterRefused("只有信用办经办可以维护信用服务机构名录。")


def _move(institution: Institution, move: str, act: Act, **changes) -> None:
    try:
        apply(institution, move, act, **changes)
    except IllegalMove as reason:
        said = "请写明理由。" if not act.reason else "状态已经变化，请刷新页面后再操作。"
        raise RegisterRefused(said) from reason
