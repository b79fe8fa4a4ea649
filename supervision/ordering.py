"""Ordering (整改): orders to departments, their replies with evidence, and the office's review. Source: J6.

The due day is a case clock's, so that reminders, what is overdue and a changed calendar come from where all clocks are kept.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.models import Department, Officer, Role
from credit_platform.keeping import PaperRefused, check_paper
from credit_platform.lifecycle import IllegalMove
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note
from records import files
from rules import clocks
from rules.models import CaseClock

from .models import Finding, OrderPaper, OrderReply, RectificationOrder
from .reach import OFFICE, within_reach

CASE, STEP = "rectification", "reply"
MOST_PAPERS = 5


class OrderRefused(ValueError):
    """Not possible; the message says why and what to do."""


@transaction.atomic
def issue(
    *,
    department: Department,
    ground: str,
    title: str,
    text: str,
    basis: str,
    due: date,
    officer: Officer,
    actor: Actor,
    on: date,
    findings: Collection[Finding] = (),
) -> RectificationOrder:
    """下达整改通知. `findings`: differences that it is about, of this department, neither settled nor ordered already.

    Raises OrderRefused.
    """
    _of_office(officer, department)
    if ground not in RectificationOrder.Ground.values:
        raise OrderRefused("请从列表中选择事由。")
    title, text, basis = title.strip(), text.strip(), basis.strip()
    if not (title and text and basis):
        raise OrderRefused("请写明标题、整改要求和依据。")
    if due <= on:
        raise OrderRefused("答复期限应在今天之后。")
    office = Department.objects.select_for_update().get(pk=officer.department_id)  # one number at a time
    last = RectificationOrder.objects.filter(office=office, year=on.year).aggregate(last=Max("serial"))["last"]
    order = RectificationOrder.objects.create(
        office=office,
        department=department,
        year=on.year,
        serial=(last or 0) + 1,
        ground=ground,
        title=title[:100],
        text=text[:4000],
        basis=basis[:300],
        issuer=officer,
        issued_on=on,
        due=due,
    )
    act = record_act("issue_order", actor, on, basis=f"{order}：{order.basis}"[:300])
    note(act, order.object_kind, order.public_id, "issue", order.state)
    clocks.start(CASE, order.public_id, STEP, department=department, act=act, fixed_on=due)
    if findings:
        chosen = Finding.objects.filter(pk__in=[one.pk for one in findings], department=department)
        if len(apply_set(chosen, "order", act, wait=True, order=order.pk)) < len(findings):
            raise OrderRefused("所选差异中有的已了结、已列入整改，或不属于这个部门，请刷新页面后重选。")
    return order


@transaction.atomic
def reply(
    order: RectificationOrder,
    *,
    text: str,
    papers: Sequence[tuple[str, bytes]],
    officer: Officer,
    actor: Actor,
    on: date,
) -> OrderReply:
    """整改答复. `papers`: (file name, bytes) of PDF, JPG or PNG, five at most. Raises OrderRefused."""
    order = _locked(order)
    answers = Department.objects.answered_for_by(officer.department).filter(pk=order.department_id).exists()
    if not answers or not officer.has_role(Role.CLERK, Role.REVIEWER):
        raise OrderRefused("由整改部门的填报员或审核员答复。")
    if not text.strip():
        raise OrderRefused("请写明整改情况。")
    if len(papers) > MOST_PAPERS:
        raise OrderRefused(f"附件最多{MOST_PAPERS}个，请合并后上传。")
    try:
        named = [(check_paper(name, data), data) for name, data in papers]
    except PaperRefused as refused:
        raise OrderRefused(str(refused)) from refused
    act = record_act("reply_order", actor, on, basis=str(order))
    _move(order, "reply", act)
    made = OrderReply.objects.create(
        order=order,
        number=order.replies.count() + 1,
        text=text.strip()[:4000],
        officer=officer,
        replied_on=on,
        due=order.due,
    )
    OrderPaper.objects.bulk_create(
        OrderPaper(
            reply=made,
            name=f"附件{place}{name.removeprefix('附件')}",
            path=files.keep(data, "evidence"),
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
        )
        for place, (name, data) in enumerate(named, 1)
    )
    clocks.stop(clock_of(order), act=act)
    return made


@transaction.atomic
def settle(order: RectificationOrder, *, opinion: str, officer: Officer, actor: Actor, on: date) -> None:
    """整改合格，办结: its findings are settled with it. Raises OrderRefused."""
    order, answer = _for_review(order, officer)
    act = record_act("settle_order", actor, on, reason=opinion.strip()[:500], basis=str(order))
    _move(order, "settle", act)
    _reviewed(answer, officer, on, opinion)
    apply_set(Finding.objects.filter(order=order), "settle", act, wait=True)


@transaction.atomic
def send_back(order: RectificationOrder, *, opinion: str, due: date, officer: Officer, actor: Actor, on: date) -> None:
    """退回继续整改, with a new day. Raises OrderRefused."""
    order, answer = _for_review(order, officer)
    if not opinion.strip():
        raise OrderRefused("请写明退回的理由，方便部门继续整改。")
    if due <= on:
        raise OrderRefused("新的答复期限应在今天之后。")
    act = record_act("return_order", actor, on, reason=opinion.strip()[:500], basis=str(order))
    _move(order, "return", act, due=due)
    _reviewed(answer, officer, on, opinion)
    clocks.start(CASE, order.public_id, STEP, department=order.department, act=act, fixed_on=due)


@transaction.atomic
def withdraw(order: RectificationOrder, *, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """撤销整改通知: its findings are open again. Raises OrderRefused."""
    order = _locked(order)
    _of_office(officer, order.department)
    if not reason.strip():
        raise OrderRefused("请写明撤销的理由。")
    act = record_act("withdraw_order", actor, on, reason=reason.strip()[:500], basis=str(order))
    _move(order, "withdraw", act)
    clocks.cancel(clock_of(order), act=act)
    apply_set(Finding.objects.filter(order=order), "reopen", act, wait=True, order=None)


def clock_of(order: RectificationOrder) -> CaseClock:
    """The clock that runs for the reply that is awaited."""
    return CaseClock.objects.open().of(CASE, order.public_id).get(step=STEP)


def _for_review(order: RectificationOrder, officer: Officer) -> tuple[RectificationOrder, OrderReply]:
    order = _locked(order)
    _of_office(officer, order.department)
    answer = order.replies.order_by("-number").first()
    if order.state != RectificationOrder.State.REPLIED or answer is None:
        raise OrderRefused("没有待核的答复，请刷新页面查看。")
    if answer.officer_id == officer.pk:
        raise OrderRefused("自己作出的答复不能由自己审核，请由另一位同事审核。")
    return order, answer


def _reviewed(answer: OrderReply, officer: Officer, on: date, opinion: str) -> None:
    answer.reviewer, answer.reviewed_on, answer.opinion = officer, on, opinion.strip()[:500]
    answer.save(update_fields=["reviewer", "reviewed_on", "opinion"])


def _of_office(officer: Officer, department: Department) -> None:
    if not officer.has_role(*OFFICE) or not within_reach(officer).filter(pk=department.pk).exists():
        raise OrderRefused("由信用办对所辖部门办理。")


def _locked(order: RectificationOrder) -> RectificationOrder:
    return RectificationOrder.objects.select_for_update(of=("self",)).select_related("department").get(pk=order.pk)


def _move(order: RectificationOrder, move: str, act: Act, **changes) -> None:
    try:
        apply(order, move, act, **changes)
    except IllegalMove as reason:
        raise OrderRefused("这份整改通知的状态已经变化，请刷新页面后再操作。") from reason
