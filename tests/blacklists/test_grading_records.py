"""What is on file, graded by the local text: proposals with their reasoning, never an entry. Source: D4."""

from dataclasses import replace
from decimal import Decimal

import pytest

from blacklists import grading_records, reporting
from blacklists.grading import Grade
from blacklists.models import Entry, GradeProposal
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused
from records.models import Record
from subjects.models import KeyPerson
from tests import factories
from tests.blacklists.walking import START, again, by, day, graded_here, penalty, reported
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    graded_here(settings)
    return making.staff()


def fined(people, kind: str, subject, **content):
    return penalty(people, subject, content={"CF_CFLB": kind} | content)


@pytest.mark.parametrize(
    ("kind", "grade"),
    [
        ("警告", Grade.MINOR),
        ("责令停产停业", Grade.SERIOUS),
        ("吊销许可证件", Grade.SERIOUS),
        ("警告；暂扣许可证件", Grade.SERIOUS),
    ],
)
def test_penalties_by_their_kind(people, kind, grade):
    subject = factories.subject()
    fined(people, kind, subject)
    assert grading_records.assess(subject, START)[0].grade == grade


def test_amounts_that_no_text_gives_are_for_a_person_until_the_office_sets_them(people):
    subject = factories.subject()
    record = fined(people, "罚款", subject, CF_NR_FK="8", CF_NR_WFFF="4")
    result, found = grading_records.assess(subject, START)
    assert result.grade == Grade.NONE
    assert "一定数额" in found.questions[0]
    rules = procedure(START)
    for some, large, expected in [(20, 50, ""), (12, 50, "fine_some_amount"), (1, 12, "fine_large")]:
        set_ = replace(rules, fine_some=Decimal(some), fine_large=Decimal(large))
        assert grading_records.ground_of(record, set_) == (expected, "")


@pytest.mark.parametrize("kind", ["通报批评", "行政拘留", "其他-责令改正"])
def test_kinds_that_no_text_grades_are_for_a_person(people, kind):
    subject = factories.subject()
    fined(people, kind, subject)
    result, found = grading_records.assess(subject, START)
    assert result.grade == Grade.NONE
    assert "由人认定" in found.questions[0]


def test_withdrawn_records_and_unconfirmed_acts_do_not_count(people):
    subject = factories.subject()
    penalty(people, subject, state="withdrawn", content={"CF_CFLB": "责令关闭"})
    reporting.report_act(
        subject,
        ground="fine_large",
        document="虚认〔2026〕1号",
        decided_on=START,
        basis="依据",
        **by(people.clerk, START),
    )
    assert grading_records.assess(subject, START)[0].grade == Grade.NONE


def test_acts_of_those_in_control_count_as_serious(people):
    boss, subject = factories.subject("戊某", kind="person", public=False), factories.subject()
    KeyPerson.objects.create(subject=subject, role="controller", name="戊某", person=boss, since=day(-400))
    penalty(people, boss, state="internal", public_from=None)
    result, found = grading_records.assess(subject, START)
    assert result.grade == Grade.SERIOUS
    assert "由人认定" in found.questions[0]
    assert "戊某" not in "".join(step.words for step in result.steps)


def test_an_act_of_who_controls_them_starts_a_proposal_for_those_and_nobody_else(people):
    boss = factories.subject("戊某", kind="person", public=False)
    led, left, staffed = (factories.subject() for _ in range(3))
    KeyPerson.objects.create(subject=led, role="controller", name="戊某", person=boss, since=day(-400))
    KeyPerson.objects.create(subject=led, role="principal", name="戊某", person=boss, since=day(-400))
    KeyPerson.objects.create(subject=left, role="controller", name="戊某", person=boss, until=day(-100))
    KeyPerson.objects.create(subject=staffed, role="directly_responsible", name="戊某", person=boss)
    penalty(people, boss, state="internal", public_from=None)
    assert grading_records.propose_grades(START) == 1
    made = GradeProposal.objects.get()
    assert (made.subject, made.grade, len(made.acts)) == (led, "serious", 1)
    assert grading_records.propose_grades(START) == 0


def test_many_are_read_in_as_many_queries_as_one(people, django_assert_max_num_queries):
    subjects = [factories.subject() for _ in range(6)]
    for subject in subjects:
        fined(people, "警告", subject)
        reported(people, subject, ground="filing_late")
    with django_assert_max_num_queries(12):
        found = grading_records.assess_all([one.pk for one in subjects], START)
    assert [len(mine.acts) for _, mine in found.values()] == [2] * 6


def test_three_acts_in_a_year_make_one_proposal_with_its_reasons_and_no_entry(people):
    subject = factories.subject(public=False)
    for when in (day(-200), day(-100), START):
        reported(people, subject, ground="filing_late", on=when)
    office = people.office.department
    made = grading_records.propose_grade(subject, office, on=START)
    assert made.grade == "fairly"
    assert "3次轻微失信" in made.reasoning[0]["words"]
    assert "二(一)2" in made.reasoning[0]["clause"]
    assert grading_records.propose_grade(subject, office, on=START) is None
    reported(people, subject, ground="fine_large")
    newer = grading_records.propose_grade(subject, office, on=START)
    assert (newer.grade, again(made).state) == ("serious", "superseded")
    assert not Entry.objects.exists()


def test_the_sweep_proposes_once_to_the_office_above(people):
    reported(people, factories.subject(), ground="filing_late")
    fined(people, "警告", factories.subject())
    assert grading_records.propose_grades(START) == 2
    assert grading_records.propose_grades(START) == 0
    assert set(GradeProposal.objects.values_list("department", flat=True)) == {people.office.department.pk}
    assert GradeProposal.objects.visible_to(people.office).count() == 2
    assert not GradeProposal.objects.visible_to(people.clerk).exists()


def test_without_a_local_text_nothing_is_graded(people, settings):
    settings.JURISDICTION = ""
    fined(people, "责令关闭", factories.subject())
    assert grading_records.propose_grades(START) == 0


def test_the_office_takes_up_or_declines_with_a_reason(people):
    reported(people, factories.subject(), ground="filing_late")
    grading_records.propose_grades(START)
    made = GradeProposal.objects.get()
    with pytest.raises(ListRefused, match="理由"):
        grading_records.answer_grade(made, take_up=False, **by(people.office, START))
    with pytest.raises(ListRefused, match="信用办"):
        grading_records.answer_grade(made, take_up=True, **by(people.clerk, START))
    grading_records.answer_grade(made, take_up=True, **by(people.office, START))
    assert again(made).state == "taken_up"
    assert not Entry.objects.exists()


def test_a_reported_act_is_confirmed_by_another(people):
    subject = factories.subject()
    made = reporting.report_act(
        subject, ground="warning", document="虚认〔2026〕2号", decided_on=START, basis="依据", **by(people.clerk, START)
    )
    type(made).objects.filter(pk=made.pk).update(proposer=people.reviewer)
    with pytest.raises(ListRefused, match="另一位"):
        reporting.decide_act(made, confirm=True, **by(people.reviewer, START))
    with pytest.raises(ListRefused, match="情形"):
        reporting.report_act(
            subject, ground="invented", document="号", decided_on=START, basis="依据", **by(people.clerk, START)
        )


def test_a_penalty_nobody_has_let_through_is_named_and_not_counted(settings, people):
    graded_here(settings)
    record = penalty(people, content={"CF_CFLB": "责令停产停业"}, state="awaiting", public_from=None)
    result, found = grading_records.assess(record.subject, day(0))
    assert (result.grade.key, found.acts) == ("none", [])
    assert any(record.document_number in one and "没有计入等级" in one for one in found.questions)
    Record.objects.filter(pk=record.pk).update(state="released", public_from=day(-1))
    assert grading_records.assess(record.subject, day(0))[0].grade.key == "serious"
