"""Benefits and campaigns (激励与评选): what was granted because of a title, and asked back when it was withdrawn (withdrawing.py);
the yearly campaign. Source: D2; Hua 一(四)3.
"""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Benefit, Campaign, Nomination
from .refusals import ListRefused, locked, move, must_hold, words

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
        raise ListRefused(faults={"kind": "请从列表中选择激励的种类。"})
    if kind in MONEY and not (amount and amount > 0):
        raise ListRefused(faults={"amount": "请填写金额（万元），大于零。"})
    if nomination.public_from is None or not nomination.public_from <= granted_on <= on:
        raise ListRefused(faults={"granted_on": "给予日期应在公布之后、今天之前，请核对。"})
    said = words(Benefit, {"note": note_})
    made = Benefit.objects.create(
        nomination=nomination, kind=kind, department=department, granted_on=granted_on, amount=amount,
        recorded_by=officer, **said,
    )  # fmt: skip
    act = record_act("record_benefit", actor, on)
    note(act, nomination.object_kind, nomination.public_id, "record_benefit", nomination.state)
    return made


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
        raise ListRefused(faults={"reclaimed_on": "追回日期应在要求追回之后、今天之前，请核对。"})
    if reclaimed < 0 or (benefit.amount is not None and reclaimed > benefit.amount):
        raise ListRefused(faults={"reclaimed": "追回金额应在零与给予金额之间，请核对。"})
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
        raise ListRefused(faults={"nominate_by": "推荐截止日期不能早于今天。"})
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
        raise ListRefused(faults={"year": "这一年度的评选已经启动。"}) from already
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
