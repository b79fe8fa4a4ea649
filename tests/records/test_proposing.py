"""Corrections and withdrawals of what is public: a second person's word. Source: B7, D6."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ledger.models import Event
from records import clock
from records.models import Proposal, Record
from records.proposing import accept, decline
from records.releasing import ReleaseRefused, release_record
from records.submitting import SubmissionRefused, take_back
from tests import factories
from tests.records.making import FRIDAY, acting, licence, only_record, penalty, release, send, staff

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


@pytest.fixture
def people():
    return staff()


def proposed(people, row, changes, *, on=FRIDAY):
    """(public record, proposal that a second upload made)."""
    record = only_record(people, row, on=on)
    release(people, record.submission, on)
    send(people, [row | changes], on=on)
    return record, Proposal.objects.get(record=record, state="open")


def take(people, proposal, *, by=None, on=MONDAY):
    by = by or people.reviewer
    accept(proposal, reviewer=by, actor=acting(by), on=on, reason="录入有误")
    proposal.refresh_from_db()
    proposal.record.refresh_from_db()
    return proposal.record


def public(record, on=MONDAY):
    return Record.objects.public(on).filter(pk=record.pk).exists()


def test_an_accepted_correction_takes_the_place_of_the_public_text(people):
    row = licence(people.body)
    record, proposal = proposed(people, row, {"XK_NR": "热食类食品制售", "XK_YXQZI": "2030/01/01"})
    record = take(people, proposal)
    assert (record.version.content["XK_NR"], record.public_until, record.public_from) == (
        "热食类食品制售", date(2030, 1, 1), FRIDAY,
    )  # fmt: skip
    assert public(record)
    assert (proposal.state, proposal.approver, proposal.decided_on) == ("accepted", people.reviewer, MONDAY)
    event = Event.objects.filter(object_id=record.public_id).latest("pk")
    assert (event.move, event.digest, event.public_until) == ("correct", record.version.digest, date(2030, 1, 1))
    assert record.versions.count() == 2  # the old one is kept


def test_a_declined_one_changes_nothing(people):
    row = licence(people.body)
    record, proposal = proposed(people, row, {"XK_NR": "别的"})
    with pytest.raises(ReleaseRefused, match="理由"):
        decline(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason=" ")
    decline(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason="与原文不符")
    record.refresh_from_db()
    proposal.refresh_from_db()
    assert (record.version.content["XK_NR"], proposal.state) == (row["XK_NR"], "refused")
    with pytest.raises(ReleaseRefused, match="已经处理过"):
        take(people, proposal)


def test_an_accepted_withdrawal_takes_the_record_from_sight(people):
    record, proposal = proposed(people, licence(people.body), {"XK_ZT": "0"})
    record = take(people, proposal)
    assert (record.state, public(record)) == ("withdrawn", False)
    act = Event.objects.filter(object_id=record.public_id).latest("pk").act
    assert "无效" in act.reason


def test_valid_again_after_a_withdrawal_is_public_again_by_two_people(people):
    row = licence(people.body)
    record, proposal = proposed(people, row, {"XK_ZT": "0"})
    take(people, proposal)
    send(people, [row], on=MONDAY)
    record.refresh_from_db()
    assert not public(record)
    record = take(people, Proposal.objects.get(state="open"))
    assert (record.state, public(record)) == ("released", True)


def test_invalid_again_after_a_withdrawal_is_nothing_new(people):
    row = licence(people.body)
    _, proposal = proposed(people, row, {"XK_ZT": "0"})
    take(people, proposal)
    assert send(people, [row | {"XK_ZT": "0", "XK_NR": "x"}])[1].counts["unchanged"] == 1


def test_a_longer_life_brings_back_what_had_ended(people):
    row = licence(people.body, YXQZI="2026/11/21")
    record, proposal = proposed(people, row, {"XK_YXQZI": "2031/11/17"})
    assert clock.end_publication(MONDAY) == clock.end_effects(MONDAY) == 1
    record = take(people, proposal)
    assert (record.state, record.effect_ended, record.valid_until) == ("released", False, date(2031, 11, 17))
    assert public(record)


def test_a_shorter_life_ends_it(people):
    record, proposal = proposed(people, licence(people.body), {"XK_YXQZI": "2026/11/21"})
    record = take(people, proposal)
    assert (record.state, record.effect_ended, public(record)) == ("ended", True, False)


def test_the_class_that_a_reviewer_chose_outlives_a_correction_of_the_text(people):
    row = penalty(people.body, CFLB="责令停产停业", NR_FK="")
    record = only_record(people, row)
    release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, seriousness="serious")
    send(people, [row | {"CF_SY": "更正后的事实"}])
    record = take(people, Proposal.objects.get())
    assert (record.seriousness, record.public_until) == ("serious", date(2029, 11, 17))
    assert public(record)


def test_a_correction_that_derives_another_class_brings_it(people):
    row = penalty(people.body)
    record = only_record(people, row)
    word = {"seriousness": "serious", "note": "情节恶劣"}
    release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, **word)
    send(people, [row | {"CF_CFLB": "警告", "CF_NR_FK": ""}])
    record = take(people, Proposal.objects.get())
    assert (record.seriousness, record.state, public(record)) == ("minor", "ended", False)


def test_a_correction_keeps_an_end_that_counts_from_publication():
    people = staff(field="market")
    row = penalty(people.body, JDRQ="2026/03/02", CFLB="通报批评", NR_FK="")
    record, proposal = proposed(people, row, {"CF_SY": "更正后的事实"})
    record.refresh_from_db()
    assert record.public_until == date(2027, 2, 19)
    assert take(people, proposal).public_until == date(2027, 2, 19)


def test_stock_stays_stock(people):
    row = licence(people.body, JDRQ="2026/10/08")
    record = only_record(people, row, stock=True)
    release(people, record.submission)
    send(people, [row | {"XK_NR": "x"}])
    assert take(people, Proposal.objects.get()).due is None


@pytest.mark.parametrize("who", ["clerk", "office", "auditor", "other"])
def test_who_may_not_decide(people, who):
    _, proposal = proposed(people, licence(people.body), {"XK_NR": "x"})
    officer = staff().reviewer if who == "other" else getattr(people, who)
    with pytest.raises(ReleaseRefused):
        take(people, proposal, by=officer)
    with pytest.raises(ReleaseRefused):
        decline(proposal, reviewer=officer, actor=acting(officer), on=MONDAY, reason="x")


def test_nobody_decides_on_their_own(people):
    people.clerk = factories.officer("clerk", "reviewer", department=people.body)
    _, proposal = proposed(people, licence(people.body), {"XK_NR": "x"})
    with pytest.raises(ReleaseRefused, match="自己报送"):
        take(people, proposal, by=people.clerk)
    with pytest.raises(IntegrityError, match="proposal_four_eyes"), transaction.atomic():
        Proposal.objects.filter(pk=proposal.pk).update(approver=people.clerk)


# --- taking back -----------------------------------------------------------------------------------------------------------


def back(people, submission, *, clerk=None, on=MONDAY):
    clerk = clerk or people.clerk
    take_back(submission, clerk=clerk, actor=acting(clerk), on=on)
    submission.refresh_from_db()


def test_a_clerk_takes_back_what_nobody_released(people):
    submission, _ = send(people, [licence(people.body), licence(people.body)])
    back(people, submission)
    assert submission.state == "taken_back"
    assert set(Record.objects.values_list("state", flat=True)) == {"taken_back"}
    clock.publish_due(date(2027, 6, 1))
    assert not Record.objects.public(date(2027, 6, 1)).exists()
    with pytest.raises(SubmissionRefused, match="已经撤回"):
        back(people, submission)


def test_sent_again_after_taking_back_it_is_new(people):
    row = licence(people.body)
    submission, _ = send(people, [row])
    back(people, submission)
    again, report = send(people, [row], on=MONDAY)
    assert (report.counts["new"], report.counts["unchanged"]) == (1, 0)
    record = Record.objects.get()
    assert (record.state, record.submission, record.arrived_on) == ("awaiting", again, MONDAY)


def test_nothing_is_taken_back_once_something_is_released(people):
    submission, _ = send(people, [licence(people.body), licence(people.body)])
    one = submission.records.first()
    release_record(one, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)
    with pytest.raises(SubmissionRefused, match="已有记录公示"):
        back(people, submission)
    assert submission.records.filter(state="taken_back").count() == 0


def test_nobody_takes_back_for_somebody_else(people):
    submission, _ = send(people, [licence(people.body)])
    with pytest.raises(SubmissionRefused, match="自己的"):
        back(people, submission, clerk=people.reviewer)


def test_a_changed_record_gets_back_the_version_it_had(people):
    row = licence(people.body)
    first, _ = send(people, [row])
    second, _ = send(people, [row | {"XK_NR": "改了", "XK_YXQZI": "2028/01/01"}], on=MONDAY)
    back(people, second)
    record = Record.objects.get()
    assert (record.state, record.version.number, record.valid_until) == ("awaiting", 1, date(2031, 11, 17))
    assert (record.submission, record.arrived_on, record.release_by) == (first, FRIDAY, date(2026, 11, 27))
    back(people, first)
    record.refresh_from_db()
    assert record.state == "taken_back"


def test_a_held_record_that_gets_back_its_version_is_still_held(people):
    from records.releasing import hold

    row = licence(people.body)
    send(people, [row])
    hold(
        Record.objects.get(),
        reviewer=people.reviewer,
        actor=acting(people.reviewer),
        on=FRIDAY,
        reason="checking",
        note="x",
    )
    second, _ = send(people, [row | {"XK_NR": "改了"}])
    back(people, second)
    assert Record.objects.get().state == "held"


def test_what_was_taken_back_before_is_not_given_back(people):
    row = licence(people.body)
    first, _ = send(people, [row])
    back(people, first)
    second, _ = send(people, [row | {"XK_NR": "改了"}])
    back(people, second)
    assert Record.objects.get().state == "taken_back"


def test_a_proposal_is_taken_back_with_its_submission(people):
    _, proposal = proposed(people, licence(people.body), {"XK_NR": "x"})
    back(people, proposal.submission)
    proposal.refresh_from_db()
    assert proposal.state == "taken_back"
    assert public(proposal.record)


def test_rejected_rows_that_it_mended_wait_again(people):
    from records.mending import token_of
    from tests.records.test_intake import with_tokens

    first, _ = send(people, [penalty(people.body, SY="")])
    second, _ = send(people, with_tokens([penalty(people.body)], [token_of(first, 1)]))
    assert first.rejected_rows.get().mended_by == second
    back(people, second)
    assert first.rejected_rows.get().mended_by is None
