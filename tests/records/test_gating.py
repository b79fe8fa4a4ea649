"""批次核对: a batch unlike the department's past is held, says why, and the office lets it through. Source: B9."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from records import clock
from records.gating import GateRefused, let_through
from records.models import Record, Submission
from records.plausibility import Batch, oddities
from records.releasing import ReleaseRefused, release_record
from tests.records.making import FRIDAY, acting, licence, penalty, release, send, staff

pytestmark = pytest.mark.django_db
USUAL = [Batch(rows=30, rejected=1, stored=29, late=0, repeated=1, one_subject=2, fines=(1.0,) * 10) for _ in range(5)]


@pytest.mark.parametrize(
    ("now", "word"),
    [
        (Batch(rows=400, rejected=0, stored=400, late=0, repeated=0, one_subject=2), "以往最多30行"),
        (Batch(rows=40, rejected=30, stored=10, late=0, repeated=0, one_subject=1), "退回"),
        (Batch(rows=40, rejected=0, stored=40, late=30, repeated=0, one_subject=1), "法定期限"),
        (Batch(rows=40, rejected=0, stored=40, late=0, repeated=39, one_subject=1), "完全相同"),
        (Batch(rows=40, rejected=0, stored=40, late=0, repeated=0, one_subject=30), "同一个主体"),
        (Batch(rows=5, rejected=0, stored=5, late=0, repeated=0, one_subject=1, fines=(10_000.0,) * 5), "中位数"),
        (Batch(rows=5, rejected=0, stored=5, late=0, repeated=0, one_subject=1, fines=(0.0001,) * 5), "中位数"),
    ],
)
def test_each_oddity_is_said_in_words_with_both_figures(now, word):
    said = oddities(now, USUAL)
    assert len(said) == 1
    assert word in said[0]
    assert oddities(now, USUAL[:2]) == []  # two batches are no past


def test_an_ordinary_batch_passes():
    assert (
        oddities(Batch(rows=45, rejected=2, stored=43, late=2, repeated=3, one_subject=4, fines=(2.0,) * 9), USUAL)
        == []
    )
    assert (
        oddities(Batch(rows=19, rejected=19, stored=0, late=0, repeated=0, one_subject=0), USUAL) == []
    )  # too few rows


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def odd(people):
    """A batch of penalties whose fines are in yuan, after months of ordinary ones."""
    for _ in range(4):
        submission, _ = send(people, [penalty(people.body, NR="处以罚款") for _ in range(6)])
        assert not submission.gated
    submission, _ = send(people, [penalty(people.body, NR="处以罚款", NR_FK="5000") for _ in range(4)])
    return submission


def test_it_is_held_from_reviewer_and_clock_until_the_office_has_looked(people, odd):
    assert odd.gated
    assert odd.odd == ["本批罚款金额的中位数是5000万元，以往是2万元，请核对单位。"]
    with pytest.raises(ReleaseRefused, match="信用办核对"):
        release(people, odd)
    record = odd.records.first()
    with pytest.raises(ReleaseRefused, match="信用办核对"):
        release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    due = date(2026, 11, 27)
    clock.publish_due(due)
    assert set(odd.records.values_list("state", flat=True)) == {"escalated"}
    assert Record.objects.public(due).count() == 24  # the ordinary ones
    let_through(odd, officer=people.office, actor=acting(people.office), on=due, reason="已与部门核实")
    assert release(people, odd, due)["released"] == 4


def test_only_the_office_of_the_tree_lets_through_with_a_reason_and_once(people, odd):
    stranger = staff()
    for officer in (people.clerk, people.reviewer, people.auditor, stranger.office):
        with pytest.raises(GateRefused):
            let_through(odd, officer=officer, actor=acting(officer), on=FRIDAY, reason="好")
    with pytest.raises(GateRefused, match="写明"):
        let_through(odd, officer=people.office, actor=acting(people.office), on=FRIDAY, reason=" ")
    let_through(odd, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="已核实")
    with pytest.raises(GateRefused, match="不需要"):
        let_through(odd, officer=people.approver, actor=acting(people.approver), on=FRIDAY, reason="已核实")
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=odd.pk).update(let_through_by=people.clerk)


def test_what_was_gated_is_no_measure_for_later_ones(people, odd):
    again, _ = send(people, [penalty(people.body, NR="处以罚款", NR_FK="5000") for _ in range(4)])
    assert again.gated


def test_another_departments_past_is_not_ours_and_stock_is_never_gated(people, odd):
    other = staff()
    submission, _ = send(other, [penalty(other.body, NR="处以罚款", NR_FK="5000") for _ in range(4)])
    assert not submission.gated
    stock, _ = send(people, [penalty(people.body, NR="处以罚款", NR_FK="5000", JDRQ="2025/06/02")] * 1, stock=True)
    assert not stock.gated
    licences, _ = send(people, [licence(people.body)])
    assert not licences.gated
