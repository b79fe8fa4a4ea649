"""The black list: each step by whom it takes, nothing without notice, hearing and decision, gone on the day. Source: D3, D5, D6."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from blacklists import deciding, hearing, leaving, listing, notifying, proposing, reporting
from blacklists.deciding import Document
from blacklists.models import Announcement, Entry, Letter
from blacklists.refusals import ListRefused
from credit_platform.keeping import fetch
from ledger.models import Event
from records.freezing import freeze
from records.hiding import hide
from records.models import Record
from records.retiring import settle_publicity
from subjects.models import Subject
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    REMEDIES,
    SCAN,
    START,
    again,
    by,
    day,
    decided,
    delivered,
    graded_here,
    heard,
    lists_of_long_ago,
    noticed,
    penalty,
    proposed,
    published,
    reported,
    reviewed,
    served,
)
from tests.records import making

pytestmark = pytest.mark.django_db
LISTED = day(13)


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def public(entry, on) -> bool:
    return Entry.objects.public(on).filter(pk=entry.pk).exists()


def test_the_whole_way(people):
    entry = published(people)
    notice, decision = entry.letters.order_by("pk")
    assert (entry.state, entry.notice_number, entry.decision_number) == ("published", notice.number, decision.number)
    assert (entry.decided_on, entry.until) == (day(11), day(11).replace(year=2028) - timedelta(days=1))
    assert not public(entry, LISTED - timedelta(days=1))
    assert public(entry, LISTED)
    assert public(entry, entry.until)
    assert not public(entry, entry.until + timedelta(days=1))
    assert fetch(notice.proof_path) == SCAN.data
    assert Subject.objects.public().filter(pk=entry.subject_id).exists()
    moves = list(Event.objects.filter(object_id=entry.public_id).order_by("pk").values_list("move", flat=True))
    assert moves == [
        "propose_entry", "issue_notice", "deliver_notice", "close_hearing", "review", "decide", "serve", "publish"
    ]  # fmt: skip


def test_letters_are_numbered_and_say_what_the_law_asks(people):
    first, second = published(people), noticed(people)
    assert first.notice_number == "拟列告〔2026〕1号"
    assert second.notice_number == "拟列告〔2026〕2号"
    said = dict(first.letters.get(kind="decision").content["parts"])
    assert {"事由", "依据", "失信惩戒措施提示", "移出条件和程序", "救济途径", "信用修复告知"} <= set(said)
    told = dict(first.letters.get(kind="notice").content["parts"])
    assert "5个工作日" in told["你（单位）的权利"]


def test_nobody_handles_the_other_half_of_their_own(people):
    entry = proposed(people)
    twice = factories.officer("reviewer", department=people.body)
    Entry.objects.filter(pk=entry.pk).update(proposer=twice)
    with pytest.raises(ListRefused, match="另一位"):
        notifying.issue_notice(entry, **by(twice, START))
    entry = reviewed(people)
    Entry.objects.filter(pk=entry.pk).update(drafter=people.reviewer)
    with pytest.raises(ListRefused, match="另一位"):
        deciding.decide(entry, **by(people.reviewer, day(11)))
    entry = served(people)
    Entry.objects.filter(pk=entry.pk).update(proposer=people.clerk, publisher=None)
    with pytest.raises(ListRefused, match="审核员"):
        listing.publish(entry, **by(people.clerk, day(13)))


@pytest.mark.parametrize(
    "fields",
    [
        {"notice_number": ""}, {"notice_delivered_on": None}, {"basis": ""}, {"decision_number": ""}, {"decided_on": None},
        {"approver": None}, {"decision_delivered_on": None}, {"until": None}, {"public_from": None}, {"remedies": ""},
        {"exit_conditions": ""}, {"document_number": ""}, {"person": True}, {"publisher": None}, {"exit": "expired"},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_refuses_an_entry_without_due_process(people, fields):
    entry = published(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**fields)


@pytest.mark.parametrize("column", ["approver", "noticed_by", "publisher"])
def test_the_database_refuses_one_person_twice(people, column):
    entry = published(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(**{column: entry.proposer})


def test_delivery_needs_proof_and_a_possible_day(people):
    letter = noticed(people).letters.get()
    who = by(people.clerk, START)
    for wrong in ({"proof": None}, {"delivered_on": day(1)}, {"delivered_on": day(-1)}, {"means": "spoken"}):
        with pytest.raises(ListRefused):
            notifying.deliver(letter, **{"means": "direct", "delivered_on": START, "proof": SCAN} | wrong, **who)


def test_the_hearing_lasts_its_days_unless_the_subject_has_done(people):
    entry = delivered(people)
    clock = notifying.hearing_clock(entry)
    assert clock.due == day(7)  # five working days after Tuesday, 1 September 2026
    with pytest.raises(ListRefused, match="期满前"):
        hearing.close_hearing(entry, **by(people.clerk, clock.due))
    with pytest.raises(ListRefused, match="书面材料"):
        hearing.take_statement(
            entry, made_on=day(1), means="oral", text="不申辩", waived=True, **by(people.clerk, day(1))
        )
    hearing.take_statement(
        entry, made_on=day(1), means="written", text="没有伪造", last=True, paper=SCAN, **by(people.clerk, day(1))
    )
    hearing.close_hearing(entry, **by(people.clerk, day(2)))
    assert again(clock).state == "met"


def test_every_statement_is_answered_before_the_decision(people):
    entry = delivered(people)
    said = hearing.take_statement(
        entry, made_on=day(1), means="written", text="报告属实", paper=SCAN, **by(people.clerk, day(1))
    )
    hearing.close_hearing(entry, **by(people.clerk, day(10)))
    draft = {"findings": "不成立", "months": 12, "exit_conditions": "期满", "remedies": REMEDIES}
    with pytest.raises(ListRefused, match="没有答复"):
        deciding.review(entry, **draft, **by(people.clerk, day(10)))
    hearing.answer_statement(said, accepted=False, answer="经核对检验机构回函，不属实", **by(people.clerk, day(10)))
    deciding.review(entry, **draft, **by(people.clerk, day(10)))
    assert again(entry).state == "reviewed"


@pytest.mark.parametrize("months", [0, 11, 37])
def test_the_period_is_within_the_law(people, months):
    with pytest.raises(ListRefused, match="12至36个月"):
        reviewed(people, months=months)


def test_a_returned_case_is_reviewed_again(people):
    entry = reviewed(people)
    deciding.give_back(entry, reason="事实不清", **by(people.reviewer, day(11)))
    deciding.review(
        entry, findings="补充核实", months=12, exit_conditions="期满", remedies=REMEDIES, **by(people.clerk, day(12))
    )
    assert again(entry).months == 12


def test_a_case_that_is_dropped_is_told_so(people):
    entry = delivered(people)
    deciding.drop(entry, reason="陈述申辩成立", **by(people.reviewer, day(2)))
    assert again(entry).state == "dropped"
    assert entry.letters.filter(kind="drop").exists()
    assert notifying.hearing_clock(entry).state == "cancelled"
    untold = proposed(people)
    deciding.drop(untold, reason="依据不足", **by(people.reviewer, day(2)))
    assert not untold.letters.exists()


def test_grounds_are_the_subjects_own_and_stand(people):
    with pytest.raises(ListRefused, match="请选择列入所依据的决定"):
        proposing.propose(
            factories.subject(), behaviour=BEHAVIOUR, reasons="事由", basis="依据", **by(people.clerk, START)
        )
    stranger = penalty(people)
    with pytest.raises(ListRefused, match="不是这个主体的"):
        proposing.propose(
            factories.subject(), records=[stranger], behaviour=BEHAVIOUR, reasons="事由", basis="依据",
            **by(people.clerk, START),
        )  # fmt: skip
    with pytest.raises(ListRefused, match="已撤下"):
        proposed(people, record=penalty(people, state="withdrawn", public_from=None))
    other = making.staff()
    with pytest.raises(ListRefused, match="本部门的决定"):
        proposed(people, record=penalty(other))
    with pytest.raises(ListRefused, match="行为清单"):
        proposed(people, behaviour="invented")


def test_an_id_number_is_refused(people):
    with pytest.raises(ListRefused, match="泄露个人信息"):
        proposed(people, reasons=f"负责人 {making.id_number()} 伪造")


def test_one_open_entry_a_behaviour(people):
    record = penalty(people)
    proposed(people, record=record)
    with pytest.raises(ListRefused, match="不用再次提出"):
        proposed(people, record=record)


def test_gone_the_moment_every_ground_is_withdrawn(people, settings):
    record = penalty(people)
    entry = published(people, record=record)
    graded_here(settings)
    act = reported(people, record.subject)
    entry.grounds.create(act=act)
    type(record).objects.filter(pk=record.pk).update(state="withdrawn")
    assert public(entry, LISTED)  # one ground stands
    reporting.withdraw_act(act, reason="认定有误", **by(people.clerk, day(20)))
    assert not public(entry, day(20))
    assert not Entry.objects.in_force(day(20)).filter(pk=entry.pk).exists()
    assert leaving.note_ended(day(20)) == 1
    entry = again(entry)
    assert (entry.state, entry.exit, entry.left_on) == ("left", "grounds_gone", day(20))
    assert Announcement.objects.public(day(20)).filter(entry=entry).exists()
    assert leaving.note_ended(day(20)) == 0


def test_hiding_a_ground_takes_its_text_from_sight_and_nobody_off_the_list(people):
    """One person may hide at once; a listing ends by two."""
    record = penalty(people)
    entry = published(people, record=record)
    hide(record, reason="公开文本含个人信息", **by(people.reviewer, day(14)))
    assert not Record.objects.public(day(14)).filter(pk=record.pk).exists()
    assert public(entry, day(14))


def test_a_case_under_way_ends_with_its_grounds(people):
    record = penalty(people)
    entry = delivered(people, record=record)
    type(record).objects.filter(pk=record.pk).update(state="withdrawn")
    leaving.note_ended(day(3))
    assert again(entry).state == "dropped"
    assert entry.letters.filter(kind="drop").exists()


def test_the_clock_notes_the_end_and_announces_it(people):
    entry = published(people, months=12, record=penalty(people, state="internal", public_from=None))
    assert leaving.note_ended(entry.until) == 0
    over = entry.until + timedelta(days=1)
    assert leaving.note_ended(over) == 1
    announced = Announcement.objects.public(over).get(entry=entry)
    assert "期限届满" in announced.words
    assert again(entry).letters.filter(kind="removal").exists()
    assert not Announcement.objects.public(announced.until + timedelta(days=1)).exists()
    assert not Subject.objects.public().filter(pk=entry.subject_id).exists()


def test_a_correction_counts_within_its_period_and_takes_two(people):
    entry = published(people, correct_by=day(60))
    who = by(people.clerk, day(30))
    with pytest.raises(ListRefused, match="纠正"):
        leaving.propose(entry, exit="corrected", reason="已改", happened_on=day(61), **by(people.clerk, day(70)))
    asked = leaving.propose(entry, exit="corrected", reason="已召回全部产品", happened_on=day(29), **who)
    assert public(entry, day(30))
    with pytest.raises(ListRefused, match="审核员"):
        leaving.decide(asked, agree=True, **who)
    leaving.decide(asked, agree=True, **by(people.reviewer, day(31)))
    assert (again(entry).exit, again(asked).state) == ("corrected", "approved")
    assert not public(entry, day(31))


def test_without_a_correction_period_there_is_none_to_keep(people):
    with pytest.raises(ListRefused, match="信用修复"):
        leaving.propose(
            published(people), exit="corrected", reason="已改", happened_on=day(20), **by(people.clerk, day(20))
        )


def test_a_leaving_declined_keeps_the_entry(people):
    entry = published(people)
    asked = leaving.propose(
        entry, exit="revoked", reason="复议撤销", happened_on=day(20), proof=SCAN, **by(people.clerk, day(20))
    )
    with pytest.raises(ListRefused, match="理由"):
        leaving.decide(asked, agree=False, **by(people.reviewer, day(20)))
    leaving.decide(asked, agree=False, reason="复议尚未作出决定", **by(people.reviewer, day(20)))
    assert public(entry, day(20))


def test_repair_and_objection_leave_by_their_own_two_persons(people):
    entry = published(people)
    given = {"exit": "repaired", "case_id": uuid4(), "reason": "准予修复", "happened_on": day(20)}
    who = {"actor": by(people.office, day(20))["actor"], "on": day(20)}
    with pytest.raises(ListRefused, match="另一位"):
        leaving.leave_by_case(entry, **given, proposer=people.office, approver=people.office, **who)
    leaving.leave_by_case(entry, **given, proposer=people.office, approver=people.approver, **who)
    assert again(entry).exit == "repaired"
    assert not public(entry, day(20))


def test_whoever_is_listed_is_found_when_the_last_record_leaves(people):
    """Not only after the next sweep: the listed stay in sight, and the rest do not."""
    entry = published(people)
    subject = entry.subject
    assert again(subject).listed_until == entry.until
    Record.objects.filter(subject=subject).update(state="ended")
    settle_publicity([subject.pk], day(20))
    assert Subject.objects.public().filter(pk=subject.pk).exists()
    settle_publicity([subject.pk], entry.until + timedelta(days=1))
    assert not Subject.objects.public().filter(pk=subject.pk).exists()


def test_the_note_of_the_lists_follows_them(people):
    entry = published(people)
    subject = entry.subject
    Subject.objects.filter(pk=subject.pk).update(listed_until=None, public_since=None)
    assert listing.settle_unnoted(day(20)) == 1
    assert (again(subject).listed_until, subject.public_since) == (entry.until, day(20))
    assert listing.settle_unnoted(day(20)) == 0
    leaving.leave_by_case(
        entry, exit="repaired", case_id=uuid4(), reason="准予修复", happened_on=day(20), proposer=people.office,
        approver=people.approver, actor=by(people.office, day(20))["actor"], on=day(20),
    )  # fmt: skip
    assert again(subject).listed_until is None


def test_a_person_is_listed_for_staff_only(people):
    record = penalty(people, factories.subject("丁某", kind="person", public=False), public_from=None, state="internal")
    entry = published(people, record=record)
    assert (entry.state, entry.public_from) == ("filed", None)
    assert Entry.objects.in_force(LISTED).filter(pk=entry.pk).exists()
    assert not Entry.objects.public(LISTED).exists()
    leaving.note_ended(entry.until + timedelta(days=1))
    assert again(entry).state == "left"
    assert not Announcement.objects.exists()


def test_nothing_is_published_while_publication_is_frozen(people):
    entry = served(people)
    freeze(reason="核查异常", **by(people.office, day(12)))
    with pytest.raises(ListRefused, match="冻结"):
        listing.publish(entry, **by(people.reviewer, day(13)))
    assert again(entry).state == "served"


def test_consultation_wants_every_reply(people, monkeypatch):
    _decided_by(monkeypatch, "consultation")
    entry = heard(people)
    other = factories.department()
    asked = hearing.consult(entry, other, **by(people.clerk, day(10)))
    deciding.review(
        entry, findings="核实", months=12, exit_conditions="期满", remedies=REMEDIES, **by(people.clerk, day(10))
    )
    with pytest.raises(ListRefused, match="信用办审批"):
        deciding.decide(entry, **by(people.reviewer, day(11)))
    with pytest.raises(ListRefused, match="回复"):
        deciding.decide(entry, **by(people.approver, day(11)))
    deciding.give_back(entry, reason="补充意见", **by(people.approver, day(11)))
    hearing.take_reply(asked, agrees=True, reply="", replied_on=day(12), **by(people.clerk, day(12)))
    deciding.review(
        entry, findings="核实", months=12, exit_conditions="期满", remedies=REMEDIES, **by(people.clerk, day(12))
    )
    deciding.decide(entry, copies=[other], **by(people.approver, day(13)))
    copy = again(entry).copies.get()
    with pytest.raises(ListRefused, match="本部门"):
        deciding.acknowledge(copy, **by(people.clerk, day(13)))
    deciding.acknowledge(copy, **by(factories.officer("clerk", department=other), day(13)))
    assert again(copy).acknowledged_on == day(13)


@pytest.mark.parametrize("decider", ["conference", "leading_group", "government"])
def test_a_body_above_decides_by_its_document(people, monkeypatch, decider):
    _decided_by(monkeypatch, decider)
    entry = reviewed(people)
    whole = {"title": "会议纪要", "number": "虚纪〔2026〕3号", "dated": day(11), "paper": SCAN}
    for missing in whole:
        document = Document(**{name: value for name, value in whole.items() if name != missing})
        with pytest.raises(ListRefused, match=r"请填写|请上传"):
            deciding.decide(entry, document=document, **by(people.approver, day(11)))
    deciding.decide(entry, document=Document(**whole), **by(people.approver, day(11)))
    entry = again(entry)
    assert (entry.decider, entry.document_number) == (decider, "虚纪〔2026〕3号")
    assert fetch(entry.document_path) == SCAN.data


def test_another_department_sees_nothing_of_it(people):
    entry = published(people)
    other = making.staff()
    for officer in (other.clerk, other.office, factories.officer("supervisor")):
        assert not Entry.objects.visible_to(officer).exists()
        assert not Letter.objects.visible_to(officer).exists()
    for officer in (people.clerk, people.reviewer, people.office, people.auditor):
        assert Entry.objects.visible_to(officer).get() == entry
    with pytest.raises(ListRefused, match="职责范围"):
        leaving.propose(
            entry, exit="revoked", reason="撤销", happened_on=day(20), proof=SCAN, **by(other.clerk, day(20))
        )


def test_decided_entries_rest_on_the_list_version(people):
    assert decided(people).behaviour_version == "全国行为清单第1版（2021-01-01）"


def _decided_by(monkeypatch, decider: str) -> None:
    from dataclasses import replace

    from blacklists.procedure import procedure

    monkeypatch.setattr(
        deciding, "procedure", lambda on, department=None: replace(procedure(on, department), decider=decider)
    )


def test_nothing_more_to_say_is_said_on_paper(people):
    """Else one person could end the subject's days on the day they began."""
    entry = delivered(people)
    said = {"made_on": day(1), "means": "oral", "text": "不再补充", "last": True}
    with pytest.raises(ListRefused, match="签字"):
        hearing.take_statement(entry, **said, **by(people.clerk, day(1)))
    hearing.take_statement(entry, **said, paper=SCAN, **by(people.clerk, day(1)))
    hearing.close_hearing(entry, **by(people.clerk, day(1)))
    assert again(entry).state == "heard"


def test_the_decision_says_what_became_of_the_defence(people):
    entry = delivered(people)
    hearing.take_statement(entry, made_on=day(2), means="written", text="罚款已经缴纳。", **by(people.clerk, day(2)))
    hearing.close_hearing(entry, **by(people.clerk, day(10)))
    said = entry.statements.get()
    hearing.answer_statement(said, accepted=False, answer="银行没有缴款记录。", **by(people.clerk, day(10)))
    deciding.review(
        entry,
        findings="罚款至今未缴。",
        months=12,
        exit_conditions="期满",
        remedies=REMEDIES,
        **by(people.clerk, day(10)),
    )
    letter = deciding.decide(entry, **by(people.reviewer, day(11)))
    words = dict(letter.content["parts"])["陈述申辩及核实情况"]
    assert "罚款已经缴纳。 未予采纳：银行没有缴款记录。" in words


def test_who_is_listed_by_the_leading_group_is_taken_off_by_the_office(people):
    entry = published(people)
    Entry.objects.filter(pk=entry.pk).update(decider="leading_group")
    asked = leaving.propose(
        entry, exit="revoked", reason="决定已撤销", happened_on=day(20), proof=SCAN, **by(people.clerk, day(20))
    )
    with pytest.raises(ListRefused, match="信用办审批"):
        leaving.decide(asked, agree=True, **by(people.reviewer, day(20)))
    leaving.decide(asked, agree=True, **by(people.approver, day(20)))
    assert again(entry).state == "left"
    letter = entry.letters.get(kind=Letter.Kind.REMOVAL)
    notifying.deliver(letter, means="mail", delivered_on=day(21), proof=SCAN, **by(people.clerk, day(21)))
    assert again(letter).delivered_on == day(21)
