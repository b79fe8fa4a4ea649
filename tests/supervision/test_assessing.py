"""Scorecards: points by pure rules, self-assessment, office, approval by a second person; no data is said to be none."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from rules.models import CaseClock, ClockRule
from supervision import assessing
from supervision.assessing import ScoreRefused
from supervision.models import Scorecard, ScoreCriterion, ScoreLine
from supervision.rating import Ratio
from supervision.scoring import NO_DATA, YearFigures, hundredth, score
from tests import factories
from tests.records.making import FRIDAY, acting
from tests.supervision import making

pytestmark = pytest.mark.django_db


def by(officer) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": FRIDAY}


@pytest.fixture
def people():
    people = making.staff()
    making.signed(people)
    return people


def figures(**changes) -> YearFigures:
    known = {
        "reporting": Ratio(90, 100), "timeliness": Ratio(1, 3), "conformity": Ratio(0, 0), "returns": Ratio(3, 4),
        "findings": Ratio(0, 0), "orders": Ratio(0, 0),
    }  # fmt: skip
    return YearFigures(**known | changes)


def test_points():
    assert score("reporting", figures(), 20).points == Decimal("18.0")
    assert score("timeliness", figures(), 20).points == Decimal("6.7")
    assert score("conformity", figures(), 15).points is None
    assert score("orders", figures(), 10).points == 10
    assert score("orders", figures(orders=Ratio(1, 4)), 10).points == Decimal("2.5")
    assert score("reporting", figures(reporting=Ratio(9, None)), 20).points == 0
    assert score("reporting", figures(reporting=Ratio(110, 100)), 20).points == 20
    assert score("feedback", figures(), 10) == score("unheard_of", figures(), 10)
    assert score("feedback", figures(), 10).counted == NO_DATA
    assert hundredth([(Decimal(18), 20), (None, 10), (Decimal(5), 10)]) == Decimal("76.7")
    assert hundredth([(None, 10)]) is None


def test_weights_make_a_hundred_and_name_their_basis():
    criteria = ScoreCriterion.objects.in_force(FRIDAY)
    assert sum(one.weight for one in criteria) == 100
    assert all(one.clause and one.how for one in criteria)


def drawn(people) -> Scorecard:
    assessing.draw_up(2026, **by(people.office))
    return Scorecard.objects.get(department=people.body)


def points(card, why="") -> dict:
    return {line.key: (line.computed, why) for line in card.lines.all() if line.computed is not None}


def test_feedback_on_measures_counts_by_its_clocks(people):
    """One step in time, one late, one still open and late, one not yet due, one cancelled: one of three."""
    rule = ClockRule.objects.filter(case_kind="feedback").first()
    for due, state, stopped in (
        (date(2026, 3, 9), "met", date(2026, 3, 9)), (date(2026, 3, 9), "met", date(2026, 3, 10)),
        (date(2026, 3, 9), "running", None), (date(2026, 12, 30), "running", None), (date(2026, 3, 9), "cancelled", date(2026, 3, 9)),
    ):  # fmt: skip
        CaseClock.objects.create(
            rule=rule, case_kind="feedback", case_id=uuid4(), step=rule.step, department=people.body, started_on=date(2026, 3, 2),
            working_days=5, due=due, state=state, stopped_on=stopped,
        )  # fmt: skip
    line = drawn(people).lines.get(key="feedback")
    assert line.counted.endswith("（1/3）")


def test_from_drawing_up_to_publication(people):
    card = drawn(people)
    assert assessing.draw_up(2026, **by(people.office)) == 0, "a second time nothing is new"
    lines = {line.key: line for line in card.lines.all()}
    assert lines["feedback"].computed is None
    assert lines["feedback"].counted == "暂无数据"
    assert lines["returns"].counted == "10.0%（1/10）"
    assessing.assess(card, points=points(card), **by(people.clerk))
    with pytest.raises(ScoreRefused, match="写明理由"):
        assessing.give_points(card, points=points(card) | {"orders": (Decimal(3), "")}, **by(people.office))
    with pytest.raises(ScoreRefused, match="0到10之间"):
        assessing.give_points(card, points=points(card) | {"orders": (Decimal(30), "x")}, **by(people.office))
    with pytest.raises(ScoreRefused, match="逐项"):
        assessing.give_points(card, points={}, **by(people.office))
    assessing.give_points(card, points=points(card), **by(people.office))
    for officer in (people.office, people.clerk, making.staff().approver):
        with pytest.raises(ScoreRefused):
            assessing.publish(card, **by(officer))
    assessing.publish(card, **by(people.approver))
    card.refresh_from_db()
    assert (card.state, card.approver) == ("published", people.approver)
    with pytest.raises(ScoreRefused, match="状态已经变化"):
        assessing.give_points(card, points=points(card), **by(people.office))


def test_nobody_publishes_what_they_scored(people):
    card = drawn(people)
    assessing.give_points(card, points=points(card), **by(people.approver))
    with pytest.raises(ScoreRefused, match="评分人"):
        assessing.publish(card, **by(people.approver))
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorecard.objects.filter(pk=card.pk).update(approver=people.approver)
    other = factories.officer("office_approver", department=people.office.department)
    with pytest.raises(ScoreRefused, match="退回的理由"):
        assessing.send_back(card, reason="", **by(other))
    assessing.send_back(card, reason="重评", **by(other))
    card.refresh_from_db()
    assert (card.state, card.scorer) == ("assessed", None)


def test_scope(people):
    card, other = drawn(people), making.staff()
    with pytest.raises(ScoreRefused):
        assessing.assess(card, points=points(card), **by(other.clerk))
    with pytest.raises(ScoreRefused):
        assessing.give_points(card, points=points(card), **by(other.office))
    with pytest.raises(ScoreRefused):
        assessing.draw_up(2026, **by(people.auditor))
    assert not Scorecard.objects.filter(department=other.body).exists()
    assert not Scorecard.objects.visible_to(other.office).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreLine.objects.filter(scorecard=card, key="orders").update(points=11)
