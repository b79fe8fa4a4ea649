"""Minor acts: reminded, interviewed, urged, put right or raised; every letter by a second person, nobody listed. Source: E5; Hua 二(四)1."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from blacklists import grading_records, reporting
from blacklists.models import Entry, GradeProposal, ReportedAct
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused
from ledger.models import Event
from records.files import fetch
from rules.models import CaseClock
from sanctions import interviewing, reminding, urging
from sanctions.models import CaseLetter, JointAction, Measure, MinorCase
from sanctions.sweeping import sweep
from tests import factories
from tests.blacklists.walking import SCAN, START, again, by, day, graded_here, penalty, reported
from tests.records import making
from tests.sanctions import minor_walking as walk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings):
    graded_here(settings)


@pytest.fixture
def people():
    return making.staff()


def clock(case, step):
    return CaseClock.objects.open().filter(case_id=case.public_id, step=step).first()


# --- the reminder ----------------------------------------------------------------------------------------------------


def test_a_reminder_is_a_numbered_letter_signed_by_another_and_its_days_begin_when_it_is_served(people):
    case = walk.opened(people)
    with pytest.raises(ListRefused, match="审核员"):
        reminding.issue(case, **by(people.clerk, START))
    reminding.issue(case, **by(people.reviewer, START))
    letter = case.letter("reminder")
    assert letter.number == "信提〔2026〕1号"
    assert letter.layout["title"] == "信用提醒函"
    assert "未及时办理备案" in letter.layout["paragraphs"][0]
    assert fetch(letter.pdf_path).startswith(b"%PDF")
    assert letter.signer != case.proposer
    assert clock(case, "rectify") is None
    walk.served(case, "reminder", people, day(2))
    running = clock(case, "rectify")
    assert (running.started_on, running.rule.standing) == (day(2), "default")
    assert again(case).state == "running"
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLetter.objects.filter(pk=letter.pk).update(signer=people.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        MinorCase.objects.filter(pk=case.pk).update(issuer=people.clerk)


def test_letters_have_one_line_of_numbers(people):
    walk.issued(people)
    walk.issued(making.staff())
    assert sorted(CaseLetter.objects.values_list("number", flat=True)) == ["信提〔2026〕1号", "信提〔2026〕2号"]


def test_only_the_departments_own_minor_acts_once_and_no_persons(people):
    other = making.staff()
    light = reported(people, ground="filing_late")
    heavy = reported(people, ground="false_materials")
    person = reported(people, factories.subject(kind="person", public=False), ground="filing_late")
    waiting = reporting.report_act(
        factories.subject(public=False), ground="filing_late", document="虚认1号", decided_on=START, basis="条例",
        **by(people.clerk, START),
    )  # fmt: skip
    record = penalty(people)  # its kind is a fine: no warning
    found = [one.source for one in reminding.minor_acts(people.body, START)]
    assert found == [light]
    for source, officer in (
        (heavy, people.clerk), (person, people.clerk), (waiting, people.clerk), (record, people.clerk), (light, other.clerk),
    ):  # fmt: skip
        with pytest.raises(ListRefused):
            reminding.open_case(source, demand="改", **by(officer, START))
    reminding.open_case(light, demand="改", **by(people.clerk, START))
    with pytest.raises(ListRefused, match="已在处置"):
        reminding.open_case(light, demand="改", **by(people.clerk, START))
    assert not reminding.minor_acts(people.body, START)


def test_where_no_text_grades_there_is_nothing_to_remind_of(people, settings):
    act = reported(people, ground="filing_late")
    settings.JURISDICTION = "yingkou"
    assert not reminding.minor_acts(people.body, START)
    with pytest.raises(ListRefused):
        reminding.open_case(act, demand="改", **by(people.clerk, START))


def test_numbers_of_persons_are_refused(people):
    act = reported(people, ground="filing_late")
    with pytest.raises(ListRefused, match="个人信息"):
        reminding.open_case(act, demand=f"请{making.id_number(1)}到场", **by(people.clerk, START))


def test_put_right_it_is_closed_with_evidence_and_its_clock_is_met(people):
    case = walk.running(people)
    with pytest.raises(ListRefused, match="整改凭证"):
        reminding.close(case, rectification="已备案", rectified_on=day(3), evidence=None, **by(people.clerk, day(3)))
    reminding.close(case, rectification="已备案", rectified_on=day(3), evidence=SCAN, **by(people.clerk, day(3)))
    assert again(case).state == "closed"
    assert CaseClock.objects.get(case_id=case.public_id).state == "met"


def test_an_act_that_is_withdrawn_takes_its_case_with_it(people):
    case = walk.appointed(people)
    reporting.withdraw_act(case.act, reason="认定有误", **by(people.clerk, day(4)))
    assert sweep(day(4)) >= 1
    assert again(case).state == "lapsed"
    assert case.interviews.get().state == "cancelled"
    assert not CaseClock.objects.open().filter(case_id=case.public_id).exists()
    assert sweep(day(4)) == 0


# --- interviews ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("whom", ["head", "deputy", "direct"])
def test_an_interview_is_appointed_by_letter_and_its_record_kept(people, whom):
    case = walk.running(people)
    with pytest.raises(ListRefused, match="另一位"):
        interviewing.appoint(
            case, whom=whom, appointed_on=day(5), place="一楼", **by(_reviewing_clerk(people, case), day(1))
        )
    made = interviewing.appoint(case, whom=whom, appointed_on=day(5), place="一楼", **by(people.reviewer, day(1)))
    assert made.letter.number == "信约〔2026〕1号"
    assert clock(case, "interview").due == day(5)
    with pytest.raises(ListRefused, match="笔录"):
        interviewing.hold(made, record="已宣讲", held_on=day(5), paper=None, **by(people.clerk, day(5)))
    interviewing.hold(made, record="已宣讲，承诺一周内备案", held_on=day(5), paper=SCAN, **by(people.clerk, day(5)))
    assert again(made).state == "held"
    assert clock(case, "interview") is None
    assert not MinorCase.objects.late(day(6)).exists()


def _reviewing_clerk(people, case):
    """A reviewer who had opened the case themself."""
    officer = factories.officer("reviewer", department=people.body)
    MinorCase.objects.filter(pk=case.pk).update(proposer=officer)
    case.letters.update(opener=officer)
    return officer


def test_staying_away_counts_only_where_the_notice_was_served_in_time(people):
    case = walk.running(people)
    made = interviewing.appoint(case, whom="head", appointed_on=day(5), place="一楼", **by(people.reviewer, day(1)))
    with pytest.raises(ListRefused, match="改期"):
        interviewing.note_absence(made, excused=False, reason="未到", **by(people.clerk, day(5)))
    interviewing.note_absence(made, excused=True, reason="通知未送达", **by(people.clerk, day(5)))
    assert not MinorCase.objects.late(day(6)).exists()
    other = walk.appointed(making.staff())
    met = other.interviews.get()
    clerk = other.proposer
    with pytest.raises(ListRefused, match="还没有到"):
        interviewing.note_absence(met, excused=False, reason="未到", **by(clerk, day(4)))
    interviewing.note_absence(met, excused=False, reason="未到，未说明", **by(clerk, day(5)))
    assert MinorCase.objects.late(day(5)).get() == other, "may be urged at once"


# --- ignored: Hua 二(四)1 -------------------------------------------------------------------------------------------------


def test_hua_a_reminder_ignored_is_urged_then_raised_by_two_and_judged_by_the_office(people):
    case = walk.running(people)
    with pytest.raises(ListRefused, match="还没有过"):
        urging.urge(case, reason="未改", **by(people.reviewer, day(3)))
    urging.urge(case, reason="未改", **by(people.reviewer, walk.LATE))
    assert again(case).letter("urging").number == "信督〔2026〕1号"
    with pytest.raises(ListRefused):
        urging.escalate(case, reason="未改", **by(people.clerk, walk.IGNORED))  # never served
    walk.served(case, "urging", people, walk.LATE)
    with pytest.raises(ListRefused, match="还没有过"):
        urging.escalate(again(case), reason="未改", **by(people.clerk, walk.LATE + timedelta(days=3)))
    act = urging.escalate(again(case), reason="仍未备案", **by(people.clerk, walk.IGNORED))
    assert act.ground == "ignored"
    assert "信提〔2026〕1号" in act.facts
    assert "信督〔2026〕1号" in act.facts
    assert not GradeProposal.objects.exists(), "nothing follows from one person's word"
    with pytest.raises(ListRefused, match="由审核员"):
        urging.answer_escalation(again(case), confirm=True, **by(people.clerk, walk.IGNORED))
    proposal = urging.answer_escalation(again(case), confirm=True, **by(people.reviewer, walk.IGNORED))
    assert again(case).state == "risen"
    assert (proposal.grade, proposal.state) == ("fairly", "open")
    assert "督促后仍不履行" in proposal.reasoning[0]["words"]
    assert "二(四)1" in proposal.reasoning[0]["clause"]
    sweep(walk.IGNORED)
    assert not Entry.objects.exists()
    assert not JointAction.objects.exists()
    grading_records.answer_grade(proposal, take_up=True, **by(people.office, walk.IGNORED))
    sweep(walk.IGNORED)
    assert JointAction.objects.get().grading == proposal
    assert not Measure.objects.exists()
    assert not Entry.objects.exists()


def test_not_confirmed_the_case_goes_on(people):
    case = walk.escalating(people)
    urging.answer_escalation(case, confirm=False, reason="已在办理", **by(people.reviewer, walk.IGNORED))
    assert again(case).state == "pressed"
    assert not GradeProposal.objects.exists()
    day_after = walk.IGNORED + timedelta(days=1)
    reminding.close(case, rectification="已备案", rectified_on=day_after, evidence=SCAN, **by(people.clerk, day_after))
    assert again(case).state == "closed"


def test_confirmed_elsewhere_the_case_learns_of_it_from_the_clock(people):
    case = walk.escalating(people)
    reporting.decide_act(case.escalation, confirm=True, **by(people.reviewer, walk.IGNORED))
    assert sweep(walk.IGNORED) == 1
    assert again(case).state == "risen"
    assert grading_records.propose_grades(walk.IGNORED) == 1


def test_the_pack_says_whether_what_is_ignored_rises(people, settings):
    case = walk.pressed(people)
    settings.JURISDICTION = "yingkou"
    with pytest.raises(ListRefused, match="没有规定"):
        urging.escalate(case, reason="未改", **by(people.clerk, walk.IGNORED))
    settings.JURISDICTION = "hua_county"
    assert procedure(START).grading.grounds["ignored"].grade.key == "fairly"


def test_every_step_stands_in_the_ledger_without_a_name(people):
    case = walk.escalating(people)
    moves = Event.objects.filter(object_id=case.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["open_minor_case", "issue", "deliver", "urge", "deliver_urging", "escalate"]
    assert ReportedAct.objects.get(ground="ignored").proposer == people.clerk
