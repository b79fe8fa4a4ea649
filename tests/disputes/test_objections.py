"""Objections: marked at once, suspended when taken up, decided by two, and everything derived follows. Source: F2, F3."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from blacklists.models import Entry
from blacklists.refusals import ListRefused
from disputes import deciding, filing, handling, reviewing
from disputes.correcting import candidates
from disputes.models import Dispute, DisputeLetter
from ledger.models import Event
from records import correcting, intake, proposing, withdrawing
from records.models import Mark, Proposal, Record
from representation.models import Representative
from rules.models import CaseClock
from sanctions.models import Measure
from tests import factories
from tests.blacklists.walking import again, day, published
from tests.blacklists.walking import penalty as listed_penalty
from tests.disputes.walking import SCAN, accepted, answered, decided, objection, public_penalty
from tests.records import making
from tests.records.making import FRIDAY
from tests.representation.making import by_person, by_staff, claimed, enter, representative
from tests.sanctions.walking import acknowledged, executed, implementer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def record(people):
    return public_penalty(people)


def public(record, on=FRIDAY):
    return Record.objects.public(on).filter(pk=record.pk).exists()


def proposed(people, record, reason, **cells):
    """A correction that the department's clerk has brought in."""
    submission = correcting.propose_correction(
        record, dict(record.version.content) | cells, clerk=people.clerk, ground="other", reason=reason,
        actor=making.acting(people.clerk), on=FRIDAY,
    )  # fmt: skip
    intake.run(submission.pk)
    return Proposal.objects.get(submission=submission)


def marks(case):
    return list(Mark.objects.filter(case_id=case.public_id, until__isnull=True).values_list("target_id", "suspends"))


def clock(case, step):
    return CaseClock.objects.filter(case_id=case.public_id, step=step).latest("pk")


def test_it_is_marked_in_the_transaction_that_files_it(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    assert marks(case) == [(record.public_id, False)]
    assert public(record), "in doubt, not gone"
    assert clock(case, "mark").state == "met"
    assert str(clock(case, "forward").due) == "2026-11-24"
    assert str(clock(case, "reply").due) == "2026-12-01"
    assert (case.department, case.office) == (people.body, people.office.department)
    assert case.attachments.get().name == "附件.pdf"


def test_the_ledger_tells_nothing_of_who_objected(people, record):
    person = representative("张三丰")
    case = objection(record.subject, record, people, on=FRIDAY, person=person)
    for event in Event.objects.filter(object_id=case.public_id).select_related("act"):
        said = f"{event.act.actor}{event.act.reason}{event.act.basis}{event.act.department}"
        assert "张三丰" not in said
        assert record.subject.name not in said


def test_someone_elses_record_cannot_be_disputed(people, record):
    stranger = factories.subject()
    with pytest.raises(ListRefused, match="没有找到所指的事项"):
        objection(stranger, record, people, on=FRIDAY)
    assert not Dispute.objects.exists()
    assert not Mark.objects.exists()


def test_a_second_one_on_the_same_thing_waits_for_the_first(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    with pytest.raises(ListRefused, match="已有一件正在办理"):
        objection(record.subject, record, people, on=FRIDAY)
    decided(case, people, "keep", FRIDAY)
    objection(record.subject, record, people, on=FRIDAY)


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"statement": " "}, "请填写事实和理由"),
        ({"ground": "x"}, "请选择理由"),
        ({"statement": "我的号码是21081119900101001X"}, "泄露个人信息"),
        ({"papers": [SCAN] * 6}, "最多上传5个附件"),
    ],
)
def test_bad_forms_leave_nothing(people, record, fields, fault):
    with pytest.raises(ListRefused, match=fault):
        objection(record.subject, record, people, on=FRIDAY, **fields)
    assert not Dispute.objects.exists()


def test_taken_up_the_measures_rest_and_upheld_they_never_come_back(people):
    """What hangs on a disputed entry is not carried out; its exit is another than a revocation."""
    measure = acknowledged(people, implementer(people))
    entry = measure.action.entry
    case = objection(entry.subject, entry, people, on=day(16), ground="listed_wrongly")
    assert Measure.objects.in_force(day(16)).filter(pk=measure.pk).exists()
    accepted(case, people, day(16))
    assert not Measure.objects.in_force(day(16)).filter(pk=measure.pk).exists()
    assert marks(case) == [(entry.public_id, True)]
    handling.answer(case, outcome="delete", wording="列错了主体", **by_staff(people.clerk, day(17)))
    deciding.decide(case, reason="列错了主体", **by_staff(people.approver, day(18)))
    entry.refresh_from_db()
    assert (entry.state, entry.exit) == ("left", "objection")
    assert not Entry.objects.in_force(day(18)).filter(pk=entry.pk).exists()
    assert not Measure.objects.standing(day(18)).filter(pk=measure.pk).exists()
    assert marks(case) == []
    assert set(case.letters.values_list("kind", flat=True)) == {"objection_reply", "objection_restored"}


def test_kept_everything_is_as_before(people):
    """Restoration after a decision to keep: item by item what stood before the objection."""
    measure = executed(people, implementer(people))
    entry = measure.action.entry

    def standing():
        return (
            set(Entry.objects.public(day(18)).values_list("public_id", "state", "until")),
            set(Measure.objects.in_force(day(18)).values_list("public_id", "state", "until")),
            set(Mark.objects.open(day(18)).values_list("pk", flat=True)),
        )

    before = standing()
    case = decided(objection(entry.subject, entry, people, on=day(16)), people, "keep", day(18))
    assert standing() == before
    assert case.state == "rejected"
    [letter] = case.letters.all()
    (heading,) = letter.content["rights"]
    told = dict(letter.content["parts"])[
        heading
    ]  # what the letter prints are its parts: a right that is none is told to nobody
    for way in ("申请复核一次", "投诉", "行政复议", "行政诉讼"):
        assert way in told
    assert clock(case, "supplier").state == "met"


def test_an_upheld_objection_takes_the_record_from_sight(people, record):
    assert public(record)
    case = decided(objection(record.subject, record, people, on=FRIDAY), people, "delete", FRIDAY)
    assert case.state == "upheld"
    assert not public(record)
    record.refresh_from_db()
    assert record.state == "withdrawn"
    proposal = record.proposals.get()
    assert (proposal.proposer, proposal.approver) == (people.clerk, people.approver)


def test_an_entry_falls_with_the_record_it_rests_on(people):
    record = listed_penalty(people)
    entry = published(people, record=record)
    case = objection(record.subject, record, people, on=day(20))
    decided(case, people, "delete", day(20))
    assert not Entry.objects.in_force(day(20)).filter(pk=entry.pk).exists()


def test_a_correction_must_have_been_proposed(people, record):
    case = answered(objection(record.subject, record, people, on=FRIDAY), people, "correct", FRIDAY)
    with pytest.raises(ListRefused, match="先在该记录的页面提出更正"):
        deciding.decide(case, reason="金额有误", **by_staff(people.approver, FRIDAY))
    assert again(case).state == "answered", "nothing half-done"
    named = proposed(people, record, "金额填错", CF_NR="罚款壹万元整", CF_NR_FK="1")
    with pytest.raises(ListRefused, match="请选择本决定采纳的是哪一项更正"):
        deciding.decide(case, reason="金额有误", **by_staff(people.approver, FRIDAY))
    deciding.decide(case, reason="金额有误", correction=named.public_id, **by_staff(people.approver, FRIDAY))
    record.refresh_from_db()
    assert record.version.content["CF_NR"] == "罚款壹万元整"
    assert public(record)
    case = again(case)
    assert (case.state, case.correction) == ("upheld", named)
    restored = case.letters.get(kind="objection_restored").content
    assert "处罚内容、罚款金额(万元)" in str(restored)


def test_a_correction_of_another_point_is_not_the_answer(people, record):
    """Accepted while the objection was looked into, it mends nothing unless the decision names it; replaced, it cannot be named."""
    case = answered(objection(record.subject, record, people, on=FRIDAY), people, "correct", FRIDAY)
    other = proposed(people, record, "法定代表人姓名有误", CF_FRDB="庚某")
    reviewed = {"reviewer": people.reviewer, "actor": making.acting(people.reviewer), "on": FRIDAY}
    proposing.accept(other, **reviewed)
    with pytest.raises(ListRefused, match="请选择本决定采纳的是哪一项更正"):
        deciding.decide(case, reason="金额有误", **by_staff(people.approver, FRIDAY))
    record.refresh_from_db()
    amount = proposed(people, record, "金额填错", CF_NR="罚款壹万元整", CF_NR_FK="1")
    assert [one.proposal for one in candidates(case)] == [amount, other]
    assert [title for title, _, _ in candidates(case)[1].changes] == ["法定代表人"]
    proposing.accept(amount, **reviewed)
    assert [one.proposal for one in candidates(case)] == [amount], "the text of the other stands no more"
    deciding.decide(case, reason="金额有误", correction=amount.public_id, **by_staff(people.approver, FRIDAY))
    assert again(case).correction == amount


def test_a_measure_alone_ends(people):
    who = implementer(people)
    measure = executed(people, who)
    case = objection(measure.subject, measure, people, on=day(16), ground="measure_wrong")
    accepted(case, people, day(16))
    assert not Measure.objects.in_force(day(16)).filter(pk=measure.pk).exists()
    handling.answer(case, outcome="delete", wording="超出清单", **by_staff(who.clerk, day(17)))
    deciding.decide(case, reason="超出清单范围", **by_staff(people.approver, day(17)))
    assert again(measure).state == "ending"
    assert Entry.objects.in_force(day(17)).filter(pk=measure.action.entry_id).exists()


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_who_answered_or_may_not_decide(people, record, who):
    case = answered(objection(record.subject, record, people, on=FRIDAY), people, "keep", FRIDAY)
    with pytest.raises(ListRefused):
        deciding.decide(case, reason="核查属实", **by_staff(getattr(people, who), FRIDAY))
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=case.pk).update(closer=people.clerk)


def test_not_to_take_it_up_takes_two(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    handling.propose_decline(case, reason="同一事项已有生效判决", **by_staff(people.office, FRIDAY))
    with pytest.raises(ListRefused):
        handling.decide_decline(case, agree=True, **by_staff(people.office, FRIDAY))
    handling.decide_decline(case, agree=False, **by_staff(people.approver, FRIDAY))
    assert again(case).state == "filed"
    handling.propose_decline(case, reason="同一事项已有生效判决", **by_staff(people.office, FRIDAY))
    assert marks(case), "until the second person agrees"
    handling.decide_decline(case, agree=True, **by_staff(people.approver, FRIDAY))
    assert again(case).state == "declined"
    assert not marks(case)
    assert case.letters.get().kind == DisputeLetter.Kind.DECLINED


def test_a_review_is_by_others_and_once(people, record):
    case = decided(objection(record.subject, record, people, on=FRIDAY), people, "keep", FRIDAY)
    person = case.representative
    reviewing.ask_review(case, reason="没有看我提交的证据", **by_person(person, FRIDAY))
    assert marks(case) == [(record.public_id, False)]
    assert str(clock(case, "review").due) == "2026-11-27"
    second = factories.officer("office", department=people.office.department)
    last = factories.officer("office_approver", department=people.office.department)
    reviewing.answer_review(case, outcome="delete", wording="证据充分", **by_staff(second, FRIDAY))
    with pytest.raises(ListRefused, match="没有参与原核查和决定"):
        reviewing.decide_review(case, reason="证据充分", **by_staff(people.approver, FRIDAY))
    assert public(record)
    reviewing.decide_review(case, reason="证据充分", **by_staff(last, FRIDAY))
    assert again(case).state == "upheld"
    assert not public(record)


def test_a_review_that_keeps_is_the_end(people, record):
    case = decided(objection(record.subject, record, people, on=FRIDAY), people, "keep", FRIDAY)
    reviewing.ask_review(case, reason="仍然不服", **by_person(case.representative, FRIDAY))
    second = factories.officer("office", department=people.office.department)
    last = factories.officer("office_approver", department=people.office.department)
    reviewing.answer_review(case, outcome="keep", wording="原结论正确", **by_staff(second, FRIDAY))
    reviewing.decide_review(case, reason="原结论正确", **by_staff(last, FRIDAY))
    assert again(case).state == "final"
    assert not marks(case)
    with pytest.raises(ListRefused, match="只能申请一次"):
        reviewing.ask_review(case, reason="还是不服", **by_person(case.representative, FRIDAY))


def test_nobody_gives_up_a_right_for_who_filed_online(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    with pytest.raises(ListRefused, match="由当事人登录后自己办理"):
        filing.withdraw(case, paper=SCAN, **by_staff(people.office, FRIDAY))
    assert marks(case)


def test_at_the_counter_it_is_withdrawn_by_a_signed_paper(people, record):
    case = filing.file_dispute(
        kind="objection", subject=record.subject, target_kind="record", target_id=record.public_id, ground="facts",
        statement="与事实不符", wish="删除", **by_staff(people.office, FRIDAY),
    )  # fmt: skip
    with pytest.raises(ListRefused, match="签字的撤回书"):
        filing.withdraw(case, **by_staff(people.office, FRIDAY))
    filing.withdraw(case, paper=SCAN, **by_staff(people.office, FRIDAY))
    assert not marks(case)


def test_right_although_its_body_withdrew_it_meanwhile(people, record):
    case = answered(objection(record.subject, record, people, on=FRIDAY), people, "delete", FRIDAY)
    proposal = withdrawing.propose_withdrawal(
        record,
        officer=people.clerk,
        ground="wrong_subject",
        reason="认定有误",
        actor=making.acting(people.clerk),
        on=FRIDAY,
    )
    proposing.accept(proposal, reviewer=people.reviewer, actor=making.acting(people.reviewer), on=FRIDAY)
    deciding.decide(case, reason="认定有误", **by_staff(people.approver, FRIDAY))
    assert again(case).state == "upheld"
    assert case.letters.filter(kind="objection_restored").exists()


def test_who_did_not_take_it_up_does_not_review_that(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    handling.propose_decline(case, reason="重复提出", **by_staff(people.office, FRIDAY))
    handling.decide_decline(case, agree=True, **by_staff(people.approver, FRIDAY))
    reviewing.ask_review(case, reason="不是重复", **by_person(case.representative, FRIDAY))
    with pytest.raises(ListRefused, match="没有参与原核查和决定"):
        reviewing.answer_review(case, outcome="keep", wording="维持", **by_staff(people.office, FRIDAY))
    assert case not in Dispute.objects.waiting_for(people.office)


def test_taken_back_the_mark_goes(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    filing.withdraw(case, **by_person(case.representative, FRIDAY))
    assert not marks(case)
    assert not CaseClock.objects.open().filter(case_id=case.public_id).exists()


def test_at_the_counter_the_office_files_for_who_came(people, record):
    values = {
        "kind": "objection", "subject": record.subject, "target_kind": "record", "target_id": record.public_id,
        "ground": "facts", "statement": "与事实不符", "wish": "删除",
    }  # fmt: skip
    with pytest.raises(ListRefused, match="信用办经办"):
        filing.file_dispute(**values, **by_staff(people.clerk, FRIDAY))
    case = filing.file_dispute(**values, **by_staff(people.office, FRIDAY))
    assert (case.filed_by, case.representative) == (people.office, None)
    with transaction.atomic(), pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=case.pk).update(filed_by=None)


def test_an_appraisal_is_not_counted(people, record):
    case = accepted(objection(record.subject, record, people, on=FRIDAY), people, FRIDAY)
    with pytest.raises(ListRefused, match="由信用办经办"):
        handling.pause(case, why="appraisal", reason="送检", **by_staff(people.clerk, FRIDAY))
    handling.pause(case, why="appraisal", reason="送检", **by_staff(people.office, FRIDAY))
    assert {one.state for one in CaseClock.objects.open().filter(case_id=case.public_id)} == {"paused"}
    handling.resume(case, **by_staff(people.office, FRIDAY))
    assert {one.state for one in CaseClock.objects.open().filter(case_id=case.public_id)} == {"running"}


def test_who_sees_it(people, record):
    case = objection(record.subject, record, people, on=FRIDAY)
    other = making.staff()

    def seen(officer):
        return Dispute.objects.visible_to(officer).filter(pk=case.pk).exists()

    assert seen(people.office)
    assert seen(people.auditor)
    assert not seen(people.clerk), "not yet forwarded"
    accepted(case, people, FRIDAY)
    assert seen(people.clerk)
    assert not any(map(seen, (other.office, other.clerk, other.approver)))
    with pytest.raises(ListRefused, match="职责范围"):
        handling.answer(case, outcome="keep", wording="核对", **by_staff(other.clerk, FRIDAY))


def test_a_complaint_of_handling_marks_nothing_and_is_answered(people):
    subject, person = factories.subject(), representative()
    claimed(subject, people, person, on=FRIDAY)
    case = filing.file_dispute(
        kind="complaint", subject=subject, target_kind="handling", target_id=None, about=people.body, ground="handling",
        statement="申请两个月没有回音", wish="尽快办理", **by_person(person, FRIDAY),
    )  # fmt: skip
    assert not Mark.objects.exists()
    accepted(case, people, FRIDAY)
    handling.answer(case, outcome="mend", wording="已办结", **by_staff(people.clerk, FRIDAY))
    judge = people.reviewer
    assert case not in Dispute.objects.waiting_for(judge), "nobody is judge in their own cause"
    with pytest.raises(ListRefused, match="不能自己决定"):
        deciding.decide(again(case), reason="反映属实，已办结", **by_staff(judge, FRIDAY))
    assert case in Dispute.objects.waiting_for(people.approver)
    deciding.decide(case, reason="反映属实，已办结", **by_staff(people.approver, FRIDAY))
    assert again(case).state == "upheld"
    [told] = [dict(one.content["parts"]) for one in case.letters.all()]
    assert "行政复议" in told["救济途径"]
    for closed in ("申请复核", "向信用办投诉"):
        assert closed not in told["救济途径"], "a way that is not open is not promised"
    assert clock(case, "reply").state == "met"


def complained_of(body, people, **who):
    subject, person = factories.subject(), representative()
    claimed(subject, people, person, on=FRIDAY)
    return filing.file_dispute(
        kind="complaint", subject=subject, target_kind="handling", target_id=None, about=body, ground="handling",
        statement="窗口两次没有人", wish="安排人", **(who or by_person(person, FRIDAY)),
    )  # fmt: skip


def test_a_complaint_about_an_office_is_decided_by_the_office_above(people):
    office, top = people.office.department, factories.department("虚构省信用办")
    assert complained_of(office, people).office == office, "nobody is above"
    office.parent = top
    office.save()
    assert complained_of(office, people).office == office, "nobody works there"
    above, chief = (factories.officer(role, department=top) for role in ("office", "office_approver"))
    case = complained_of(office, people)
    assert case.office == complained_of(office, people, **by_staff(people.office, FRIDAY)).office == top
    handling.accept(case, **by_staff(above, FRIDAY))
    handling.answer(again(case), outcome="keep", wording="当天停电", **by_staff(people.office, FRIDAY))
    assert again(case) not in Dispute.objects.waiting_for(people.approver)
    with pytest.raises(ListRefused):
        deciding.decide(again(case), reason="不成立", **by_staff(people.approver, FRIDAY))
    deciding.decide(again(case), reason="停电属实", **by_staff(chief, FRIDAY))
    assert again(case).state == "rejected"


def test_a_complaint_has_no_review_that_nobody_could_decide(people):
    case = complained_of(people.body, people)
    accepted(case, people, FRIDAY)
    handling.answer(case, outcome="keep", wording="已按期答复", **by_staff(people.clerk, FRIDAY))
    deciding.decide(case, reason="不成立", **by_staff(people.approver, FRIDAY))
    [told] = [dict(one.content["parts"]) for one in case.letters.all()]
    assert "复核" not in told["救济途径"]
    with pytest.raises(ListRefused, match="不另设复核"):
        reviewing.ask_review(again(case), reason="还是不对", **by_person(Representative.objects.latest("pk"), FRIDAY))


def test_published_is_not_needed(people):
    """Also what only departments see can be disputed: it bites all the same."""
    entry = published(people)
    case = objection(entry.subject, entry, people, on=day(16))
    assert case.target_kind == "entry"


def test_a_refused_form_gives_the_words_back_and_not_the_number(people, record):
    claim = claimed(record.subject, people, on=timezone.localdate())
    said = {
        "ground": "facts",
        "statement": "号码21081119900101001X的人不是我们的员工。",
        "wish": "请打13804172231，删除这条",
    }
    page = enter(claim).post(f"/my/disputes/new?about={record.public_id}", said).content.decode()
    assert "会泄露个人信息" in page
    assert "号码（号码已隐去）的人不是我们的员工。" in page
    assert "请打（号码已隐去），删除这条" in page
    assert "21081119900101001X" not in page
    assert "13804172231" not in page
