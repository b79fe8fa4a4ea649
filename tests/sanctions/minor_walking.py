"""A way through minor and fairly serious acts for tests, by Hua County's text. Names and facts are invented."""

from datetime import date, timedelta

from blacklists import grading_records
from blacklists.issuing import office_of
from blacklists.models import GradeProposal
from rules.calendar import working_calendar
from rules.measures import measures
from rules.models import MeasureList
from sanctions import case_letters, disclosing, executing, interviewing, ordering, reminding, triggering, urging
from sanctions.models import CaseLetter, Disclosure, JointAction, Measure, MinorCase
from tests.blacklists.walking import SCAN, START, again, by, day, reported
from tests.records.making import Staff
from tests.sanctions.walking import MINUTES, Implementer

DEMAND = "停止逾期不备案，十五日内补办备案手续。"
INTERVIEW = day(5)


def opened(people: Staff, **fields) -> MinorCase:
    act = reported(people, ground="filing_late", **fields)
    return reminding.open_case(act, demand=DEMAND, **by(people.clerk, START))


def issued(people: Staff) -> MinorCase:
    case = opened(people)
    reminding.issue(case, **by(people.reviewer, START))
    return again(case)


def served(case: MinorCase, kind: str, people: Staff, on: date) -> None:
    letter = case.letter(kind)
    case_letters.deliver(letter, means="direct", delivered_on=on, proof=SCAN, **by(people.clerk, on))


def running(people: Staff) -> MinorCase:
    case = issued(people)
    served(case, "reminder", people, START)
    return again(case)


def appointed(people: Staff) -> MinorCase:
    case = running(people)
    interviewing.appoint(
        case, whom="head", appointed_on=INTERVIEW, place="虚构市政务中心201室", **by(people.reviewer, day(1))
    )
    served(case, CaseLetter.Kind.INTERVIEW, people, day(2))
    return again(case)


def after(on: date, working_days: int) -> date:
    """The day after so many working days."""
    return working_calendar().add(on, working_days).date + timedelta(days=1)


LATE = START + timedelta(days=40)  # the days of the reminder are over


def urged(people: Staff) -> MinorCase:
    case = running(people)
    urging.urge(case, reason="至今没有补办备案", **by(people.reviewer, LATE))
    return again(case)


def pressed(people: Staff) -> MinorCase:
    case = urged(people)
    served(case, "urging", people, LATE)
    return again(case)


IGNORED = LATE + timedelta(days=40)  # those of the urging, too


def escalating(people: Staff) -> MinorCase:
    case = pressed(people)
    urging.escalate(case, reason="现场核查仍未备案", **by(people.clerk, IGNORED))
    return again(case)


def risen(people: Staff) -> GradeProposal:
    case = escalating(people)
    urging.answer_escalation(case, confirm=True, **by(people.reviewer, IGNORED))
    found = GradeProposal.objects.get(subject=case.subject, state="open")
    assert found.department == office_of(case.department)
    return found


def graded(people: Staff) -> JointAction:
    """The grade is taken up, and a joint action set going by it."""
    proposal = risen(people)
    grading_records.answer_grade(proposal, take_up=True, **by(people.office, IGNORED))
    triggering.trigger(IGNORED)
    return JointAction.objects.get(grading=proposal)


UNTIL = IGNORED + timedelta(days=90)


def item_of(title: str):
    MeasureList.objects.update(since=date(2021, 1, 1))
    return measures(IGNORED, text=title, kind="sanction", grade="较重").get()


def sanctioned(people: Staff, who: Implementer, *titles: str) -> list[Measure]:
    """By decision of the leading group: measures of the text for fairly serious acts, until a day."""
    action = graded(people)
    for title in titles:
        triggering.plan(
            action, item=item_of(title).public_id, department=who.body, until=UNTIL, **by(people.office, IGNORED)
        )
    triggering.propose(action, **by(people.office, IGNORED))
    ordering.decide(again(action), document=_minutes(), **by(people.approver, IGNORED))
    return list(action.measures.order_by("pk"))


def _minutes():
    from dataclasses import replace

    return replace(MINUTES, dated=IGNORED)


def disclosed(people: Staff, who: Implementer, audience: list) -> Disclosure:
    [measure] = sanctioned(people, who, "适当范围公示")
    executing.acknowledge(measure, **by(who.clerk, IGNORED))
    made = disclosing.propose(
        again(measure), wording="经督促仍不办理备案，较重失信。", audience=audience, since=IGNORED, until=IGNORED + timedelta(days=30),
        **by(who.clerk, IGNORED),
    )  # fmt: skip
    disclosing.decide(made, agree=True, **by(who.reviewer, IGNORED))
    return again(made)
