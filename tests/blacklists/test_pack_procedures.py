"""Each text's own list procedure, end to end on its days: who decides, how long the notice, how acts add up. Source: K, D2–D4."""

import pytest

from blacklists import deciding, hearing, honouring, notifying, proposing
from blacklists.deciding import Document
from blacklists.grading_records import answer_grade, propose_grade
from blacklists.models import Letter
from blacklists.procedure import procedure
from blacklists.refusals import ListRefused
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
    in_notice,
    lists_of_long_ago,
    reported,
    reviewed,
)
from tests.records import making

pytestmark = pytest.mark.django_db
MINUTES = Document("会议纪要", "虚纪〔2026〕3号", day(11), SCAN)


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


def test_hua_county(settings, people):
    """Three fairly serious acts in a year → serious → the office brings it before the leading group."""
    settings.JURISDICTION = "hua_county"
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
    with pytest.raises(ListRefused, match="领导小组"):
        deciding.decide(entry, **by(people.approver, day(11)))
    deciding.decide(entry, document=MINUTES, **by(people.approver, day(11)))
    assert again(entry).decider == "leading_group"
    assert entry.letters.filter(kind=Letter.Kind.DECISION).exists()


def test_hua_countys_red_list(settings, people):
    """One week, then the county government."""
    settings.JURISDICTION = "hua_county"
    made = in_notice(people)
    assert made.notice_until == day(7)
    honouring.end_notice(made, **by(people.office, day(8)))
    honouring.approve(made, document=Document("批复", "虚政函〔2026〕1号", day(8), SCAN), **by(people.approver, day(8)))
    assert again(made).decider == "government"


def test_yingkou_consults(settings, people):
    settings.JURISDICTION = "yingkou"
    entry = heard(people)
    asked = hearing.consult(entry, factories.department(), **by(people.clerk, day(10)))
    hearing.take_reply(asked, agrees=True, reply="同意", replied_on=day(10), **by(people.clerk, day(10)))
    deciding.review(
        entry, findings="核实", months=12, exit_conditions="期满", remedies=REMEDIES, **by(people.clerk, day(10))
    )
    deciding.decide(entry, **by(people.approver, day(11)))
    assert again(entry).decider == "consultation"


def test_suining_confers(settings, people):
    settings.JURISDICTION = "suining_anju"
    entry = reviewed(people)
    with pytest.raises(ListRefused, match="联席会议"):
        deciding.decide(entry, **by(people.approver, day(11)))
    deciding.decide(entry, document=MINUTES, **by(people.approver, day(11)))
    assert again(entry).document_number == "虚纪〔2026〕3号"
