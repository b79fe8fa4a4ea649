"""A way through repairs for tests: every step by the person whose it is. Names and facts are invented."""

from datetime import date, timedelta

from blacklists.models import ReportedAct
from blacklists.notifying import Paper
from records.models import Record
from repairs import applying, deciding, handling
from repairs.applying import Attached
from repairs.models import Repair
from tests import factories
from tests.blacklists.walking import again, by
from tests.records.making import Staff

DECIDED = date(2026, 6, 1)
START = date(2026, 11, 2)  # a Monday; the shortest period of a general act of DECIDED is over
PDF = Paper("证明.pdf", b"%PDF-1.4 proof")
PNG = Paper("承诺书.png", b"\x89PNG\r\n\x1a\n promise")
DONE = "罚款已缴清，年度报告已补报并公示。"
RULING = applying.Ruling("虚构市中级人民法院", "（2026）虚01破3号", date(2026, 1, 12))
PAPERS = (Attached("performance", PDF), Attached("commitment", PNG))
PLAN = (Attached("plan", PDF), Attached("commitment", PNG))


def later(days: int) -> date:
    return START + timedelta(days=days)


def penalty(people: Staff, subject=None, *, decided_on: date = DECIDED, **fields) -> Record:
    """A general penalty, public, whose shortest period is over at START."""
    return factories.record(
        "penalty",
        department=people.body,
        subject=subject or factories.subject(),
        **{
            "decided_on": decided_on, "public_from": decided_on, "public_until": decided_on + timedelta(days=364),
            "seriousness": "general", "derived": "general", "rule_set": "order36",
        } | fields,
    )  # fmt: skip


def determined(people: Staff, subject=None, *, decided_on: date = DECIDED) -> ReportedAct:
    """An act without a record, confirmed."""
    return ReportedAct.objects.create(
        subject=subject or factories.subject(), department=people.body, ground="filing_late", document="虚认〔2026〕7号",
        decided_on=decided_on, basis="《虚构市信用条例》第二十条", state="confirmed", proposer=people.clerk,
        proposed_on=decided_on, approver=people.reviewer, decided_by_two_on=decided_on,
    )  # fmt: skip


def filed(people: Staff, target=None, on: date = START, **fields) -> Repair:
    target = target or penalty(people)
    given = {"what_was_done": DONE, "papers": PAPERS} | fields
    if given.get("bankrupt"):
        given = {"ruling": RULING} | given
    return applying.apply_for(target, **given, **by(people.office, on))


def accepted(people: Staff, target=None, on: date = START, **fields) -> Repair:
    repair = filed(people, target, on, **fields)
    handling.accept(repair, **by(people.clerk, on + timedelta(days=1)))
    return again(repair)


def proposed(people: Staff, target=None, on: date = START, *, ask: str = "grant", **fields) -> Repair:
    repair = accepted(people, target, on, **fields)
    handling.propose(
        repair, ask=ask, opinion="罚款已缴清，已补报，条件具备。", **by(people.clerk, on + timedelta(days=2))
    )
    return again(repair)


def granted(people: Staff, target=None, on: date = START, **fields) -> Repair:
    repair = proposed(people, target, on, **fields)
    deciding.decide(repair, **by(people.reviewer, on + timedelta(days=3)))
    return again(repair)
