"""Dishonouring (取消称号): a major breach ends the title, and what was granted is asked back. Campaigns. Source: D2; Hua 一(四)3."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import note

from .leaving import announce
from .listing import settle
from .models import Benefit, Campaign, Nomination
from .refusals import SELF, ListRefused, locked, move, must_hold, reason_given, words

MONEY = (Benefit.Kind.FUNDS, Benefit.Kind.CREDIT, Benefit.Kind.FEE)
HANDLERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)


@transaction.atomic
def record_benefit(
    nomination: Nomination,
    *,
    kind: str,
    department: Department,
    granted_on: date,
    amount: Decimal | None = None,
    note_: str = "",
    officer: Officer,
    actor: Actor,
    on: date,
) -> Benefit:
    """登记享受的激励. `amount` in 万元; money needs one. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由经办人员登记。")
    nomination = locked(nomination, officer)
    if kind not in Benefit.Kind.values:
        raise ListRefused("请从列表中选择激励的种类。")
    if kind in MONEY and not (amount and amount > 0):
        raise ListRefused("请填写金额（万元），大于零。")
    if nomination.public_from is None or not nomination.public_from <= granted_on <= on:
        raise ListRefused("给予日期应在公布之后、今天之前，请核对。")
    said = words(Benefit, {"note": note_})
    made = Benefit.objects.create(
        nomination=nomination, kind=kind, department=department, granted_on=granted_on, amount=amount,
        recorded_by=officer, **said,
    )  # fmt: skip
    act = record_act("record_benefit", actor, on)
    note(act, nomination.object_kind, nomination.public_id, "record_benefit", nomination.state)
    return made


@transaction.atomic
def propose_withdrawal(nomination: Nomination, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """提出取消 at a major breach. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由部门或信用办经办提出取消。")
    nomination = locked(nomination, officer)
    if nomination.withdrawal_proposer_id and not nomination.withdrawal_approver_id:
        raise ListRefused("已提出取消，正等待审批。")
    act = record_act("propose_red_withdrawal", actor, on, reason=reason_given(reason, "取消的"))
    move(
        nomination, "propose_withdrawal", act, breach=act.reason, withdrawal_proposer=officer, withdrawal_approver=None
    )


@transaction.atomic
def decide_withdrawal(
    nomination: Nomination, *, agree: bool, officer: Officer, actor: Actor, on: date, reason: str = ""
) -> None:
    """取消 or 不予取消, by another person; what was granted in money is asked back. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批决定取消。")
    nomination = locked(nomination, officer)
    if nomination.withdrawal_proposer_id is None:
        raise ListRefused("没有待审批的取消。")
    if officer.pk == nomination.withdrawal_proposer_id:
        raise ListRefused(SELF)
    if not agree:
        act = record_act("keep_red", actor, on, reason=reason_given(reason, "不予取消的"))
        move(nomination, "keep", act, breach="", withdrawal_proposer=None)
        return
    act = record_act("withdraw_red", actor, on, reason=nomination.breach)
    move(nomination, "withdraw", act, withdrawal_approver=officer, left_on=on)
    nomination.benefits.filter(kind__in=MONEY, reclaim_asked_on__isnull=True).update(reclaim_asked_on=on)
    announce(nomination, f"因重大失信行为取消“{nomination.title}”，退出守信红名单。", act)
    settle([nomination.subject_id], on)


@transaction.atomic
def record_reclaim(
    benefit: Benefit,
    *,
    reclaimed: Decimal,
    reclaimed_on: date,
    reclaim_note: str,
    officer: Officer,
    actor: Actor,
    on: date,
) -> None:
    """登记追回. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="由经办人员登记。")
    nomination = locked(benefit.nomination, officer)
    benefit = Benefit.objects.select_for_update(of=("self",)).get(pk=benefit.pk)
    if benefit.reclaim_asked_on is None or not benefit.reclaim_asked_on <= reclaimed_on <= on:
        raise ListRefused("追回日期应在要求追回之后、今天之前，请核对。")
    if reclaimed < 0 or (benefit.amount is not None and reclaimed > benefit.amount):
        raise ListRefused("追回金额应在零与给予金额之间，请核对。")
    benefit.reclaim_note = words(Benefit, {"reclaim_note": reclaim_note})["reclaim_note"]
    benefit.reclaimed, benefit.reclaimed_on = reclaimed, reclaimed_on
    benefit.save(update_fields=["reclaimed", "reclaimed_on", "reclaim_note"])
    act = record_act("record_reclaim", actor, on)
    note(act, nomination.object_kind, nomination.public_id, "record_reclaim", nomination.state)


@transaction.atomic
def open_campaign(*, year: int, title: str, nominate_by: date, officer: Officer, actor: Actor, on: date) -> Campaign:
    """启动年度评选, once a year and office. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, said="由信用办经办启动。")
    said = words(Campaign, {"title": title}, "title")
    if nominate_by < on:
        raise ListRefused("推荐截止日期不能早于今天。")
    act = record_act("open_campaign", actor, on)
    try:
        with transaction.atomic():
            made = Campaign.objects.create(
                department=officer.department,
                year=year,
                nominate_by=nominate_by,
                opened_by=officer,
                opened_on=on,
                **said,
            )
    except IntegrityError as already:
        raise ListRefused("这一年度的评选已经启动。") from already
    note(act, made.object_kind, made.public_id, "open", made.state)
    return made


@transaction.atomic
def close_campaign(campaign: Campaign, *, officer: Officer, actor: Actor, on: date) -> None:
    """结束: nothing of it is still under way. Raises ListRefused."""
    must_hold(officer, Role.OFFICE, Role.OFFICE_APPROVER, said="由信用办结束。")
    campaign = locked(campaign, officer)
    under_way = campaign.nominations.exclude(state__in=["published", "withdrawn", "expired", "dropped"])
    if count := under_way.count():
        raise ListRefused(f"还有{count}项推荐没有办完，办完后才能结束。")
    move(campaign, "close", record_act("close_campaign", actor, on), closed_on=on)
