"""A decision under review or in court: marked while it runs; revoked, its withdrawal is proposed with the days of the law. Source: F9."""

import pytest

from blacklists.models import Leaving
from blacklists.refusals import ListRefused
from disputes import proceedings
from records import proposing, withdrawing
from records.models import Mark, Proposal, Record
from rules.models import CaseClock
from tests.blacklists.walking import again, day, published
from tests.disputes.walking import SCAN, over, proceeding, public_penalty
from tests.records import making
from tests.records.making import FRIDAY
from tests.representation.making import by_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def opened(people, record):
    return proceedings.open_proceeding(
        target_kind="record", target_id=record.public_id, kind="suit", body="虚构市中级人民法院", case_number="（2026）虚行初1号",
        accepted_on=FRIDAY, paper=SCAN, **by_staff(people.clerk, FRIDAY),
    )  # fmt: skip


def test_it_is_marked_until_its_result(people):
    record = public_penalty(people)
    case = opened(people, record)
    mark = Mark.objects.get(target_id=record.public_id)
    assert (mark.kind, mark.suspends, mark.until) == ("litigation", False, None)
    over(case, people, "kept", FRIDAY)
    assert again(mark).until == FRIDAY
    assert not record.proposals.exists()


def test_revoked_it_leaves_in_three_days_by_two_persons(people):
    record = public_penalty(people)
    over(opened(people, record), people, "revoked", FRIDAY)
    proposal = record.proposals.get()
    assert (proposal.ground, proposal.revoked_on) == ("reviewed", FRIDAY)
    assert CaseClock.objects.filter(case_id=proposal.public_id, step="withdraw").exists()
    assert Record.objects.public(FRIDAY).filter(pk=record.pk).exists(), "not by one person alone"
    assert Mark.objects.get(target_id=record.public_id).until is None, "and until then it is marked"
    proposing.accept(proposal, reviewer=people.reviewer, actor=making.acting(people.reviewer), on=FRIDAY)
    assert not Record.objects.public(FRIDAY).filter(pk=record.pk).exists()
    assert Proposal.objects.get().approver == people.reviewer


def test_the_result_is_registered_although_its_withdrawal_was_proposed_already(people):
    record = public_penalty(people)
    case = opened(people, record)
    withdrawing.propose_withdrawal(
        record, officer=people.clerk, ground="reviewed", reason="判决撤销", revoked_on=FRIDAY, actor=making.acting(people.clerk),
        on=FRIDAY,
    )  # fmt: skip
    assert over(case, people, "revoked", FRIDAY).result == "revoked"
    assert record.proposals.count() == 1


def test_a_revoked_listing_is_proposed_to_leave(people):
    entry = published(people)
    case = proceedings.open_proceeding(
        target_kind="entry", target_id=entry.public_id, kind="review", body="虚构市人民政府", case_number="虚府复〔2026〕1号",
        accepted_on=day(15), paper=SCAN, **by_staff(people.clerk, day(15)),
    )  # fmt: skip
    over(case, people, "revoked", day(16))
    leaving = Leaving.objects.get(entry=entry)
    assert (leaving.exit, leaving.approver) == ("revoked", None)
    assert Mark.objects.get(target_id=entry.public_id).until is None


def test_without_its_paper_nothing_is_registered(people):
    record = public_penalty(people)
    with pytest.raises(ListRefused, match="受理通知书"):
        proceedings.open_proceeding(
            target_kind="record", target_id=record.public_id, kind="suit", body="法院", case_number="1",
            accepted_on=FRIDAY, paper=None, **by_staff(people.clerk, FRIDAY),
        )  # fmt: skip
    assert not Mark.objects.exists()


def test_others_cannot_register_it(people):
    case, stranger = proceeding(people), making.staff()
    with pytest.raises(ListRefused, match="职责范围"):
        proceedings.close_proceeding(
            case, result="kept", effective_on=FRIDAY, result_words="x", paper=SCAN, **by_staff(stranger.clerk, FRIDAY)
        )
