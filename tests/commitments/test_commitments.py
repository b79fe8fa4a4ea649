"""Commitments: four contents on an adopted form, signed, a record like all others, kept or broken by two. Source: H2."""

import pytest
from django.db import IntegrityError, transaction

from blacklists.refusals import ListRefused
from commitments import breaking, making, templating
from commitments.at_counter import Applicant, subject_of
from commitments.green_channel import standing_of
from commitments.models import Commitment, Template
from commitments.recording import record_of
from credit_platform.keeping import fetch
from ledger.models import Event
from records import proposing
from records.freezing import freeze
from records.joining import merge_subjects, undo_merge
from records.models import Proposal, Record, WithdrawalGround
from records.releasing import release_record
from records.withdrawing import propose_withdrawal
from rules.models import CaseClock
from subjects.models import Subject
from tests import factories
from tests.commitments.promising import (
    SCAN,
    START,
    again,
    breached,
    by,
    day,
    form,
    identified,
    pledged,
    proposed,
    received,
    template,
)  # fmt: skip
from tests.records.making import acting, grid, id_number, only_record, release, row_of, send

pytestmark = pytest.mark.django_db


def let_out(people, record, on=None):
    on = on or day(1)
    release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=on)
    return again(record)


# --- forms ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["truth", "lawfulness", "performance", "sanction"])
def test_a_form_says_all_four(people, missing):
    with pytest.raises(ListRefused, match="请填写"):
        templating.propose(people.body, form(**{missing: " "}), **by(people.clerk))
    made = template(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=made.pk).update(**{missing: ""})


def test_versions_adopted_by_another_what_was_signed_stays(people):
    first = template(people)
    case = received(people, template_=first)
    second = templating.propose(people.body, form(performance="按新规范履行。"), **by(people.clerk))
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(ListRefused, match="待审批"):
        templating.propose(people.body, form(), **by(people.clerk))
    with pytest.raises(ListRefused, match="审核员"):
        templating.decide(second, adopt=True, **by(people.clerk))
    templating.decide(second, adopt=True, **by(people.reviewer))
    assert (again(first).state, again(second).state) == ("replaced", "adopted")
    assert again(case).template == first
    with pytest.raises(ListRefused, match="使用中"):
        pledged(people, template_=first)
    templating.retire(second, reason="改用上级模板", **by(people.clerk))
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=first.pk).update(approver=first.proposer)


def test_forms_of_the_office_are_used_below_and_decided_above(people):
    made = templating.propose(people.office.department, form("通用承诺", kind="open"), **by(people.office))
    with pytest.raises(ListRefused, match="制定模板的部门"):
        templating.decide(made, adopt=True, **by(people.reviewer))
    templating.decide(made, adopt=True, **by(people.approver))
    assert pledged(people, template_=again(made)).template == made
    other = factories.department()
    assert not Template.objects.usable_by(other).exists()


@pytest.mark.parametrize(
    ("pack", "words"),
    [("shaanxi", ["申报材料真实性", "守法经营", "诚信履约", "市场准入"]), ("bengbu", ["市场主体准入前", "自愿接受约束和惩戒"]),
     ("yingkou", [])],
)  # fmt: skip
def test_what_the_texts_ask_of_commitments(settings, pack, words):
    settings.JURISDICTION = pack
    found = templating.asked_for(START)
    said = str([one.value for one in found])
    assert all(word in said for word in words)
    assert bool(found) == bool(words)
    assert all(one.clause for one in found)
    for part, word in (("truth", "真实"), ("lawfulness", "守|遵守"), ("performance", "履行"), ("sanction", "自愿接受")):
        assert any(one in templating.DRAFT[part] for one in word.split("|"))


# --- made, kept -----------------------------------------------------------------------------------------------------


def test_from_the_counter_to_the_public_record(people):
    case = pledged(people, fulfil_by=day(10))
    assert fetch(case.pdf_path).startswith(b"%PDF-")
    with pytest.raises(ListRefused, match="扫描件"):
        making.receive(case, signed=None, **by(people.clerk))
    making.receive(case, signed=SCAN, **by(people.clerk))
    record = record_of(again(case), case.submission)
    assert (record.kind, record.state, record.subject, record.department) == (
        "commitment", "awaiting", case.subject, people.body,
    )  # fmt: skip
    content = record.version.content
    assert (content["CN_LX"], content["CN_SY"], content["CN_LVZT"]) == ("审批替代型", "办理食品经营许可", "履行中")
    assert all(word in content["CN_NR"] for word in ("真实：", "合法：", "履约："))
    assert "自愿接受" in content["CN_ZR"]
    assert record.due is not None
    assert not Record.objects.public(day(1)).exists()
    let_out(people, record)
    assert Record.objects.public(day(1)).get() == record
    clock = CaseClock.objects.get(case_id=case.public_id)
    assert (clock.due, clock.state) == (day(10), "running")
    making.fulfil(case, wording="经现场核查，条件均已具备。", fulfilled_on=day(3), **by(people.clerk, day(3)))
    assert (again(case).state, again(clock).state) == ("fulfilled", "met")
    change = Proposal.objects.get(record=record)
    proposing.accept(change, reviewer=people.reviewer, actor=acting(people.reviewer), on=day(4))
    assert again(record).version.content["CN_LVZT"] == "已履行"
    moves = Event.objects.filter(object_id=case.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["draft", "receive", "fulfil"]


def test_the_subject_itself_may_draft_and_a_department_receives(people):
    used = template(people)
    subject = identified(factories.subject())
    case = making.draft(
        subject, template=used, department=people.body, matter="综合信用承诺", officer=None,
        actor=acting(people.clerk), on=START,
    )  # fmt: skip
    assert case.drafter is None
    making.receive(case, signed=SCAN, **by(people.clerk))
    assert again(case).received_by == people.clerk


def test_a_persons_commitment_is_on_file_and_never_public(people):
    number = id_number(5)
    with transaction.atomic():
        person = subject_of(Applicant(name="丁某", certificate="身份证", number=number))
    case = received(people, person)
    record = record_of(case, case.submission)
    assert (record.state, record.internal_reason, record.subject) == ("internal", "person", person)
    assert number not in str(record.version.content)


def test_a_commitment_may_end_by_itself(people):
    case = received(people, template_=template(people, months=12))
    assert str(case.valid_until) == "2027-10-11"
    assert record_of(case, case.submission).public_until == case.valid_until


@pytest.mark.parametrize(("fields", "why"), [({"matter": ""}, "请填写"), ({"fulfil_by": START}, "今天之后")])
def test_drafts_that_cannot_be(people, fields, why):
    with pytest.raises(ListRefused, match=why):
        pledged(people, **fields)


def test_a_form_that_asks_for_a_day_gets_one(people):
    used = template(people, dated=True)
    with pytest.raises(ListRefused, match="履行期限"):
        pledged(people, template_=used)
    assert pledged(people, template_=used, fulfil_by=day(5)).fulfil_by == day(5)


def test_intake_has_the_last_word(people):
    case = pledged(people)
    Commitment.objects.filter(pk=case.pk).update(matter="联系电话13912345678")
    with pytest.raises(ListRefused, match="未能记入信用记录"):
        making.receive(again(case), signed=SCAN, **by(people.clerk))
    assert again(case).state == "drafted"
    assert not Record.objects.exists()


# --- broken ---------------------------------------------------------------------------------------------------------


def test_a_breach_takes_two_and_becomes_a_record(people, settings):
    settings.JURISDICTION = "yingkou"
    case = received(people, fulfil_by=day(4))
    record = let_out(people, record_of(case, case.submission))
    with pytest.raises(ListRefused, match="期满"):
        breaking.propose(case, reason="未达到条件", **by(people.clerk, day(4)))
    breaking.propose(case, reason="核查发现未达到承诺的条件", **by(people.clerk, day(5)))
    with pytest.raises(ListRefused, match="审核员"):
        breaking.confirm(case, **by(people.clerk, day(5)))
    breaking.decline(case, reason="补充核查", **by(people.reviewer, day(5)))
    breaking.propose(case, reason="核查发现未达到承诺的条件", **by(people.clerk, day(6)))
    both = factories.officer("clerk", "reviewer", department=people.body)
    breaking.confirm(case, **by(both, day(6)))
    case = again(case)
    assert (case.state, case.breach_approver) == ("breached", both)
    broken = record_of(case, case.breach_submission)
    assert (broken.kind, broken.state, broken.decided_on) == ("breach", "awaiting", day(6))
    assert broken.due is not None
    assert broken.public_until is not None, "never longer than the law's longest period"
    assert broken.version.digest
    assert again(record).version.content["CN_LVZT"] == "未履行", "public at once: two have said so"
    assert standing_of(case.subject, day(7)).clean, "not before somebody let it out"
    let_out(people, broken, day(7))
    found = standing_of(case.subject, day(8))
    assert not found.admitted
    assert "违背信用承诺" in found.basis


def test_late_papers_that_never_came_are_a_record_too(people, settings):
    settings.JURISDICTION = "yingkou"
    case = breached(people)
    record = record_of(case, case.breach_submission)
    assert (record.kind, record.state) == ("breach", "awaiting")
    assert record.version.content["WN_LX"] == "容缺受理"
    assert record.version.content["WN_CNS"] == case.number


def test_a_frozen_site_leaves_the_change_to_the_reviewer(people):
    case = received(people)
    record = let_out(people, record_of(case, case.submission))
    breaking.propose(case, reason="未履行", **by(people.clerk, day(5)))
    freeze(reason="演练", **by(people.office, day(5)))
    breaking.confirm(case, **by(people.reviewer, day(6)))
    assert again(record).version.content["CN_LVZT"] == "履行中"
    assert Proposal.objects.get(record=record).state == "open"


def test_withdrawing_asks_for_the_record_to_leave(people):
    case = received(people)
    record = let_out(people, record_of(case, case.submission))
    making.withdraw(case, reason="申请人撤回申请", **by(people.clerk, day(2)))
    assert again(case).state == "withdrawn"
    asked = Proposal.objects.get(record=record)
    assert (asked.kind, asked.state) == ("withdrawal", "open")
    proposing.accept(asked, reviewer=people.reviewer, actor=acting(people.reviewer), on=day(3))
    assert not Record.objects.public(day(3)).exists()
    overdue = received(people, fulfil_by=day(4))
    with pytest.raises(ListRefused, match="不能再撤回"):
        making.withdraw(overdue, reason="不办了", **by(people.clerk, day(5)))


@pytest.mark.parametrize("gone", [True, False])
def test_what_has_left_or_is_leaving_is_not_asked_to_leave_again(people, gone):
    case = received(people)
    record = let_out(people, record_of(case, case.submission))
    asked = propose_withdrawal(record, ground=WithdrawalGround.OTHER, reason="填报有误", **by(people.clerk, day(1)))
    if gone:
        proposing.accept(asked, reviewer=people.reviewer, actor=acting(people.reviewer), on=day(2))
    making.withdraw(case, reason="申请人撤回申请", **by(people.clerk, day(2)))
    assert again(case).state == "withdrawn"
    assert Proposal.objects.get(record=record) == asked


def test_only_clerks_of_the_department_withdraw(people):
    case = received(people)
    above = factories.officer("clerk", "office", department=people.office.department)
    for officer in (people.reviewer, people.office, people.approver, above):
        with pytest.raises(ListRefused, match="填报员"):
            making.withdraw(case, reason="申请人撤回申请", **by(officer, day(1)))
    making.withdraw(case, reason="申请人撤回申请", **by(people.clerk, day(1)))
    assert again(case).state == "withdrawn"


def test_the_record_is_followed_to_the_subject_it_was_merged_into_and_back(people):
    old = Subject.objects.create(kind="organisation", name="虚构红旗机械厂")
    old.identifiers.create(type="registration", value="210800004012345")
    kept = identified(factories.subject("虚构红旗机械有限公司"))
    first, second = received(people, old), received(people, old)
    made = merge_subjects(
        old, kept, officer=people.office, actor=acting(people.office), on=day(1), reason="登记机关来函"
    )
    record = record_of(again(first), first.submission)
    assert (record.subject, again(first).subject) == (kept, old)
    making.fulfil(first, wording="条件均已具备。", fulfilled_on=day(1), **by(people.clerk, day(1)))
    assert again(record).version.content["CN_LVZT"] == "已履行", "the same record, not a second one"
    assert Record.objects.filter(kind="commitment").count() == 2
    breaking.propose(second, reason="未达到条件", **by(people.clerk, day(2)))
    breaking.confirm(second, **by(people.reviewer, day(2)))
    broken = record_of(again(second), second.breach_submission)
    assert (broken.kind, broken.subject) == ("breach", kept)
    undo_merge(made, officer=people.approver, on=day(3), actor=acting(people.approver), reason="误并")
    assert record_of(first, first.submission).subject == old
    assert record_of(second, second.breach_submission) == broken


def test_what_the_database_says_itself(people):
    case = received(people)
    breaking.propose(case, reason="未履行", **by(people.clerk, day(5)))
    for fields in (
        {"breach_proposer": None},
        {"breach": ""},
        {"breach_approver": people.clerk},
        {"state": "breached"},
        {"state": "fulfilled"},
        {"signed_path": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Commitment.objects.filter(pk=case.pk).update(**fields)


# --- in batches -----------------------------------------------------------------------------------------------------


def test_a_department_sends_its_own_by_workbook(people):
    rows = [row_of("commitment", people.body) for _ in range(3)]
    rows[2] |= {"CN_LVZT": "未履行"}
    submission, report = send(people, rows)
    assert (submission.new, submission.rejected) == (2, 1)
    assert [f.code for _, f in report.findings if f.column == "CN_LVQK"] == ["missing"]
    release(people, submission)
    assert Record.objects.public(START.replace(year=2027)).filter(kind="commitment").count() == 2
    assert grid(rows)
    assert only_record(people, row_of("breach", people.body)).public_until is not None


def test_foreign_departments_see_nothing(people, settings):
    settings.JURISDICTION = "yingkou"
    case = received(people)
    other = factories.officer("clerk", department=factories.department())
    assert not Commitment.objects.visible_to(other).exists()
    with pytest.raises(ListRefused, match="职责范围"):
        making.fulfil(case, wording="好", fulfilled_on=START, **by(other))
    with pytest.raises(ListRefused, match="职责范围"):
        making.draft(case.subject, template=case.template, department=people.body, matter="x", **by(other))
    assert proposed(people)
