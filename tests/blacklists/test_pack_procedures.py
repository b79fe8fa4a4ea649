"""Each text's own list procedure, end to end on its days: who decides, how long the notice, how acts add up. Source: K, D2–D4."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from blacklists import deciding, dishonouring, hearing, honouring, leaving, listing, notifying, offering, proposing
from blacklists.deciding import Document
from blacklists.grading_records import answer_grade, propose_grade
from blacklists.models import Announcement, Entry, Letter
from blacklists.procedure import procedure, remedies
from blacklists.refusals import ListRefused
from credit_platform.workdays import ONE_DAY, months_later
from rules.calendar import working_calendar
from rules.duties import DutyBook
from rules.jurisdiction_packs import names
from rules.jurisdictions import NoValue, value
from rules.models import PackValue, PublicationPeriod
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    REMEDIES,
    SCAN,
    START,
    again,
    by,
    day,
    heard,
    honoured,
    in_notice,
    lists_of_long_ago,
    reported,
    reviewed,
    withdrawn,
)
from tests.records import making

pytestmark = pytest.mark.django_db
MINUTES = Document("会议纪要", "虚纪〔2026〕3号", day(11), SCAN)
CORRECT_BY = date(2026, 11, 30)
NONE = Document()


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


@pytest.mark.parametrize(
    ("pack", "decider", "clause"),
    [
        ("", "body", "本平台默认"), ("hua_county", "leading_group", "二(二)3"), ("yingkou", "consultation", "(十五)"),
        ("suining_anju", "conference", "四(一)"), ("harbin_new_area", "body", "12"),
    ],
)  # fmt: skip
def test_who_decides(settings, people, pack, decider, clause):
    settings.JURISDICTION = pack
    rules = procedure(START)
    assert rules.decider == decider
    assert clause in rules.clause("decider")
    assert (rules.shortest_months, rules.longest_months) == (12, 36)
    for name in ("red_months", "announcement_days"):
        assert rules.clause(name).startswith("本平台默认")  # no text sets them
    assert rules.clause("red_notice_days").startswith("本平台默认") == (pack != "hua_county")
    assert rules.behaviours


def test_every_local_pack_walks_here():
    """One walk below for each; a pack that is added has to be walked, too."""
    walked = {name.removeprefix("test_walk_of_") for name in globals() if name.startswith("test_walk_of_")}
    assert walked == set(names()) - {"national"}


# Where a text only names a day for what the entry rests on (the penalty), that day is asserted; how long a red entry stands, how
# long a removal is announced and how long the hearing lasts no local text says: those are the nation's or this platform's.


def listed(people, behaviour, *, document=NONE, asked=False, approver=None, **fields):
    """Noticed, heard, decided on the twelfth of September, served and published by the fourteenth, correction until 30 November."""
    entry = heard(people, behaviour=behaviour)
    if asked:
        reply = hearing.consult(entry, factories.department(), **by(people.clerk, day(10)))
        hearing.take_reply(reply, agrees=True, reply="同意", replied_on=day(10), **by(people.clerk, day(10)))
    reviewed_here(people, entry)
    deciding.decide(entry, document=document, **by(approver or people.reviewer, day(11)), **fields)
    serve(people.clerk, entry)
    listing.publish(entry, **by(people.reviewer, day(13)))
    assert Entry.objects.public(day(13)).filter(pk=entry.pk).exists()
    return again(entry)


def reviewed_here(people, entry):
    deciding.review(
        entry, findings="核实", months=12, exit_conditions="纠正后移出", remedies=REMEDIES, correct_by=CORRECT_BY,
        **by(people.clerk, day(10)),
    )  # fmt: skip


def serve(officer, entry):
    letter = entry.letters.get(kind=Letter.Kind.DECISION)
    notifying.deliver(letter, means="direct", delivered_on=day(12), proof=SCAN, **by(officer, day(12)))


def leaves_when_corrected_in_time(people, entry):
    """A day late is too late; on the last day it is in time, and the subject is off the list when the second person agrees."""
    assert value("repair.within_period", START).value is True
    late, after = CORRECT_BY + ONE_DAY, by(people.clerk, CORRECT_BY + ONE_DAY)
    with pytest.raises(ListRefused, match="纠正在期限之后"):
        leaving.propose(entry, exit="corrected", reason="已整改", happened_on=late, **after)
    asked = leaving.propose(entry, exit="corrected", reason="已整改并消除影响", happened_on=CORRECT_BY, **after)
    leaving.decide(asked, agree=True, **by(people.approver, late))
    assert (again(entry).state, entry.exit, entry.left_on) == ("left", "corrected", late)
    assert not Entry.objects.public(late).filter(pk=entry.pk).exists()
    assert Announcement.objects.get(entry=entry).announced_on == late


def leaves_when_its_period_is_over(entry):
    """Twelve months from the decision; nobody has to take it off."""
    last = date(2027, 9, 11)
    assert entry.until == last
    assert Entry.objects.public(last).filter(pk=entry.pk).exists()
    assert not Entry.objects.public(last + ONE_DAY).filter(pk=entry.pk).exists()
    leaving.note_ended(last + ONE_DAY)
    assert (again(entry).state, entry.exit) == ("left", "expired")


def once_a_year(people):
    assert value("red_list.every_months", START).value == 12
    said = {"title": "年度评选", "nominate_by": day(30), **by(people.office, START)}
    made = dishonouring.open_campaign(year=2026, **said)
    with pytest.raises(ListRefused, match="已经启动"):
        dishonouring.open_campaign(year=2026, **said)
    assert dishonouring.open_campaign(year=2027, **said) != made
    return made


def penalty_due() -> date:
    """Last day to publish the penalty of 12 August that the entry rests on."""
    found = DutyBook(working_calendar()).due("penalty", day(-20))
    assert found is not None
    return found.date


def test_walk_of_hua_county(settings, people):
    settings.JURISDICTION = "hua_county"
    # 二(一)2: three fairly serious acts within a year are a serious one
    subject = factories.subject(public=False)
    acts = [reported(people, subject, on=day(-days)) for days in (300, 100, 0)]
    grade = propose_grade(subject, people.office.department, on=START)
    assert grade.grade == "serious"
    answer_grade(grade, take_up=True, **by(people.office, START))
    entry = proposing.propose(
        subject,
        acts=acts,
        behaviour=BEHAVIOUR,
        reasons="一年内三次较重失信",
        basis="虚构法第一条",
        **by(people.office, START),
    )
    notifying.issue_notice(entry, **by(people.approver, START))
    notifying.deliver(entry.letters.get(), means="direct", delivered_on=START, proof=SCAN, **by(people.office, START))
    hearing.close_hearing(entry, **by(people.office, day(10)))
    draft = {"findings": "未申辩", "months": 12, "exit_conditions": "期满", "remedies": REMEDIES}
    deciding.review(entry, **draft, **by(people.office, day(10)))
    # 二(二)3: decided by the leading group
    with pytest.raises(ListRefused, match="领导小组"):
        deciding.decide(entry, **by(people.approver, day(11)))
    # 二(三)3: reported to two bodies, and published
    told = [factories.department(name) for name in value("black_list.reported_to", START).value]
    assert len(told) == 2
    deciding.decide(entry, document=MINUTES, copies=told, **by(people.approver, day(11)))
    assert again(entry).decider == "leading_group"
    assert {one.department for one in entry.copies.all()} == set(told)
    serve(people.office, entry)
    listing.publish(entry, **by(people.approver, day(13)))
    # 二(五)2: at least three months' rectification from permission. Repair has a procedure of its own; the list takes its outcome.
    permitted = day(20)
    verified = months_later(permitted, value("repair.rectification_months", START).value)
    assert verified == date(2026, 12, 21)
    two = {"proposer": people.office, "approver": people.approver, "actor": by(people.approver, verified)["actor"]}
    case = {"exit": "repaired", "case_id": uuid4(), "reason": "整改期满，经验收", "happened_on": verified}
    assert Entry.objects.public(verified).filter(pk=entry.pk).exists()
    leaving.leave_by_case(again(entry), **case, **two, on=verified)
    assert not Entry.objects.public(verified).filter(pk=entry.pk).exists()


def test_hua_countys_red_list(settings, people):
    settings.JURISDICTION = "hua_county"
    # 一(一): yearly; from the industry list; one week; the county government; 发文
    made = in_notice(people, campaign=once_a_year(people))
    assert made.notice_until == date(2026, 9, 8)
    with pytest.raises(ListRefused, match="2026-09-08"):
        honouring.end_notice(made, **by(people.office, day(7)))
    honouring.end_notice(made, **by(people.office, day(8)))
    honouring.approve(made, document=Document("批复", "虚政函〔2026〕1号", day(8), SCAN), **by(people.approver, day(8)))
    assert again(made).decider == "government"
    assert honouring.publish(made, **by(people.office, day(9)))
    assert made.letters.get().content["head"] == people.office.department.name
    # 一(四)3: a major breach ends the title, and funds are asked back
    who = by(people.clerk, day(20))
    funds = dishonouring.record_benefit(
        again(made), kind="funds", department=people.body, granted_on=day(20), amount=Decimal(5), **who
    )
    left = withdrawn(people, made, day(30))
    assert (again(made).state, again(funds).reclaim_asked_on) == ("withdrawn", left)


def test_walk_of_yingkou(settings, people):
    settings.JURISDICTION = "yingkou"
    assert penalty_due() == date(2026, 8, 21)  # (三): the penalty, within seven working days
    with pytest.raises(ListRefused, match="征求意见"):
        listed(people, "yk-health-02", approver=people.approver)
    entry = listed(
        people, "yk-health-01", asked=True, approver=people.approver
    )  # (十) the act; (十五) consulted; (十二) disclosed
    assert (entry.decider, entry.behaviour_title) == ("consultation", "食品药品领域严重失信行为")
    leaves_when_corrected_in_time(people, entry)  # (十九)
    # (五): yearly, with no procedure of its own: the platform's week of notice, its year of validity
    red = honoured(people, campaign=once_a_year(people))
    assert (red.notice_until, red.until, red.decider) == (date(2026, 9, 8), date(2027, 9, 9), "body")


def test_walk_of_suining_anju(settings, people):
    settings.JURISDICTION = "suining_anju"
    assert penalty_due() == date(2026, 8, 21)  # 二(五)2(1): the penalty, within seven working days
    entry = reviewed(people, behaviour="sn-health-01")  # 二(二)2(1)
    with pytest.raises(ListRefused, match="联席会议"):
        deciding.decide(entry, **by(people.approver, day(11)))
    entry = listed(people, "sn-health-02", document=MINUTES, approver=people.approver)  # 四(一): the conference
    assert (entry.decider, entry.document_number) == ("conference", "虚纪〔2026〕3号")
    leaves_when_corrected_in_time(people, entry)  # 二(三)1
    # 二(二)3(3): two honours, and who from outside may name candidates for both lists; the text sets no days
    assert set(offering.admitted("association", START)) == {"black", "red"}
    for title in value("red_list.honours", START).value:
        assert honoured(people, title=title).notice_until == date(2026, 9, 8)


def test_walk_of_harbin_new_area(settings, people):
    settings.JURISDICTION = "harbin_new_area"
    assert penalty_due() == date(2026, 8, 21)  # 9: the penalty, within seven working days
    entry = listed(people, "hb-serious-01")  # 6 the act; 12 the department decides; 8 disclosed by code
    assert (entry.decider, entry.subject.code is not None) == ("body", True)
    leaves_when_corrected_in_time(people, entry)  # 12
    # 1: seven sources, by departments, without a notice: the platform's week stands, for nothing says that there is none. 11: outside bodies
    assert len(value("red_list.sources", START).value) == 7
    assert set(offering.admitted("association", START)) == {"black", "red"}
    assert honoured(people).decider == "body"


def test_walk_of_fuzhou_road_transport(settings, people):
    """二(一), 二(三). Which acts lead to the list stands in an annex that was not published: the nation's are walked."""
    settings.JURISDICTION = "fuzhou_road_transport"
    entry = listed(people, BEHAVIOUR)
    days = value("duty.publish_acts", START).value  # 二(一): acts and black list, seven working days from generation
    assert (days["start"], "黑名单" in days["what"]) == ("generation", True)
    due = working_calendar().add(entry.decided_on, days["working_days"]).date
    assert due == date(2026, 9, 21)  # from Saturday the twelfth; Sunday the twentieth is worked
    assert entry.public_from <= due
    # 二(三): what was repaired is public within two working days of its verification, and passed on within two more. The list
    # shows it, and the removal, on the very day.
    verified = date(2026, 12, 18)  # a Friday
    shown = working_calendar().add(verified, value("repair.publish_days", START).value).date
    passed_on = working_calendar().add(shown, value("repair.forward_days", START).value).date
    assert (shown, passed_on) == (date(2026, 12, 22), date(2026, 12, 24))
    leaving.leave_by_case(
        entry, exit="repaired", case_id=uuid4(), reason="经核查已纠正", happened_on=verified, proposer=people.clerk,
        approver=people.reviewer, actor=by(people.reviewer, verified)["actor"], on=verified,
    )  # fmt: skip
    assert not Entry.objects.public(verified).filter(pk=entry.pk).exists()
    assert Announcement.objects.get(entry=entry).announced_on <= shown


def test_walk_of_shaanxi(settings, people):
    """二(九) leaves the making of lists to each trade: no decider, notice or day. The nation's procedure is walked under it."""
    settings.JURISDICTION = "shaanxi"
    assert penalty_due() == date(2026, 8, 21)  # 二(三): the penalty, within seven working days of the decision
    entry = listed(people, BEHAVIOUR)
    assert entry.decider == "body"
    leaves_when_its_period_is_over(entry)
    assert honoured(people).notice_until == date(2026, 9, 8)
    # What it does set: lists are among the kinds that are gathered, 二(三), and each has its column on the site, 二(四).
    assert "红黑名单" in value("records.kinds", START).value
    assert {"违法失信黑名单", "诚信典型红名单"} <= set(value("publish.columns", START).value)


def test_walk_of_bengbu(settings, people):
    """No decider, notice, correction or day of its own for a list. The nation's procedure is walked under it."""
    settings.JURISDICTION = "bengbu"
    assert penalty_due() == date(2026, 8, 21)  # 五(五): the penalty, within seven working days of the decision
    # What it does set: nine lists that are exchanged, 六(二), and those of each field, 四(二), each an act that an entry may rest on.
    titles = {one.title for one in procedure(START).behaviours.values()}
    assert set(value("black_list.exchanged", START).value) <= titles
    entry = listed(people, "bb-exchanged-05")
    assert (entry.decider, entry.behaviour_title) == ("body", "恶意欠薪")
    leaves_when_its_period_is_over(entry)
    # 六(一): five honours
    honours = value("red_list.honours", START).value
    assert len(honours) == 5
    for title in honours:
        assert honoured(people, title=title).state == "published"


# --- numbers of the law ------------------------------------------------------------------------------------------------


def test_the_period_cites_the_rules_that_were_used(people):
    assert procedure(START).clause("longest_months").startswith("令第36号")
    assert procedure(date(2026, 3, 31)).clause("longest_months").startswith("令第58号")


def test_without_rules_there_is_no_number(people):
    PublicationPeriod.objects.filter(seriousness="serious").delete()
    with pytest.raises(NoValue, match="严重失信的公示期"):
        procedure(START)


@pytest.mark.parametrize("key", ["red_list.notice", "red_list.valid_months", "black_list.announcement_days"])
def test_without_a_value_nothing_is_assumed(people, key):
    PackValue.objects.filter(key=key).delete()
    with pytest.raises(NoValue, match=key):
        procedure(START)


def test_remedies_are_said_with_the_days_of_the_law(people):
    said = remedies(START)
    assert "60日内申请行政复议（行政复议法第二十条）" in said
    assert "6个月内提起行政诉讼（行政诉讼法第四十六条）" in said
    PackValue.objects.filter(key="remedies.suit_months").update(value=9)
    assert "9个月内提起行政诉讼" in remedies(START)
    PackValue.objects.filter(key="remedies.review_days").delete()
    with pytest.raises(NoValue):
        remedies(START)
