"""A way through the lists for tests: every step by the person whose it is. Names and facts are invented."""

from datetime import date, timedelta

from accounts.acting import actor_of
from accounts.models import Officer
from blacklists import deciding, hearing, honouring, listing, notifying, proposing, reporting, withdrawing
from blacklists.deciding import Document
from blacklists.models import Entry, Letter, Nomination, ReportedAct
from blacklists.notifying import Paper
from credit_platform.keeping import keep
from ledger.models import Act
from rules.models import BehaviourList, MeasureList
from tests import factories
from tests.records.making import Staff

START = date(2026, 9, 1)
BEHAVIOUR = "n-field-02"
SCAN = Paper("回证.pdf", b"%PDF-1.4 proof")
REMEDIES = "可以自收到决定书之日起60日内申请行政复议，或者6个月内提起行政诉讼。"


def by(officer: Officer, on: date) -> dict:
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.PAGE), "on": on}


def day(count: int) -> date:
    return START + timedelta(days=count)


def penalty(people: Staff, subject=None, **fields):
    """A penalty on file, serious, public."""
    return factories.record(
        "penalty",
        department=people.body,
        subject=subject or factories.subject(public=False),
        **{"decided_on": day(-20), "public_from": day(-15), "seriousness": "serious"} | fields,
    )


def graded_here(settings) -> None:
    """Hua County's rules, the only ones that grade acts."""
    settings.JURISDICTION = "hua_county"


def reported(people: Staff, subject=None, *, ground: str = "false_materials", on: date = START) -> ReportedAct:
    """A determination of the department, confirmed."""
    made = reporting.report_act(
        subject or factories.subject(public=False), ground=ground, document=f"虚认〔2026〕{factories.code()[-6:]}号",
        decided_on=on, basis="《虚构市信用条例》第二十条", **by(people.clerk, on),
    )  # fmt: skip
    reporting.decide_act(made, confirm=True, **by(people.reviewer, on))
    made.refresh_from_db()
    return made


def proposed(people: Staff, *, record=None, on: date = START, **fields) -> Entry:
    lists_of_long_ago()
    record = record or penalty(people)
    return proposing.propose(
        record.subject, records=[record],
        **{"behaviour": BEHAVIOUR, "reasons": "伪造检验报告，情节严重", "basis": "《虚构市信用条例》第三十条"} | fields,
        **by(people.clerk, on),
    )  # fmt: skip


def noticed(people: Staff, on: date = START, **fields) -> Entry:
    entry = proposed(people, on=on, **fields)
    notifying.issue_notice(entry, **by(people.reviewer, on))
    return again(entry)


def delivered(people: Staff, on: date = START, **fields) -> Entry:
    entry = noticed(people, on=on, **fields)
    letter = entry.letters.get(kind=Letter.Kind.NOTICE)
    notifying.deliver(letter, means="direct", delivered_on=on, proof=SCAN, **by(people.clerk, on))
    return again(entry)


def heard(people: Staff, on: date = START, **fields) -> Entry:
    """Ten days later: nothing was said."""
    entry = delivered(people, on=on, **fields)
    hearing.close_hearing(entry, **by(people.clerk, on + timedelta(days=10)))
    return again(entry)


def reviewed(people: Staff, on: date = START, *, months: int = 24, correct_by: date | None = None, **fields) -> Entry:
    entry = heard(people, on=on, **fields)
    deciding.review(
        entry, findings="当事人未提出陈述申辩。", months=months, exit_conditions="期满或者信用修复后移出。", remedies=REMEDIES,
        correct_by=correct_by, **by(people.clerk, on + timedelta(days=10)),
    )  # fmt: skip
    return again(entry)


def decided(people: Staff, on: date = START, **fields) -> Entry:
    entry = reviewed(people, on=on, **fields)
    deciding.decide(entry, **by(people.reviewer, on + timedelta(days=11)))
    return again(entry)


def served(people: Staff, on: date = START, **fields) -> Entry:
    entry = decided(people, on=on, **fields)
    letter = entry.letters.get(kind=Letter.Kind.DECISION)
    later = on + timedelta(days=12)
    notifying.deliver(letter, means="mail", delivered_on=later, proof=SCAN, **by(people.clerk, later))
    return again(entry)


def published(people: Staff, on: date = START, **fields) -> Entry:
    """Public from the thirteenth day on."""
    entry = served(people, on=on, **fields)
    listing.publish(entry, **by(people.reviewer, on + timedelta(days=13)))
    return again(entry)


def again(row):
    row.refresh_from_db()
    return row


def nominated(people: Staff, subject=None, on: date = START, **fields) -> Nomination:
    return honouring.nominate(
        subject or factories.subject(public=False),
        **{"title": "诚信示范企业", "industry_list": "虚构市纳税信用A级名单", "deeds": "连续五年无失信记录", "basis": "评选办法第三条"}
        | fields,
        **by(people.clerk, on),
    )  # fmt: skip


def in_notice(people: Staff, subject=None, on: date = START, **fields) -> Nomination:
    made = nominated(people, subject, on, **fields)
    assert honouring.check(made, **by(people.office, on))
    honouring.begin_notice(made, **by(people.office, on))
    return again(made)


def approved(people: Staff, subject=None, on: date = START, **fields) -> Nomination:
    made = in_notice(people, subject, on, **fields)
    later = on + timedelta(days=8)
    honouring.end_notice(made, **by(people.office, later))
    document = Document("虚构市人民政府批复", "虚政函〔2026〕9号", later, SCAN)
    honouring.approve(made, document=document, **by(people.approver, later))
    return again(made)


def honoured(people: Staff, subject=None, on: date = START, **fields) -> Nomination:
    """Published on the ninth day."""
    made = approved(people, subject, on, **fields)
    assert honouring.publish(made, **by(people.office, on + timedelta(days=9)))
    return again(made)


def told_of_withdrawal(people: Staff, made: Nomination, on: date, proposer: Officer | None = None) -> date:
    """A withdrawal proposed, notified and delivered on the day; returns the last day of statement and defence."""
    withdrawing.propose_withdrawal(
        made, reason="发生重大失信", basis="《虚构市信用条例》第四十条", **by(proposer or people.office, on)
    )
    letter = withdrawing.notify_withdrawal(made, **by(people.approver, on))
    notifying.deliver(letter, means="direct", delivered_on=on, proof=SCAN, **by(people.clerk, on))
    clock = notifying.withdrawal_clock(made)
    assert clock is not None
    return clock.due


def withdrawn(people: Staff, made: Nomination, on: date) -> date:
    """The title withdrawn after the hearing; returns the day."""
    later = told_of_withdrawal(people, made, on) + timedelta(days=1)
    withdrawing.decide_withdrawal(made, agree=True, **by(people.approver, later))
    return later


def lists_of_long_ago() -> None:
    """The lists of the test database were adopted on the day it was made; these stories begin earlier."""
    BehaviourList.objects.update(since=date(2021, 1, 1))
    MeasureList.objects.update(since=date(2021, 1, 1))


def kept() -> str:
    """A paper on file: its path."""
    return keep(SCAN.data, "lists")
