"""Late papers: only for whom the text admits, never those of the law, on a signed promise, broken by two persons. Source: E7."""

import pytest
from django.db import IntegrityError, connection, transaction

from blacklists.refusals import ListRefused
from commitments import accepting, breaking, paper_lists
from commitments.at_counter import Applicant, subject_of
from commitments.models import LatePapers, MatterPaper, PromisedPaper
from commitments.paper_lists import PaperSaid
from credit_platform.keeping import fetch
from ledger.models import Event
from rules.models import CaseClock
from subjects.models import Identifier, Subject
from tests import factories
from tests.commitments.promising import (
    PAPERS,
    SCAN,
    START,
    accepted,
    again,
    breached,
    by,
    day,
    drafted,
    identified,
    matter,
    proposed,
)  # fmt: skip
from tests.records.making import id_number

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings):
    settings.JURISDICTION = "yingkou"


# --- the list of papers ---------------------------------------------------------------------------------------------


def test_a_paper_of_the_law_is_never_late(people):
    with pytest.raises(ListRefused, match="法律法规要求的材料"):
        paper_lists.propose(
            people.body, title="许可", basis="指南", papers=[PaperSaid("申请书", True, 5)], **by(people.clerk)
        )
    row = matter(people).papers.get(name="申请书")
    row.late_days = 3
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_list_takes_two_and_replaces_the_one_before(people):
    first = matter(people)
    made = paper_lists.propose(people.body, title="食品经营许可", basis="第4版", papers=PAPERS[:2], **by(people.clerk))
    with pytest.raises(ListRefused, match="已有一份"):
        paper_lists.propose(people.body, title="食品经营许可", basis="第5版", papers=PAPERS, **by(people.clerk))
    both = factories.officer("office", "office_approver", department=people.office.department)
    own = paper_lists.propose(people.body, title="另一事项", basis="第1版", papers=PAPERS, **by(both))
    with pytest.raises(ListRefused, match="另一位同事"):
        paper_lists.decide(own, adopt=True, **by(both))
    with pytest.raises(ListRefused, match="理由"):
        paper_lists.decide(made, adopt=False, **by(people.reviewer))
    paper_lists.decide(made, adopt=True, **by(people.reviewer))
    assert (again(first).state, again(made).state) == ("replaced", "adopted")
    paper_lists.retire(made, reason="事项取消", **by(people.clerk))
    assert again(made).state == "replaced"


@pytest.mark.parametrize(
    ("papers", "why"),
    [
        ([], "1到60项"),
        ([PaperSaid("图", False), PaperSaid("图", False, 3)], "两遍"),
        ([PaperSaid("图", False, 0)], "工作日"),
    ],
)
def test_lists_that_cannot_be(people, papers, why):
    with pytest.raises(ListRefused, match=why):
        paper_lists.propose(people.body, title="许可", basis="指南", papers=papers, **by(people.clerk))


def test_nobody_lists_papers_for_another_department(people):
    with pytest.raises(ListRefused, match="职责范围"):
        paper_lists.propose(factories.department(), title="许可", basis="指南", papers=PAPERS, **by(people.clerk))


# --- at the counter -------------------------------------------------------------------------------------------------


def test_from_draft_to_the_last_paper(people):
    case = drafted(people, late=("设备清单", "场所平面图"))
    assert fetch(case.pdf_path).startswith(b"%PDF-")
    assert "没有不良信用记录" in case.standing
    assert "(七)" in case.clause
    with pytest.raises(ListRefused, match="扫描件"):
        accepting.accept(case, signed=None, **by(people.clerk))
    accepting.accept(case, signed=SCAN, **by(people.clerk))
    clock = CaseClock.objects.get(case_id=case.public_id)
    assert (clock.due, clock.state, clock.department) == (case.promised_by, "running", people.body)
    first, last = case.papers.order_by("pk")
    accepting.deliver(case, papers=[first.pk], **by(people.clerk, day(1)))
    assert again(case).state == "accepted"
    with pytest.raises(ListRefused, match="勾选"):
        accepting.deliver(case, papers=[first.pk], **by(people.clerk, day(1)))
    accepting.deliver(case, papers=[last.pk], **by(people.clerk, day(2)))
    assert (again(case).state, case.completed_on) == ("completed", day(2))
    assert again(clock).state == "met"
    moves = Event.objects.filter(object_id=case.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["draft", "accept", "deliver", "deliver", "complete"]


@pytest.mark.parametrize("late", [("申请书",), ("营业执照",), ("申请书", "设备清单"), ()])
def test_only_what_the_list_lets_be_late(people, late):
    with pytest.raises(ListRefused, match=r"不能容缺|没有列为|请勾选"):
        drafted(people, late=late)


def test_papers_of_another_matter_do_not_count(people):
    other = matter(people, "另一事项")
    mine = matter(people)
    with pytest.raises(ListRefused, match="勾选"):
        accepting.draft(
            Applicant(name="虚构", code=factories.code()), matter=mine,
            papers=[other.papers.get(name="设备清单").pk], application="1号", promised_by=day(3), **by(people.clerk),
        )  # fmt: skip


def test_the_promised_day_is_bounded_by_the_list(people):
    assert drafted(people, promised_by=day(7)).promised_by == day(7), "five working days over a weekend"
    for wrong in (START, day(-1), day(8)):
        with pytest.raises(ListRefused, match="承诺补齐的日期"):
            drafted(people, promised_by=wrong)


@pytest.mark.parametrize(
    ("pack", "why"),
    [("bengbu", "没有规定容缺"), ("hua_county", "没有规定容缺"), ("national", "没有规定容缺"), ("suining_anju", "不良信用记录"),
     ("harbin_new_area", "不良信用记录"), ("yingkou", "不良信用记录")],
)  # fmt: skip
def test_never_for_whom_the_text_does_not_admit(people, settings, pack, why):
    settings.JURISDICTION = pack
    subject = identified(factories.subject())
    factories.record("penalty", subject=subject, decided_on=day(-30))
    with pytest.raises(ListRefused, match=why):
        drafted(people, subject)
    assert not LatePapers.objects.exists()


def test_listed_between_draft_and_signature(people):
    subject = identified(factories.subject())
    case = drafted(people, subject)
    factories.record("debtor", subject=subject, decided_on=START)
    with pytest.raises(ListRefused, match="不符合绿色通道"):
        accepting.accept(case, signed=SCAN, **by(people.clerk))


def test_an_unknown_company_is_opened_by_its_code(people):
    code = factories.code()
    mine = matter(people)
    papers = [mine.papers.get(name="设备清单").pk]

    def draft(**said):
        return accepting.draft(
            Applicant(**said), matter=mine, papers=papers, application="1号", promised_by=day(3), **by(people.clerk)
        )

    for said, why in (
        ({"code": code}, "填写名称"),
        ({"code": code[:-1] + "0", "name": "甲"}, "校验位|18位"),
        ({}, "请填写"),
    ):
        with pytest.raises(ListRefused, match=why):
            draft(**said)
    case = draft(code=code, name="虚构新设有限公司")
    assert (case.subject.code, case.subject.public_since) == (code, None)
    assert draft(code=code, name="别的名字").subject == case.subject, "the code decides"


def test_a_person_by_certificate_and_name_never_by_one_alone(people):
    number = id_number(7)
    with transaction.atomic():
        person = subject_of(Applicant(name="丁某", certificate="身份证", number=number))
    assert (person.kind, person.name) == ("person", "丁某")
    assert number not in str(list(Identifier.objects.filter(subject=person).values()))
    assert subject_of(Applicant(name="丁某", certificate="身份证", number=number)) == person
    for said in ({"name": "戊某"}, {"name": ""}):
        with pytest.raises(ListRefused, match="姓名"):
            subject_of(Applicant(certificate="身份证", number=number, **said))
    with pytest.raises(ListRefused) as refused:
        subject_of(Applicant(name="丁某", certificate="身份证", number=number[:-1] + "Z"))
    assert number[:10] not in str(refused.value)
    assert Subject.objects.filter(kind="person").count() == 1


# --- overdue, breach ------------------------------------------------------------------------------------------------


def test_overdue_is_derived_and_a_breach_takes_two(people):
    case = accepted(people)
    assert not LatePapers.objects.overdue(case.promised_by).exists()
    assert LatePapers.objects.overdue(day(5)).get() == case
    with pytest.raises(ListRefused, match="期满"):
        breaking.propose(case, reason="未补交", **by(people.clerk, case.promised_by))
    with pytest.raises(ListRefused, match="不能再撤回"):
        accepting.cancel(case, reason="不办了", **by(people.clerk, day(5)))
    with pytest.raises(ListRefused, match="理由"):
        breaking.propose(case, reason=" ", **by(people.clerk, day(5)))
    breaking.propose(case, reason="未补交", **by(people.reviewer, day(5)))
    with pytest.raises(ListRefused, match="另一位同事"):
        breaking.confirm(case, **by(people.reviewer, day(5)))
    with pytest.raises(ListRefused, match="审核员"):
        breaking.confirm(case, **by(people.clerk, day(5)))
    breaking.decline(case, reason="材料在途", **by(people.approver, day(5)))
    assert (again(case).state, case.breach, case.breach_proposer) == ("accepted", "", None)
    breaking.propose(case, reason="仍未补交", **by(people.clerk, day(6)))
    breaking.confirm(case, **by(people.reviewer, day(6)))
    assert (again(case).state, case.breached_on) == ("breached", day(6))
    assert CaseClock.objects.get(case_id=case.public_id).state == "met"


def test_papers_that_come_while_it_is_judged_are_taken(people):
    case = proposed(people)
    accepting.deliver(case, papers=[case.papers.get().pk], **by(people.clerk, day(6)))
    assert again(case).state == "completed"
    with pytest.raises(ListRefused, match="状态已经变化"):
        breaking.confirm(case, **by(people.reviewer, day(6)))


def test_the_database_lets_nobody_propose_a_breach_without_words(people):
    case = proposed(people)
    for fields in ({"breach": ""}, {"breach_proposer": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LatePapers.objects.filter(pk=case.pk).update(**fields)


def test_what_the_database_says_itself(people):
    case = breached(people)
    for fields in (
        {"breach_approver": people.clerk},
        {"breached_on": case.promised_by},
        {"signed_path": ""},
        {"breach": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LatePapers.objects.filter(pk=case.pk).update(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromisedPaper.objects.filter(case=case).update(delivered_on=START)
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterPaper.objects.filter(statutory=True).update(late_days=3)


def test_numbers_go_on(people):
    assert [drafted(people).number for _ in range(3)] == [f"容缺承诺〔2026〕{n}号" for n in (1, 2, 3)]


def test_foreign_departments_see_nothing(people):
    case = accepted(people)
    other = factories.officer("clerk", department=factories.department())
    assert not LatePapers.objects.visible_to(other).exists()
    with pytest.raises(ListRefused, match="职责范围"):
        accepting.deliver(case, papers=[1], **by(other))
    assert LatePapers.objects.visible_to(people.auditor).get() == case
    assert connection.vendor == "postgresql"
