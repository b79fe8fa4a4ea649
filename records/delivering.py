"""Delivering (登记推送): new and changed registrations to the department in charge, by business scope and territory.

Whoever has no rule goes to the credit office of the reporting department, so that nothing falls through. Source: B11,
Shaanxi 二(十).
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Department, Officer, Role
from credit_platform.lifecycle import IllegalMove
from credit_platform.locks import Lock, hold
from credit_platform.workdays import WorkDate
from ledger.acts import CLOCK, Actor, record_act
from ledger.models import Act
from ledger.moves import apply, note
from rules.calendar import working_calendar
from rules.jurisdictions import number

from .models import Delivery, DeliveryRule, Record

BATCH = 500
CAUGHT_UP = timedelta(days=400)  # how far back a machine that stood still looks; older ones are nobody's news


class DeliveryRefused(ValueError):
    """The use case is not possible; the message says why and what to do."""


def deliver(on: date) -> int:
    """推送: hand every version of a registration that nobody has been given yet to those in charge. Returns deliveries made.

    Idempotent: a version is given to a department once; two processes at it wait for one another.
    """
    given = Delivery.objects.filter(record=OuterRef("pk"), version=OuterRef("version"))
    recent = Record.objects.filter(kind="registration", stock=False, arrived_on__gt=on - CAUGHT_UP)
    fresh = recent.filter(~Exists(given)).exclude(state__in=["taken_back", "withdrawn"])
    due = answer_by(on)
    made = 0
    while True:
        with transaction.atomic():
            hold(Lock.DELIVERY)  # who waited sees what the other has given
            locked = fresh.select_for_update(of=("self",), skip_locked=True).select_related("version", "department")
            rows = list(locked.order_by("pk")[:BATCH])
            if not rows:
                return made
            act = record_act("deliver", CLOCK, on)
            rules = list(DeliveryRule.objects.filter(Q(until__isnull=True) | Q(until__gt=on), since__lte=on))
            for record in rows:
                made += _hand_out(record, rules, act, on, due)


def answer_by(on: date) -> WorkDate:
    """签收期限: the last day on which the receiving department is in time, of what was delivered on the day."""
    return working_calendar().add(on, number("delivery.acknowledge_days", on))


def _hand_out(record: Record, rules: list[DeliveryRule], act: Act, on: date, due: WorkDate) -> int:
    scope, division = record.version.content.get("DJ_JYFW", ""), record.version.content.get("DJ_QH", "")
    found: dict[int, str] = {}
    for rule in rules:
        word = next((word for word in rule.words if word in scope), "")
        if word and division.startswith(rule.division):
            found.setdefault(rule.department_id, word)
    if not found:
        found[record.department.parent_id or record.department_id] = ""
    for department, word in found.items():
        row = Delivery.objects.create(
            record=record,
            version=record.version,
            department_id=department,
            word=word,
            delivered_on=on,
            due=due.date,
            provisional=due.provisional,
        )
        note(act, row.object_kind, row.public_id, "deliver", row.state)
    return len(found)


@transaction.atomic
def acknowledge(delivery: Delivery, *, officer: Officer, actor: Actor, on: date) -> None:
    """签收, by the department that it was given to: nobody signs for another. Raises DeliveryRefused."""
    if not Department.objects.answered_for_by(officer.department).filter(pk=delivery.department_id).exists():
        raise DeliveryRefused("这条推送不归本部门签收，不在您的职责范围内；信用办可以转交。")
    _answer(delivery, "acknowledge", record_act("acknowledge_delivery", actor, on), officer, on)


@transaction.atomic
def send_back(delivery: Delivery, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """退回: not ours. It goes to the office above, which knows whose it is. Raises DeliveryRefused."""
    if not reason.strip():
        raise DeliveryRefused("请写明退回的理由和应由哪个部门接收。")
    act = record_act("return_delivery", actor, on, reason=reason.strip())
    _answer(delivery, "return", act, officer, on)
    above = delivery.department.parent
    if above is None:
        return
    due = answer_by(on)
    row, new = Delivery.objects.get_or_create(
        record=delivery.record,
        version=delivery.version,
        department=above,
        defaults={"delivered_on": on, "due": due.date, "provisional": due.provisional},
    )
    if new:
        note(act, row.object_kind, row.public_id, "deliver", row.state)


@transaction.atomic
def hand_on(delivery: Delivery, *, to: Department, officer: Officer, actor: Actor, on: date) -> Delivery:
    """转交: the office gives what was returned to it, or named nobody, to a department of its tree. Raises DeliveryRefused."""
    tree = Department.objects.tree(officer.department)
    if not officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER) or not tree.filter(pk=to.pk).exists():
        raise DeliveryRefused("只有信用办可以转交，且只能转交所辖部门。")
    act = record_act("hand_on_delivery", actor, on)
    _answer(delivery, "acknowledge", act, officer, on)
    due = answer_by(on)
    row, new = Delivery.objects.get_or_create(
        record=delivery.record,
        version=delivery.version,
        department=to,
        defaults={"delivered_on": on, "due": due.date, "provisional": due.provisional},
    )
    if not new:
        raise DeliveryRefused(f"这条登记已经推送过{to.name}，请另选部门。")
    note(act, row.object_kind, row.public_id, "deliver", row.state)
    return row


def _answer(delivery: Delivery, move: str, act: Act, officer: Officer, on: date) -> None:
    if not Delivery.objects.visible_to(officer).filter(pk=delivery.pk).exists():
        raise DeliveryRefused("这条推送不在您的职责范围内。")
    try:
        apply(delivery, move, act, answered_by=officer, answered_on=on)
    except IllegalMove as reason:
        raise DeliveryRefused("这条推送已经处理过，请刷新页面查看。") from reason


def rules_of(office: Department):
    """推送规则 within the tree of an office, those in force first."""
    tree = Department.objects.tree(office)
    rows = DeliveryRule.objects.filter(department__in=tree).select_related("department")
    return rows.order_by(F("until").desc(nulls_first=True), "department__name")


@transaction.atomic
def add_rule(
    department: Department, words: list[str], division: str, *, officer: Officer, actor: Actor, on: date
) -> DeliveryRule:
    """新增推送规则. Raises DeliveryRefused."""
    words = [word.strip()[:40] for word in words if word.strip()]
    if not words:
        raise DeliveryRefused("请填写至少一个经营范围关键词。")
    if division and not (division.isdigit() and len(division) in (2, 4, 6)):
        raise DeliveryRefused("行政区划代码请填前2、4或6位数字，或留空。")
    _may_rule(officer, department)
    record_act("add_delivery_rule", actor, on, basis=f"{department.name}：{'、'.join(words)} {division}".strip())
    return DeliveryRule.objects.create(department=department, words=words, division=division, since=on)


@transaction.atomic
def end_rule(rule: DeliveryRule, *, officer: Officer, actor: Actor, on: date) -> None:
    """停用推送规则. Raises DeliveryRefused."""
    _may_rule(officer, rule.department)
    record_act("end_delivery_rule", actor, on, basis=str(rule))
    rule.until = on
    rule.save(update_fields=["until"])


def _may_rule(officer: Officer, department: Department) -> None:
    within = Department.objects.tree(officer.department).filter(pk=department.pk).exists()
    if not officer.has_role(Role.OFFICE) or not within:
        raise DeliveryRefused("只有信用办经办可以维护所辖部门的推送规则。")
