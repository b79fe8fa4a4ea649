"""信用修复: four eyes, clocks, what is seen after a grant on every channel, new acts, falsehood, the older procedure. Source: F4–F6, F8."""

import json
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from blacklists.grading_records import acts_on_file
from blacklists.models import Announcement, Entry
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused
from checks.answering import answers
from commitments.models import Commitment
from credit_platform.workdays import months_later
from ledger.acts import record_act
from ledger.models import Event
from ledger.moves import note
from publicity.replaying import replay
from records.models import Mark, Record
from repairs import applying, deciding, falsehood, handing_over, handling
from repairs.applying import Attached, Ruling
from repairs.eligibility import of
from repairs.models import HandedOver, Repair
from repairs.new_acts import that_end
from rules.models import CaseClock
from subjects.search import find
from tests import factories
from tests.blacklists.walking import again, by, day, published
from tests.disputes.walking import public_penalty
from tests.records import making
from tests.records.making import FRIDAY, acting, staff
from tests.repairs import mending
from tests.repairs.mending import PAPERS, PDF, PLAN, START, filed, later
from tests.representation.making import coded

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def clock(repair, step: str) -> CaseClock:
    return CaseClock.objects.of("repair", repair.public_id).filter(step=step).get()


def penalties(subject, on: date) -> int:
    """What a department's credit check says of penalties."""
    return sum(line["count"] for line in answers([subject], on)[subject.pk]["penalties"])


def test_from_application_to_grant(people):
    record = mending.penalty(people)
    repair = filed(people, record)
    assert (repair.state, repair.procedure, repair.department) == ("filed", "order36", people.body)
    assert repair.number == "信修申〔2026〕1号"
    assert (clock(repair, "forward").state, clock(repair, "acceptance").due) == ("met", date(2026, 11, 5))
    assert clock(repair, "result").due == date(2026, 11, 16)
    with pytest.raises(ListRefused, match="已有一件"):
        filed(people, record)
    handling.accept(repair, **by(people.clerk, later(1)))
    assert Mark.objects.open(later(1)).get(target_id=record.public_id).kind == "repair"
    assert clock(repair, "acceptance").state == "met"
    with pytest.raises(ListRefused, match="还没有提出处理意见"):
        deciding.decide(repair, **by(people.reviewer, later(1)))
    handling.propose(repair, ask="grant", opinion="条件具备。", **by(people.reviewer, later(2)))
    with pytest.raises(ListRefused, match="另一位同事"):
        deciding.decide(repair, **by(people.reviewer, later(2)))
    with pytest.raises(ListRefused, match="审批决定"):
        deciding.decide(repair, **by(people.clerk, later(2)))
    assert Record.objects.public(later(3)).filter(pk=record.pk).exists()
    deciding.decide(repair, **by(people.approver, later(3)))
    repair = again(repair)
    assert (repair.state, repair.approver, repair.result_from) == ("granted", people.approver, later(3))
    assert (again(record).state, clock(repair, "result").state, clock(repair, "publish").state) == (
        "repaired",
        "met",
        "met",
    )
    assert not Mark.objects.open(later(3)).filter(target_id=record.public_id).exists()
    assert [one.kind for one in repair.letters.all()] == ["repair_accept", "repair_grant"]
    assert of(again(record), later(4)).verdict == "repaired"
    moves = Event.objects.filter(object_id=repair.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["apply_for_repair", "forward", "accept", "propose", "grant"]


def test_the_database_keeps_the_two_persons_apart(people):
    repair = mending.granted(people)
    with pytest.raises(IntegrityError, match="repair_four_eyes"), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(approver=repair.proposer)


def test_what_is_missing_is_said_with_its_field(people):
    with pytest.raises(ListRefused) as refused:
        filed(people, what_was_done="", papers=[Attached("performance", mending.Paper("a.exe", b"MZ"))])
    assert set(refused.value.faults) == {"what_was_done", "performance", "commitment"}
    early = mending.penalty(people, decided_on=date(2026, 9, 1))
    with pytest.raises(ListRefused, match="2026-12-01"):
        filed(people, early)
    with pytest.raises(ListRefused, match="最多上传10个"):
        filed(people, papers=[*PAPERS, *(Attached("other", PDF) for _ in range(9))])
    stranger = staff()
    with pytest.raises(ListRefused, match="职责范围"):
        applying.apply_for(mending.penalty(people), what_was_done="已缴清", papers=PAPERS, **by(stranger.clerk, START))


def test_refused_rejected_withdrawn(people):
    refused = filed(people)
    handling.refuse(refused, reason="承诺书没有签名。", **by(people.clerk, later(1)))
    assert (again(refused).state, clock(refused, "result").state) == ("refused", "met")
    again_filed = filed(people, refused.record, later(2))  # a new one may follow
    handling.accept(again_filed, **by(people.clerk, later(2)))
    handling.propose(again_filed, ask="reject", opinion="罚款没有缴清。", **by(people.clerk, later(3)))
    deciding.send_back(again_filed, reason="请附缴款记录。", **by(people.reviewer, later(3)))
    handling.propose(again_filed, ask="reject", opinion="罚款没有缴清。", **by(people.clerk, later(3)))
    deciding.decide(again_filed, **by(people.reviewer, later(4)))
    assert (again(again_filed).state, again(refused.record).state) == ("rejected", "released")
    assert "行政复议" in json.dumps(again_filed.letters.last().content, ensure_ascii=False)
    mine = mending.accepted(people)
    with pytest.raises(ListRefused, match="请上传申请人签字的撤回书"):
        deciding.withdraw(mine, **by(people.office, later(2)))
    deciding.withdraw(mine, paper=PDF, **by(people.office, later(2)))
    assert again(mine).proofs.last().get_kind_display() == "撤回书"
    assert (again(mine).state, clock(mine, "result").state) == ("withdrawn", "cancelled")
    assert not Mark.objects.open(later(2)).filter(case_id=mine.public_id).exists()


def test_after_a_grant_nobody_is_told_of_it_any_more(client, people):
    """Portal page, search, list of results, department's check, and the upload that would bring it back."""
    today = timezone.localdate()
    subject = factories.subject("虚构市改过自新机械有限公司")
    record = mending.penalty(people, subject, decided_on=months_later(today, -5), public_until=months_later(today, 7))
    page = reverse("publicity:subject", args=[subject.public_id])
    how = reverse("publicity:repair_one", args=[record.public_id])
    said = client.get(page).content.decode()
    assert record.document_number in said
    assert how in said
    assert f"可于 {months_later(record.decided_on, 3)} 起免费申请信用修复" in said
    assert "现在可以申请" in client.get(how).content.decode()
    assert len(find("改过自新机械").hits) == 1
    assert penalties(subject, today) == 1
    repair = mending.granted(people, record, on=today - mending.timedelta(days=3))
    assert client.get(page).status_code == 404  # nothing else of it is public
    assert client.get(how).status_code == 404
    assert find("改过自新机械").hits == []
    results = client.get(reverse("publicity:repair_results")).content.decode()
    assert "虚构市改过自新机械有限公司" in results
    assert record.document_number not in results
    assert penalties(subject, today) == 0
    assert acts_on_file(subject, today, procedure(today)).acts == []
    assert (repair.result_from, len(repair.letters.all())) == (today, 2)


def test_lists_follow_from_what_remains(people):
    """An entry that rests on the repaired penalty alone is in force no more; one with another ground stays. F5; 滑县 二(五)4."""
    entry = published(people)
    other = mending.penalty(people, entry.subject, decided_on=date(2026, 6, 1))
    ground = entry.grounds.get().record
    assert Entry.objects.in_force(later(5)).filter(pk=entry.pk).exists()
    mending.granted(people, other)
    assert Entry.objects.in_force(later(5)).filter(pk=entry.pk).exists()
    Record.objects.filter(pk=ground.pk).update(seriousness="general", decided_on=date(2026, 6, 1))
    mending.granted(people, again(ground))
    assert not Entry.objects.in_force(later(5)).filter(pk=entry.pk).exists()


def test_an_entry_leaves_and_is_announced(people):
    entry = published(people)
    on = date(2027, 9, 20)  # the shortest term of a serious act is over
    with pytest.raises(ListRefused, match="2027-09-12"):
        filed(people, entry, day(30))
    repair = mending.granted(people, entry, on)
    entry = again(entry)
    assert (entry.state, entry.exit, repair.department) == ("left", "repaired", entry.department)
    assert Announcement.objects.get(entry=entry).announced_on == date(2027, 9, 23)
    assert entry.leavings.get().case_id == repair.public_id


def test_a_new_act_ends_it(people, settings):
    repair = mending.proposed(people)
    record = mending.penalty(people, repair.subject, decided_on=later(1), state="awaiting", public_from=None)
    assert deciding.sweep(later(2)) == 0  # nobody has looked at it yet
    Record.objects.filter(pk=record.pk).update(state="released", public_from=later(2))
    with pytest.raises(ListRefused, match="新的失信行为"):
        deciding.decide(repair, **by(people.reviewer, later(3)))
    assert deciding.sweep(later(3)) == 1
    assert deciding.sweep(later(3)) == 0
    repair = again(repair)
    assert (repair.state, record.document_number in repair.reason) == ("ended", True)
    assert (clock(repair, "result").state, repair.letters.last().kind) == ("cancelled", "repair_end")


def test_the_morning_asks_for_all_and_not_for_the_oldest(people, monkeypatch):
    """However many wait before it: only those are opened whose subject acted anew, or that have lost their object."""
    for _ in range(3):
        mending.accepted(people)
    last = mending.accepted(people)
    mending.penalty(people, last.subject, decided_on=later(1))
    opened = []
    monkeypatch.setattr(deciding, "that_end", lambda repair, on: opened.append(repair.pk) or that_end(repair, on))
    assert deciding.sweep(later(2)) == 1
    assert opened == [last.pk]


def test_what_went_another_way_ends_it(people):
    repair = mending.accepted(people)
    Record.objects.filter(pk=repair.record_id).update(state="withdrawn")
    assert deciding.sweep(later(2)) == 1
    assert again(repair).state == "ended"


def test_false_material_bars_and_undoes(people):
    repair = mending.granted(people)
    case = falsehood.propose(repair, facts="缴款凭证系伪造，银行无此流水。", **by(people.reviewer, later(10)))
    with pytest.raises(ListRefused, match="另一位同事"):
        falsehood.confirm(case, **by(people.reviewer, later(11)))
    falsehood.confirm(case, **by(people.approver, later(11)))
    assert (again(repair).state, again(repair.record).state) == ("revoked", "released")
    assert Record.objects.public(later(11)).filter(pk=repair.record_id).exists()
    other = mending.penalty(people, repair.subject)
    found = of(other, later(20), given=["performance", "commitment"])
    assert (found.verdict, found.earliest) == ("barred", months_later(later(11), 36))
    with pytest.raises(ListRefused, match="弄虚作假"):
        filed(people, other, later(20))
    assert "第58号" in again(case).clause
    # while it is open, it ends
    other_repair = mending.accepted(people)
    falsehood.confirm(
        falsehood.propose(other_repair, facts="承诺书冒用他人签名。", **by(people.clerk, later(2))),
        **by(people.reviewer, later(2)),
    )
    assert again(other_repair).state == "ended"


def test_bankruptcy_rests_the_measures(people):
    entry = published(people)
    papers = (Attached("court", PDF), Attached("commitment", PDF))
    repair = mending.accepted(people, entry, day(20), papers=papers, bankrupt=True)
    mark = Mark.objects.open(day(21)).get(target_id=entry.public_id)
    assert (repair.procedure, mark.kind, mark.suspends) == ("bankruptcy", "bankruptcy", True)


def bankrupt(people, target, on):
    papers = (Attached("court", PDF), Attached("commitment", PDF))
    return mending.granted(people, target, on, papers=papers, bankrupt=True)


@pytest.mark.parametrize("ask", ["grant", "reject"])
def test_a_courts_plan_masks_until_it_is_carried_out(people, ask):
    """国办发〔2025〕22号: masked for the time of the plan by two persons; then decided anew: repaired, or shown again to its last day."""
    record = public_penalty(people)
    repair = bankrupt(people, record, FRIDAY)
    on = repair.masked_on
    assert (repair.state, repair.proposer, repair.approver) == ("masked", people.clerk, people.reviewer)
    assert again(record).state == "released"
    assert not Record.objects.public(on).filter(pk=record.pk).exists()
    assert Record.objects.public(on - timedelta(days=1)).filter(pk=record.pk).exists(), "what was shown was shown"
    assert record.public_id not in {one.id for one in replay(on).differences}
    assert (repair.letters.last().kind, clock(repair, "result").state) == ("repair_mask", "met")
    mending.penalty(people, record.subject, decided_on=on + timedelta(days=1))
    over = on + timedelta(days=20)
    assert deciding.sweep(over) == 0, "what was decided on is not ended by what happens under the plan"
    handling.propose(repair, ask=ask, opinion="重整计划已经执行完毕（终止执行）。", **by(people.clerk, over))
    assert not Record.objects.public(over).filter(pk=record.pk).exists()
    with pytest.raises(ListRefused):
        deciding.decide(again(repair), **by(people.clerk, over))
    deciding.decide(again(repair), **by(people.reviewer, over))
    assert again(record).state == ("repaired" if ask == "grant" else "released")
    assert Record.objects.public(over).filter(pk=record.pk).exists() is (ask == "reject")
    assert not Mark.objects.open(over).filter(case_id=repair.public_id).exists()
    assert record.public_id not in {one.id for one in replay(over).differences}


def test_the_zone_names_the_ruling_and_never_what_is_masked(people, client):
    """国办发〔2025〕22号 (专区): while the plan is carried out, of what the public saw before; no natural person."""
    record = public_penalty(people)
    repair = bankrupt(people, record, FRIDAY)
    on = repair.masked_on
    assert Repair.objects.reorganising(on).get() == repair
    assert not Repair.objects.reorganising(on - timedelta(days=1)).exists()
    with time_machine.travel(datetime.combine(on, time(9), tzinfo=timezone.get_current_timezone()), tick=False):
        page = client.get(reverse("publicity:reorganising")).content.decode()
    assert record.subject.name in page
    assert "虚构市中级人民法院" in page
    assert "（2026）虚01破3号" in page
    assert record.document_number not in page
    assert "（2026）虚01破3号" in str(repair.letters.get(kind="repair_mask").content), "the letter names it, too"
    unseen = bankrupt(people, mending.penalty(people, public_from=on + timedelta(days=9)), FRIDAY)
    assert (unseen.masked_on is None, unseen.result_from) == (False, None)
    assert Repair.objects.reorganising(on).get() == repair
    handling.propose(again(repair), ask="reject", opinion="终止执行。", **by(people.clerk, on))
    deciding.decide(again(repair), **by(people.reviewer, on))
    assert not Repair.objects.reorganising(on).exists()


def test_without_its_ruling_nothing_is_asked_for_under_a_plan(people):
    papers = (Attached("court", PDF), Attached("commitment", PDF))
    with pytest.raises(ListRefused) as refused:
        mending.filed(people, papers=papers, bankrupt=True, ruling=applying.Ruling("", "", later(5)))
    assert set(refused.value.faults) == {"court", "ruling_number", "ruled_on"}


def test_a_masked_entry_is_shown_to_nobody_outside(people):
    entry = published(people)
    repair = bankrupt(people, entry, day(20))
    on = repair.masked_on
    assert Entry.objects.in_force(on).filter(pk=entry.pk).exists()
    assert not Entry.objects.public(on).filter(pk=entry.pk).exists()
    assert again(entry.subject).listed_until is None
    deciding.withdraw(repair, paper=PDF, **by(people.office, day(30)))
    assert Entry.objects.public(day(30)).filter(pk=entry.pk).exists()
    assert again(entry.subject).listed_until == again(entry).until


def test_hua_countys_rectification(settings, people):
    """二(五)3: reply in writing, three months from its receipt, inspection, statement, decision; since 令第36号 by whoever determined."""
    entry = published(people)
    settings.JURISDICTION = "hua_county"
    with pytest.raises(ListRefused, match="最短公示期12个月还没有满"):
        filed(people, entry, day(20), papers=PLAN)
    filed_on, served_on = date(2027, 9, 20), date(2027, 9, 22)
    with pytest.raises(ListRefused, match="整改方案"):
        filed(people, entry, filed_on)
    repair = mending.accepted(people, entry, filed_on, papers=PLAN)
    assert (repair.state, repair.letters.get().kind) == ("rectifying", "repair_permit")
    assert clock(repair, "result").state == "paused"
    handling.deliver_reply(repair, delivered_on=served_on, means="direct", **by(people.clerk, served_on))
    repair = again(repair)
    assert repair.rectify_until == months_later(served_on, 3)
    said = {"inspection": "现场检查，已整改到位。", "statement": "整改期满，影响消除。", "paper": PDF}
    early = repair.rectify_until - mending.timedelta(days=1)
    with pytest.raises(ListRefused, match="才满期限"):
        handling.inspect(repair, inspected_on=early, **said, **by(people.clerk, early))
    over = repair.rectify_until
    handling.inspect(repair, inspected_on=over, **said, **by(people.clerk, over))
    handling.propose(repair, ask="grant", opinion="验收合格。", **by(people.clerk, over))
    deciding.decide(repair, **by(people.reviewer, over))
    assert (again(repair).state, again(entry).exit) == ("granted", "repaired")
    with pytest.raises(IntegrityError, match="repair_rectified_and_inspected"), transaction.atomic():
        Repair.objects.filter(pk=repair.pk).update(inspected_on=early)


def test_a_leading_group_decides_where_the_text_of_the_day_says_so(settings, people, monkeypatch):
    """Before 令第36号 (2026-04-01) Hua's leading group approved; the office records its document."""
    settings.JURISDICTION = "hua_county"
    repair = mending.proposed(people)
    assert deciding.decided_by(repair, date(2026, 3, 1))[0] == "leading_group"
    assert deciding.decided_by(repair, later(3))[0] == "body"
    monkeypatch.setattr(deciding, "decided_by", lambda repair, on: ("leading_group", "滑县 二(五)3"))
    with pytest.raises(ListRefused, match="领导小组"):
        deciding.decide(repair, **by(people.reviewer, later(3)))
    with pytest.raises(ListRefused, match="批准文件"):
        deciding.decide(repair, **by(people.approver, later(3)))
    approval = deciding.Approval("县诚信建设领导小组会议纪要", "虚诚纪〔2026〕2号", PDF)
    deciding.decide(repair, approval=approval, **by(people.approver, later(3)))
    assert (again(repair).decider, again(repair).document_number) == ("leading_group", "虚诚纪〔2026〕2号")


def test_a_person_by_public_service(settings, people):
    settings.JURISDICTION = "suining_anju"
    person = factories.subject(kind="person", public=False)
    own = mending.penalty(
        people,
        person,
        state="internal",
        publishable=False,
        internal_reason="person",
        public_from=None,
        seriousness="minor",
    )
    with pytest.raises(ListRefused, match="公益服务"):
        filed(people, own)
    repair = mending.granted(people, own, papers=[*PAPERS, Attached("public_service", PDF)])
    assert (repair.procedure, again(own).state, repair.result_from) == ("public_service", "repaired", None)


def test_the_promise_is_made_public(people):
    from commitments import templating
    from commitments.inventing import FORMS

    form = templating.propose(people.body, FORMS[-1], **by(people.clerk, START))
    templating.decide(form, adopt=True, **by(people.reviewer, START))
    repair = mending.accepted(people)
    made = Commitment.objects.get()
    assert (repair.commitment, made.template.kind, made.state) == (made, "repair", "performing")
    assert Record.objects.get(kind="commitment").state == "awaiting"  # another person lets it out


def test_a_false_promise_is_recorded_as_broken(people):
    """令第58号、令第36号: 记入信用记录. Two persons said so already; a third lets the record out like any other."""
    from commitments import templating
    from commitments.inventing import FORMS

    form = templating.propose(people.body, FORMS[-1], **by(people.clerk, START))
    templating.decide(form, adopt=True, **by(people.reviewer, START))
    repair = mending.granted(people, mending.penalty(people, coded()))
    made = Commitment.objects.get()
    case = falsehood.propose(repair, facts="承诺已缴清，实际没有缴纳。", **by(people.clerk, later(10)))
    falsehood.decline(case, reason="再核实。", **by(people.approver, later(10)))
    assert again(made).state == "performing"
    case = falsehood.propose(repair, facts="承诺已缴清，实际没有缴纳。", **by(people.clerk, later(11)))
    falsehood.confirm(case, **by(people.approver, later(11)))
    made = again(made)
    assert (made.state, made.breach_proposer, made.breach_approver) == ("breached", people.clerk, people.approver)
    breach = Record.objects.get(kind="breach")
    assert (breach.state, breach.subject) == ("awaiting", repair.subject)
    assert breach.version.content["WN_SX"] == "承诺已缴清，实际没有缴纳。"


@pytest.mark.parametrize("over", [False, True])
def test_a_revoked_repair_lists_again_as_before(people, over):
    """What was shown before is shown again to the same last day; not where the period has ended meanwhile."""
    entry = published(people)
    before = Entry.objects.filter(pk=entry.pk).values().get()
    on = date(2027, 11, 20)
    repair = mending.granted(people, entry, on)
    assert not Entry.objects.public(on).filter(pk=entry.pk).exists()
    late = before["until"] + timedelta(days=1) if over else on + timedelta(days=30)
    case = falsehood.propose(repair, facts="缴款凭证系伪造。", **by(people.clerk, late))
    falsehood.confirm(case, **by(people.approver, late))
    assert Entry.objects.public(late).filter(pk=entry.pk).exists() is not over
    after = Entry.objects.filter(pk=entry.pk).values().get()
    assert (after == before) is not over
    letter = json.dumps(again(repair).letters.get(kind="repair_revoke").content, ensure_ascii=False)
    assert ("恢复列入名单" in letter, "不再恢复列入" in letter) == (not over, over)
    last = Event.objects.filter(object_id=entry.public_id).latest("pk")  # what the public state is rebuilt from
    assert (last.state, last.public_until) == (("left" if over else "published"), before["until"])


def test_two_documents_together(people):
    record = mending.penalty(people)
    made = handing_over.note_handed_over(record, handed_on=START, means="direct", **by(people.clerk, START))
    assert HandedOver.objects.get() == made
    with pytest.raises(ListRefused, match="已经登记"):
        handing_over.note_handed_over(record, handed_on=START, means="direct", **by(people.clerk, START))
    with pytest.raises(ListRefused, match="作出处罚的部门"):
        handing_over.note_handed_over(
            mending.penalty(people), handed_on=START, means="direct", **by(staff().clerk, START)
        )


def test_unknown_target_of_a_page(client):
    assert client.get(reverse("publicity:repair_one", args=[uuid4()])).status_code == 404


def test_nothing_sent_again_brings_it_back(people):
    row = making.penalty(people.body)
    record = making.only_record(people, row)
    making.release(people, record.submission)
    Record.objects.filter(pk=record.pk).update(state="repaired")
    _, same = making.send(people, [row])
    assert same.counts["unchanged"] == 1
    _, changed = making.send(people, [row | {"CF_NR": "罚款叁万元整", "CF_NR_FK": "3"}])
    assert "repaired" in {finding.code for _, finding in changed.findings}
    assert again(record).state == "repaired"
    assert not record.proposals.exists()


def test_whom_it_was_forwarded_to_is_told_that_it_leaves(people):
    from exchange.models import Line
    from tests.exchange.conftest import follow, settled

    destination = settled(people)
    record = mending.penalty(people)
    act = record_act("release", acting(people.reviewer), START)
    note(act, "record", record.public_id, "release", "released")
    follow()
    assert [one.action for one in Line.objects.filter(destination=destination, record_id=record.public_id)] == [
        "publish"
    ]
    mending.granted(people, record)
    follow()
    rows = Line.objects.filter(destination=destination, record_id=record.public_id).order_by("seq")
    assert [one.action for one in rows] == ["publish", "withdraw"]


def test_a_case_without_its_ruling_is_masked_only_when_it_was_recorded_and_never_told_of_before(people, client):
    """Filed before court, number and day were asked for: staff read them from the paper; nothing is invented."""
    repair = bankrupt(people, public_penalty(people), FRIDAY)
    on = repair.masked_on
    Repair.objects.filter(pk=repair.pk).update(court="", ruling_number="", ruled_on=None)
    repair = again(repair)
    assert not Repair.objects.reorganising(on).exists()
    assert repair in Repair.objects.waiting_for(people.clerk, on), "somebody has to look it up"
    client.force_login(people.clerk)
    assert "补登法院裁定" in client.get(reverse("repairs:case", args=[repair.public_id])).content.decode()
    said = Ruling("虚构市中级人民法院", "（2026）虚01破9号", on)
    with pytest.raises(ListRefused) as refused:
        handling.record_ruling(repair, ruling=Ruling("虚构市中级人民法院"), **by(people.clerk, on))
    assert set(refused.value.faults) == {"ruling_number", "ruled_on"}
    handling.record_ruling(repair, ruling=said, **by(people.clerk, on))
    assert Repair.objects.reorganising(on).get() == repair
    assert again(repair).state == "masked"
    with pytest.raises(ListRefused, match="已经登记"):
        handling.record_ruling(again(repair), ruling=said, **by(people.clerk, on))


def test_nothing_is_masked_without_a_ruling_on_file(people):
    record = public_penalty(people)
    papers = (Attached("court", PDF), Attached("commitment", PDF))
    repair = mending.proposed(people, record, FRIDAY, papers=papers, bankrupt=True)
    Repair.objects.filter(pk=repair.pk).update(ruled_on=None)
    with pytest.raises(ListRefused, match="补登"):
        deciding.decide(again(repair), **by(people.reviewer, repair.proposed_on))
    assert Record.objects.public(repair.proposed_on).filter(pk=record.pk).exists()
