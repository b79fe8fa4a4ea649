"""Withdrawals and corrections that a department proposes by hand: grounds, second person, days of the law. Source: B7, F9."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.departments import end_department
from ledger.acts import command_line
from ledger.models import Act, Event
from records import clock, intake
from records.correcting import CorrectionFaulty, proposal_of, propose_correction
from records.kinds import KINDS
from records.models import Proposal, Record, Version
from records.proposing import accept, decline
from records.releasing import ReleaseRefused, release_record
from records.submitting import take_back
from records.withdrawing import ProposalRefused, propose_withdrawal, take_back_proposal
from rules.models import CaseClock, ClockRule
from subjects.models import Institution
from tests import factories
from tests.records.making import (
    FRIDAY,
    acting,
    id_number,
    licence,
    only_record,
    penalty,
    person,
    release,
    row_of,
    send,
    staff,
)  # fmt: skip

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def people():
    return staff()


def public_record(people, row=None):
    record = only_record(people, row or penalty(people.body))
    release(people, record.submission)
    record.refresh_from_db()
    return record


def withdrawal(people, record, *, ground="revoked", reason="复议决定撤销原处罚", revoked_on=FRIDAY, on=MONDAY, by=None):
    by = by or people.clerk
    return propose_withdrawal(
        record, officer=by, ground=ground, reason=reason, revoked_on=revoked_on, actor=acting(by), on=on
    )


def correct(people, record, cells, *, by=None, on=MONDAY, ground="entry", reason="金额录入有误"):
    by = by or people.clerk
    submission = propose_correction(record, cells, clerk=by, ground=ground, reason=reason, actor=acting(by), on=on)
    intake.run(submission.pk)
    submission.refresh_from_db()
    return submission


def take(proposal, by, on=MONDAY):
    accept(proposal, reviewer=by, actor=acting(by), on=on, reason="录入有误")
    proposal.refresh_from_db()
    proposal.record.refresh_from_db()
    return proposal.record


def is_public(record, on=MONDAY):
    return Record.objects.public(on).filter(pk=record.pk).exists()


# --- withdrawals -----------------------------------------------------------------------------------------------------


def test_a_revoked_penalty_leaves_by_two_people(people):
    record = public_record(people)
    proposal = withdrawal(people, record)
    assert is_public(record)  # until the second person's word
    record = take(proposal, people.reviewer)
    assert (record.state, is_public(record)) == ("withdrawn", False)
    event = Event.objects.filter(object_id=record.public_id).latest("pk")
    assert (event.move, event.act.basis, event.act.reason) == ("withdraw", "决定被撤销", "复议决定撤销原处罚")
    assert record.version.number == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_withdrawn(people, kind):
    Institution.objects.create(  # only who stands in the register rates
        name=people.body.name,
        code=people.body.code,
        number="备1",
        business="评级",
        state="filed",
        filed_on=date(2020, 1, 1),
        proposer=people.office,
        approver=people.approver,
    )
    record = only_record(people, row_of(kind, people.body))
    record = take(withdrawal(people, record, ground="duplicate", revoked_on=None), people.reviewer)
    assert record.state == "withdrawn"


def test_three_days_of_the_law_count_from_the_day_it_took_effect(people):
    record = public_record(people)
    proposal = withdrawal(people, record, revoked_on=date(2026, 11, 19), on=FRIDAY)
    held = CaseClock.objects.get(case_id=proposal.public_id)
    assert (held.due, held.department, held.state) == (date(2026, 11, 22), people.body, "running")  # a Sunday
    assert "行政处罚法第四十八条" in held.rule.clause
    assert Proposal.objects.with_due().get().due == date(2026, 11, 22)
    assert list(CaseClock.objects.overdue(MONDAY).visible_to(people.office)) == [held]
    take(proposal, people.reviewer)
    held.refresh_from_db()
    assert (held.state, held.stopped_on) == ("met", MONDAY)
    assert list(CaseClock.objects.met_late()) == [held]


def test_the_rule_is_dated_data(people):
    ClockRule.objects.filter(case_kind="revocation").update(calendar_days=10)
    withdrawal(people, public_record(people))
    assert Proposal.objects.with_due().get().due == date(2026, 11, 30)


def test_grounds_without_a_day_start_no_clock(people):
    withdrawal(people, public_record(people), ground="duplicate", revoked_on=None)
    assert not CaseClock.objects.exists()
    assert Proposal.objects.with_due().get().due is None


def test_declined_it_stays_and_the_clock_ends_without_a_verdict(people):
    record = public_record(people)
    proposal = withdrawal(people, record)
    with pytest.raises(ReleaseRefused, match="理由"):
        decline(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason="")
    decline(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason="决定仍有效")
    assert is_public(record)
    assert CaseClock.objects.get().state == "cancelled"
    withdrawal(people, record)  # and it may be proposed again


def test_the_proposer_takes_it_back(people):
    record = public_record(people)
    proposal = withdrawal(people, record)
    other = factories.officer("clerk", department=people.body)
    with pytest.raises(ProposalRefused, match="自己提出"):
        take_back_proposal(proposal, officer=other, actor=acting(other), on=MONDAY, reason="x")
    take_back_proposal(proposal, officer=people.clerk, actor=acting(people.clerk), on=MONDAY, reason="看错文书")
    proposal.refresh_from_db()
    assert (proposal.state, CaseClock.objects.get().state) == ("taken_back", "cancelled")
    with pytest.raises(ReleaseRefused, match="已经处理过"):
        take(proposal, people.reviewer)


def test_what_is_not_public_yet_is_published_by_nobody_meanwhile(people):
    record = only_record(people, licence(people.body))
    proposal = withdrawal(people, record, ground="wrong_subject", revoked_on=None, on=FRIDAY)
    record.refresh_from_db()
    assert clock.publish_due(date(2026, 12, 31)) == 0
    assert release(people, record.submission) == {"released": 0, "kept": 0, "left": 1}
    with pytest.raises(ReleaseRefused, match="撤下"):
        release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    decline(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="主体无误")
    assert clock.publish_due(date(2026, 12, 31)) == 1


def test_withdrawn_before_publication_and_mended_it_becomes_public_by_two_people(people):
    row = licence(people.body)
    record = only_record(people, row)
    take(withdrawal(people, record, ground="other", revoked_on=None), people.reviewer)
    assert send(people, [row], on=MONDAY)[1].counts["unchanged"] == 1  # the same file brings nothing back
    assert send(people, [row | {"XK_NR": "热食类食品制售"}], on=MONDAY)[1].counts["rejected"] == 1
    submission = propose_correction(
        record, record.version.content | {"XK_NR": "热食类食品制售"}, clerk=people.clerk, ground="entry", reason="录入有误",
        actor=acting(people.clerk), on=MONDAY,
    )  # fmt: skip
    intake.run(submission.pk)
    record = take(Proposal.objects.open().get(), people.reviewer)
    assert (record.state, is_public(record)) == ("awaiting", False)  # nobody had seen it: it is released like a new one
    release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY)
    record.refresh_from_db()
    assert (record.state, record.public_from, is_public(record)) == ("released", MONDAY, True)


def test_an_upload_does_not_undo_a_withdrawal(people):
    row = penalty(people.body)
    record = public_record(people, row)
    withdrawal(people, record)
    _, report = send(people, [row | {"CF_SY": "别的事实"}], on=MONDAY)
    assert (report.counts["rejected"], report.findings[-1][1].code) == (1, "leaving")
    assert send(people, [row], on=MONDAY)[1].counts["unchanged"] == 1
    assert Proposal.objects.open().get().kind == "withdrawal"


def test_a_withdrawal_takes_the_place_of_a_correction(people):
    row = penalty(people.body)
    record = public_record(people, row)
    send(people, [row | {"CF_SY": "别的事实"}])
    withdrawal(people, record)
    assert sorted(Proposal.objects.values_list("kind", "state")) == [
        ("correction", "superseded"), ("withdrawal", "open"),
    ]  # fmt: skip
    with pytest.raises(ProposalRefused, match="已提出撤下"):
        withdrawal(people, record)


def test_a_batch_taken_back_takes_its_withdrawals_along(people):
    record = only_record(people, penalty(people.body))
    withdrawal(people, record, on=FRIDAY)
    take_back(record.submission, clerk=people.clerk, actor=acting(people.clerk), on=MONDAY)
    assert (Proposal.objects.get().state, CaseClock.objects.get().state) == ("superseded", "cancelled")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ground": "nonsense"}, "列表"),
        ({"reason": "  "}, "写明"),
        ({"reason": "当事人身份证" + id_number()}, "身份证号"),
        ({"reason": "长" * 501}, "500"),
        ({"revoked_on": None}, "生效日期"),
        ({"ground": "duplicate"}, "不填生效日期"),
        ({"revoked_on": date(2026, 11, 24)}, "不能晚于今天"),
        ({"revoked_on": date(2026, 11, 1)}, "不能早于决定日期"),
    ],
)
def test_what_is_refused(people, said, words):
    record = public_record(people)
    acts = Act.objects.count()
    with pytest.raises(ProposalRefused, match=words):
        withdrawal(people, record, **said)
    assert (Proposal.objects.count(), Act.objects.count()) == (0, acts)


@pytest.mark.parametrize("who", ["reviewer", "office", "auditor", "other"])
def test_who_may_not_propose(people, who):
    record = public_record(people)
    by = staff().clerk if who == "other" else getattr(people, who)
    with pytest.raises(ProposalRefused):
        withdrawal(people, record, by=by)
    with pytest.raises(ProposalRefused):
        correct(people, record, record.version.content, by=by)


@pytest.mark.parametrize("who", ["clerk", "office", "auditor", "other"])
def test_who_may_not_decide(people, who):
    proposal = withdrawal(people, public_record(people))
    by = staff().reviewer if who == "other" else getattr(people, who)
    with pytest.raises(ReleaseRefused):
        take(proposal, by)


def test_the_office_decides_in_place_of_a_missing_reviewer(people):
    assert take(withdrawal(people, public_record(people)), people.approver).state == "withdrawn"


def test_the_database_itself_wants_two_people_and_a_reason(people):
    proposal = withdrawal(people, public_record(people))
    with pytest.raises(IntegrityError, match="proposal_four_eyes"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(approver=people.clerk)
    with pytest.raises(IntegrityError, match="proposal_says_what_or_why"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(reason="")


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_correction_by_form_waits_for_a_second_person_and_says_why(people):
    record = public_record(people)
    submission = correct(people, record, record.version.content | {"CF_SY": "更正后的事实"})
    proposal = proposal_of(submission)
    assert (submission.means, submission.state, submission.counts if False else submission.changed) == (
        "form",
        "done",
        1,
    )
    assert (proposal.kind, proposal.ground, proposal.reason, proposal.proposer) == (
        "correction", "entry", "金额录入有误", people.clerk,
    )  # fmt: skip
    record.refresh_from_db()
    assert record.version.content["CF_SY"] != "更正后的事实"
    with pytest.raises(ReleaseRefused, match="自己报送"):
        take(proposal, _as_reviewer(people.clerk))
    record = take(proposal, people.reviewer)
    assert record.version.content["CF_SY"] == "更正后的事实"
    assert is_public(record)


def _as_reviewer(clerk):
    clerk.grants.update(role="reviewer")
    del clerk.__dict__["_roles"]
    return clerk


def test_nobody_outside_had_seen_it_so_it_is_renewed(people):
    record = only_record(people, penalty(people.body))
    submission = correct(people, record, record.version.content | {"CF_SY": "更正后的事实"})
    record.refresh_from_db()
    assert proposal_of(submission) is None
    assert (record.version.number, record.state, record.submission) == (2, "awaiting", submission)


def test_sealed_numbers_left_empty_stay(people):
    number = id_number()
    record = only_record(people, person(people.body, number))
    assert number not in str(record.version.content)
    correct(people, record, record.version.content | {"CF_SY": "更正后的事实"})
    record.refresh_from_db()
    assert record.version.number == 2
    assert record.version.sealed
    assert number not in str(record.version.content)


def test_another_number_is_another_record(people):
    record = only_record(people, person(people.body, id_number()))
    with pytest.raises(CorrectionFaulty) as refused:
        correct(people, record, record.version.content | {"CF_XDR_ZJHM": id_number(2)})
    assert refused.value.findings[0].code == "other_record"


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"CF_WSH": "虚市监罚〔2026〕9999号"}, "other_record"),
        ({"CF_CFJGDM": factories.code("11")}, "other_record"),
        ({"CF_XDR_SHXYM": factories.code()}, "other_record"),
        ({"CF_SY": ""}, "missing"),
        ({"CF_NR_FK": "两万"}, "bad_amount"),
        ({"CF_SY": "当事人电话13800138000"}, "personal_number"),
        ({}, "unchanged"),
    ],
)
def test_a_faulty_correction_brings_nothing_in(people, cells, code):
    record = public_record(people)
    before = Version.objects.count()
    with pytest.raises(CorrectionFaulty) as refused:
        correct(people, record, record.version.content | cells)
    assert code in {finding.code for finding in refused.value.findings}
    assert Version.objects.count() == before


def test_the_successor_corrects_and_withdraws_what_its_predecessor_sent(people):
    record = public_record(people)
    heir = factories.department("虚构市行政执法局", parent=people.office.department)
    clerk = factories.officer("clerk", department=heir)
    reviewer = factories.officer("reviewer", department=heir)
    with pytest.raises(ProposalRefused, match="本部门"):
        withdrawal(people, record, by=clerk)
    end_department(people.body, successor=heir, by=command_line(), on=MONDAY, reason="机构改革")
    submission = correct(people, record, record.version.content | {"CF_SY": "更正后的事实"}, by=clerk)
    record = take(proposal_of(submission), reviewer)
    assert (record.version.content["CF_SY"], record.department) == ("更正后的事实", people.body)
    assert take(withdrawal(people, record, by=clerk), reviewer).state == "withdrawn"


def test_stock_that_is_corrected_stays_stock(people):
    record = only_record(people, licence(people.body, JDRQ="2026/10/08"), stock=True)
    correct(people, record, record.version.content | {"XK_NR": "热食类食品制售"})
    record.refresh_from_db()
    assert (record.stock, record.due) == (True, None)


def test_a_correction_waits_for_no_withdrawal(people):
    record = public_record(people)
    withdrawal(people, record)
    with pytest.raises(ProposalRefused, match="先收回"):
        correct(people, record, record.version.content | {"CF_SY": "更正后的事实"})
