"""Orders, replies, circulars and interviews: states, scope, two persons, clocks, evidence."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Event
from records.files import fetch
from rules.models import CaseClock
from supervision import escalating, ordering
from supervision.models import Escalation, Finding, OrderPaper, OrderReply, RectificationOrder
from supervision.ordering import OrderRefused
from tests import factories
from tests.records.making import FRIDAY, acting
from tests.supervision.making import staff
from tests.supervision.test_reconciling import found_one

pytestmark = pytest.mark.django_db
LATER = FRIDAY + timedelta(days=10)
PDF = ("整改报告.pdf", b"%PDF-1.4 x")


def by(officer, on=FRIDAY) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": on}


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def supervisor(people):
    return factories.officer("supervisor", department=people.office.department)


def issued(people, **fields) -> RectificationOrder:
    words = {"ground": "other", "title": "补报许可信息", "text": "请补报。", "basis": "依据", "due": LATER} | fields
    return ordering.issue(department=people.body, **words, **by(people.office))


def replied(people, papers=(PDF,)) -> RectificationOrder:
    order = issued(people)
    ordering.reply(order, text="已补报", papers=papers, **by(people.clerk))
    order.refresh_from_db()
    return order


def test_from_findings_to_settled(people):
    finding = found_one(people)
    order = issued(people, ground="findings", findings=list(Finding.objects.all()))
    assert order.number == "信用整改〔2026〕1号"
    assert issued(people).serial == 2
    finding.refresh_from_db()
    assert (finding.state, finding.order) == ("ordered", order)
    clock = CaseClock.objects.get(case_id=order.public_id)
    assert (clock.due, clock.state, clock.department) == (LATER, "running", people.body)
    ordering.reply(order, text="已补报", papers=[PDF], **by(people.clerk))
    clock.refresh_from_db()
    assert clock.state == "met"
    ordering.settle(order, opinion="", **by(people.office))
    finding.refresh_from_db()
    assert finding.state == "settled"
    assert {"issue", "reply", "settle"} <= set(
        Event.objects.filter(object_id=order.public_id).values_list("move", flat=True)
    )


def test_a_finding_stands_in_one_order_only(people):
    found_one(people)
    findings = list(Finding.objects.all())
    issued(people, findings=findings)
    with pytest.raises(OrderRefused, match="已列入整改"):
        issued(people, findings=findings)
    other = staff()
    with pytest.raises(OrderRefused, match="不属于这个部门"):
        issued(other, findings=findings)
    assert RectificationOrder.objects.count() == 1


def test_returned_gets_a_new_day_and_clock(people):
    order = replied(people)
    with pytest.raises(OrderRefused, match="写明退回的理由"):
        ordering.send_back(order, opinion=" ", due=LATER, **by(people.office))
    ordering.send_back(order, opinion="缺少佐证", due=LATER + timedelta(days=7), **by(people.office))
    order.refresh_from_db()
    assert (order.state, order.due) == ("returned", LATER + timedelta(days=7))
    assert CaseClock.objects.open().get(case_id=order.public_id).due == order.due
    ordering.reply(order, text="再次答复", papers=[], **by(people.reviewer))
    assert order.replies.count() == 2


def test_withdrawn_opens_its_findings_again(people):
    found_one(people)
    order = issued(people, findings=list(Finding.objects.all()))
    ordering.withdraw(order, reason="下达有误", **by(people.office))
    assert set(Finding.objects.values_list("state", "order")) == {("open", None)}
    assert CaseClock.objects.get(case_id=order.public_id).state == "cancelled"
    with pytest.raises(OrderRefused, match="状态已经变化"):
        ordering.reply(order, text="答复", papers=[], **by(people.clerk))


def test_scope(people):
    other, order = staff(), issued(people)
    with pytest.raises(OrderRefused, match="整改部门"):
        ordering.reply(order, text="答复", papers=[], **by(other.clerk))
    for officer in (other.office, people.clerk, people.auditor):
        with pytest.raises(OrderRefused, match="信用办"):
            ordering.withdraw(order, reason="理由", **by(officer))
    for officer, sees in (
        (people.clerk, 1),
        (people.office, 1),
        (people.auditor, 1),
        (other.clerk, 0),
        (other.office, 0),
    ):
        assert RectificationOrder.objects.visible_to(officer).count() == sees
    assert RectificationOrder.objects.overdue(LATER).count() == 0
    assert RectificationOrder.objects.overdue(LATER + timedelta(days=1)).count() == 1


def test_nobody_reviews_their_own_reply(people):
    both = factories.officer("clerk", "office", department=people.body)
    order = issued(people)
    ordering.reply(order, text="答复", papers=[], **by(both))
    with pytest.raises(OrderRefused, match="另一位"):
        ordering.settle(order, opinion="", **by(both))
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderReply.objects.update(reviewer=both)


def test_evidence_is_sealed_and_limited(people, settings):
    replied(people)
    paper = OrderPaper.objects.get()
    assert paper.name == "附件1.pdf"
    assert fetch(paper.path) == PDF[1]
    assert PDF[1] not in (settings.MEDIA_ROOT / paper.path).read_bytes()
    order = issued(people)
    for papers, said in (
        ([("a.exe", b"MZ")], "PDF"), ([("a.pdf", b"MZ")], "PDF"), ([("a.pdf", b"")], "空"), ([PDF] * 6, "最多5个"),
        ([("a.pdf", b"%PDF-" + b"x" * 6_000_000)], "超过"),
    ):  # fmt: skip
        with pytest.raises(OrderRefused, match=said):
            ordering.reply(order, text="答复", papers=papers, **by(people.clerk))


def proposed(people, officer, kind="circular") -> Escalation:
    return escalating.propose(issued(people), kind=kind, text="逾期未改", basis="陕西2017 三(三)", **by(officer))


def test_circulars_take_two_persons(people, supervisor):
    made = proposed(people, supervisor)
    assert not Escalation.objects.visible_to(people.clerk).exists(), "nothing is said before it is approved"
    for officer in (people.office, people.auditor, supervisor, staff().approver):
        with pytest.raises(OrderRefused):
            escalating.approve(made, **by(officer))
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.update(approver=supervisor)
    escalating.approve(made, **by(people.approver))
    made.refresh_from_db()
    assert (made.state, made.approver) == ("approved", people.approver)
    assert Escalation.objects.visible_to(people.clerk).exists()
    assert not Escalation.objects.visible_to(staff().clerk).exists()
    with pytest.raises(OrderRefused, match="状态已经变化"):
        escalating.approve(made, **by(people.approver))


def test_who_holds_both_roles_does_not_approve_their_own(people):
    made = proposed(people, people.office)
    people.office.grants.create(role="office_approver", since=FRIDAY, granted_by="测试")
    del people.office._roles
    with pytest.raises(OrderRefused, match="自己提出的"):
        escalating.approve(made, **by(people.office))


def test_an_interview_ends_with_its_record(people, supervisor):
    made = proposed(people, supervisor, "interview")
    record = {"held_on": FRIDAY, "attended": "局长", "minutes": "限期整改。"}
    with pytest.raises(OrderRefused, match="状态已经变化"):
        escalating.hold(made, **record, **by(people.office))
    escalating.approve(made, **by(people.approver))
    with pytest.raises(OrderRefused, match="约谈记录"):
        escalating.hold(made, **record | {"minutes": ""}, **by(people.office))
    escalating.hold(made, **record, **by(supervisor))
    made.refresh_from_db()
    assert (made.state, made.minutes) == ("held", "限期整改。")


def test_supervisors_propose_and_change_nothing_else(people, supervisor):
    from records.models import Record

    order = replied(people)
    with pytest.raises(OrderRefused):
        ordering.settle(order, opinion="", **by(supervisor))
    with pytest.raises(OrderRefused):
        ordering.withdraw(order, reason="x", **by(supervisor))
    assert not Record.objects.visible_to(supervisor).exists()
    with pytest.raises(OrderRefused):
        escalating.propose(order, kind="circular", text="x", basis="y", **by(factories.officer("supervisor")))
    with pytest.raises(OrderRefused):
        escalating.propose(order, kind="circular", text="x", basis="y", **by(people.clerk))
