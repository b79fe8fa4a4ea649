"""The red list: check, notice, objections, approval by document, withdrawal with what is asked back. Source: D2."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from blacklists import dishonouring, honouring, leaving, notifying, withdrawing
from blacklists.deciding import Document
from blacklists.models import Announcement, Nomination
from blacklists.refusals import ListRefused
from publicity import lists
from records.freezing import freeze
from tests import factories
from tests.blacklists.walking import (
    SCAN,
    START,
    again,
    approved,
    by,
    day,
    honoured,
    in_notice,
    nominated,
    penalty,
    published,
    told_of_withdrawal,
    withdrawn,
)
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def test_the_whole_way(people):
    made = honoured(people)
    assert (made.state, made.public_from, made.until) == ("published", day(9), day(9).replace(year=2027) - timedelta(1))
    assert Nomination.objects.public(day(9)).get() == made
    assert not Nomination.objects.public(made.until + timedelta(days=1)).exists()
    assert made.letters.get().number == "红名单〔2026〕1号"
    leaving.note_ended(made.until + timedelta(days=1))
    assert again(made).state == "expired"
    assert Announcement.objects.get().nomination == made


def test_it_says_the_industry_list_it_draws_from(people):
    with pytest.raises(ListRefused, match="行业激励名单"):
        nominated(people, industry_list=" ")


def test_a_bad_record_stops_it_until_somebody_else_resolved_it(people):
    subject = factories.subject()
    penalty(people, subject)
    made = nominated(people, subject)
    assert honouring.check(made, **by(people.office, START)) is False
    assert again(made).hits[0]["kind"] == "record"
    with pytest.raises(ListRefused, match="状态"):
        honouring.begin_notice(made, **by(people.office, START))
    with pytest.raises(ListRefused, match="信用办审批"):
        honouring.resolve(made, reason="已履行", **by(people.office, START))
    honouring.resolve(made, reason="处罚已履行完毕，不属失信", **by(people.approver, START))
    honouring.begin_notice(made, **by(people.office, START))
    assert again(made).state == "in_notice"


@pytest.mark.parametrize("gone", [{"state": "withdrawn"}, {"public_until": day(-1)}, {"valid_until": day(-1)}], ids=str)
def test_what_is_over_does_not_stop_it(people, gone):
    subject = factories.subject()
    penalty(people, subject, **gone)
    assert honouring.check(nominated(people, subject), **by(people.office, START)) is True


def test_a_black_list_entry_stops_it(people):
    entry = published(people, record=penalty(people, state="internal", public_from=None, valid_until=day(-1)))
    made = nominated(people, entry.subject, on=day(14))
    assert honouring.check(made, **by(people.office, day(14))) is False
    assert entry.decision_number in again(made).hits[0]["words"]


def test_the_notice_lasts_its_days_and_objections_are_checked_by_another(people):
    made = in_notice(people)
    assert (made.notice_from, made.notice_until) == (START, day(7))
    assert Nomination.objects.in_notice(day(7)).exists()
    assert not Nomination.objects.in_notice(day(8)).exists()
    with pytest.raises(ListRefused, match="期满后"):
        honouring.end_notice(made, **by(people.office, day(7)))
    said = honouring.take_objection(made, means="电话", text="有欠薪", **by(people.office, day(2)))
    with pytest.raises(ListRefused, match="另一位"):
        honouring.check_objection(said, upheld=False, answer="查无", **by(people.office, day(3)))
    with pytest.raises(ListRefused, match="没有核查"):
        honouring.end_notice(made, **by(people.office, day(8)))
    honouring.check_objection(said, upheld=True, answer="属实", **by(people.approver, day(3)))
    with pytest.raises(ListRefused, match="成立"):
        honouring.end_notice(made, **by(people.office, day(8)))
    honouring.drop(made, reason="异议成立", **by(people.office, day(8)))
    assert again(made).state == "dropped"


def test_approval_needs_its_document_and_a_second_person(people):
    made = in_notice(people)
    honouring.end_notice(made, **by(people.office, day(8)))
    whole = {"title": "批复", "number": "虚政函〔2026〕9号", "dated": day(8), "paper": SCAN}
    for missing in whole:
        document = Document(**{name: value for name, value in whole.items() if name != missing})
        with pytest.raises(ListRefused):
            honouring.approve(made, document=document, **by(people.approver, day(8)))
    with pytest.raises(ListRefused, match="结束之后"):  # its last day is the objectors'
        honouring.approve(
            made, document=Document(**whole | {"dated": made.notice_until}), **by(people.approver, day(8))
        )
    Nomination.objects.filter(pk=made.pk).update(proposer=people.approver)
    with pytest.raises(ListRefused, match="另一位"):
        honouring.approve(made, document=Document(**whole), **by(people.approver, day(8)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=made.pk).update(approver=people.approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        Nomination.objects.filter(pk=made.pk).update(state="approved")


def test_what_comes_up_before_publication_stops_it(people):
    made = approved(people)
    penalty(people, made.subject, decided_on=day(8), public_from=day(8))
    assert honouring.publish(made, **by(people.office, day(9))) is False
    assert again(made).state == "stopped"


def test_frozen(people):
    made = approved(people)
    freeze(reason="核查", **by(people.office, day(9)))
    with pytest.raises(ListRefused, match="冻结"):
        honouring.publish(made, **by(people.office, day(9)))


def test_a_major_breach_ends_it_and_asks_the_money_back(people):
    made = honoured(people)
    who = by(people.clerk, day(20))
    with pytest.raises(ListRefused, match="金额"):
        dishonouring.record_benefit(made, kind="funds", department=people.body, granted_on=day(20), **who)
    money = dishonouring.record_benefit(
        made, kind="funds", department=people.body, granted_on=day(20), amount=Decimal("12.5"), **who
    )
    points = dishonouring.record_benefit(made, kind="points", department=people.body, granted_on=day(20), **who)
    left = withdrawn(people, made, day(30))
    assert Nomination.objects.filter(pk=made.pk, left_on=left).exists()
    assert not Nomination.objects.public(left).exists()
    assert (again(money).reclaim_asked_on, again(points).reclaim_asked_on) == (left, None)
    back = {"reclaimed_on": left, "reclaim_note": "已缴回", **by(people.clerk, left)}
    with pytest.raises(ListRefused, match="之间"):
        dishonouring.record_reclaim(money, reclaimed=Decimal(13), **back)
    dishonouring.record_reclaim(money, reclaimed=Decimal("12.5"), **back)
    assert "取消" in Announcement.objects.public(left).get().words


def test_a_withdrawal_takes_two(people):
    made = honoured(people)
    withdrawing.propose_withdrawal(made, reason="重大失信", basis="条例第四十条", **by(people.office, day(30)))
    Nomination.objects.filter(pk=made.pk).update(withdrawal_proposer=people.approver)
    with pytest.raises(ListRefused, match="另一位"):
        withdrawing.decide_withdrawal(made, agree=True, **by(people.approver, day(30)))
    with pytest.raises(ListRefused, match="另一位"):
        withdrawing.notify_withdrawal(made, **by(people.approver, day(30)))


def test_nobody_loses_a_title_unheard(people):
    made = honoured(people)
    withdrawing.propose_withdrawal(made, reason="重大失信", basis="条例第四十条", **by(people.office, day(30)))
    decide = {"agree": True, **by(people.approver, day(30))}
    with pytest.raises(ListRefused, match="先制发告知书"):
        withdrawing.decide_withdrawal(made, **decide)
    letter = withdrawing.notify_withdrawal(made, **by(people.approver, day(30)))
    assert "5个工作日" in str(letter.content["parts"])
    assert "条例第四十条" in str(letter.content["parts"])
    with pytest.raises(ListRefused, match="先制发告知书"):
        withdrawing.decide_withdrawal(made, **decide)  # made, but not served
    notifying.deliver(letter, means="mail", delivered_on=day(30), proof=SCAN, **by(people.clerk, day(30)))
    made = again(made)
    with pytest.raises(ListRefused, match="陈述申辩期到"):
        withdrawing.decide_withdrawal(made, **decide)
    said = withdrawing.take_statement(
        made, made_on=day(31), means="written", text="事实有误", **by(people.clerk, day(31))
    )
    after = notifying.withdrawal_clock(made).due + timedelta(days=1)
    assert Nomination.objects.public(after).filter(pk=made.pk).exists()  # until the decision it stands
    with pytest.raises(ListRefused, match="没有答复"):
        withdrawing.decide_withdrawal(made, agree=True, **by(people.approver, after))
    withdrawing.answer_statement(said, accepted=False, answer="经核实无误", **by(people.clerk, after))
    withdrawing.decide_withdrawal(made, agree=True, **by(people.approver, after))
    told = made.letters.get(kind="red_off").content["parts"]
    assert "事实有误" in str(told)
    assert "未予采纳" in str(told)
    assert again(notifying.withdrawal_clock(made)).state == "met"


def test_a_title_that_stays_is_told_to_who_was_told(people):
    made = honoured(people)
    told_of_withdrawal(people, made, day(30))
    withdrawing.decide_withdrawal(made, agree=False, reason="查无实据", **by(people.approver, day(31)))
    made = again(made)
    assert (made.state, made.withdrawal_proposer, made.withdrawal_noticed_on) == ("published", None, None)
    assert "查无实据" in str(made.letters.get(kind="red_kept").content["parts"])
    told_of_withdrawal(people, made, day(40))  # a new proposal has its own notice and days
    assert made.letters.filter(kind="red_notice").count() == 2


def test_who_lost_the_title_counts_as_announced_no_more(people):
    who = by(people.office, START)
    campaign = dishonouring.open_campaign(year=2026, title="诚信评选", nominate_by=day(5), **who)
    made = honoured(people, campaign=campaign)
    steps = dict(lists.campaigns()[0]["steps"])
    assert (steps["已公布"], steps["公布后取消"]) == (1, 0)
    withdrawn(people, made, day(30))
    steps = dict(lists.campaigns()[0]["steps"])
    assert (steps["已公布"], steps["公布后取消"]) == (0, 1)


def test_a_campaign_runs_once_a_year_and_ends_with_its_nominations(people):
    who = by(people.office, START)
    campaign = dishonouring.open_campaign(year=2026, title="诚信评选", nominate_by=day(5), **who)
    with pytest.raises(ListRefused, match="已经启动"):
        dishonouring.open_campaign(year=2026, title="诚信评选", nominate_by=day(5), **who)
    assert honouring.open_campaigns(people.clerk, day(5)) == [campaign]
    assert honouring.open_campaigns(making.staff().clerk, day(5)) == []
    with pytest.raises(ListRefused, match="截止"):
        nominated(people, on=day(6), campaign=campaign)
    made = nominated(people, on=day(5), campaign=campaign)
    with pytest.raises(ListRefused, match="1项"):
        dishonouring.close_campaign(campaign, **by(people.office, day(7)))
    honouring.drop(made, reason="材料不实", **by(people.office, day(7)))
    dishonouring.close_campaign(campaign, **by(people.office, day(7)))
    assert again(campaign).state == "closed"
