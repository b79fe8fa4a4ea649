"""A way through promises for tests: every step by the person whose it is. Names and facts are invented."""

from datetime import date, timedelta

from accounts.acting import actor_of
from accounts.models import Officer
from blacklists.notifying import Paper
from commitments import accepting, breaking, making, paper_lists, templating
from commitments.at_counter import Applicant
from commitments.models import Commitment, LatePapers, Matter, Template
from commitments.paper_lists import PaperSaid
from commitments.templating import DRAFT, FormSaid
from ledger.models import Act
from tests import factories
from tests.records.making import Staff

START = date(2026, 10, 12)  # a Monday; no holiday until the end of the story
SCAN = Paper("承诺书.pdf", b"%PDF-1.4 signed")
PAPERS = (
    PaperSaid("申请书", True),
    PaperSaid("营业执照", False),
    PaperSaid("场所平面图", False, 10),
    PaperSaid("设备清单", False, 5),
)


def by(officer: Officer, on: date = START) -> dict:
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.PAGE), "on": on}


def day(count: int) -> date:
    return START + timedelta(days=count)


def again(row):
    row.refresh_from_db()
    return row


SOON = day(4)


def matter(people: Staff, title: str = "食品经营许可", papers=PAPERS, on: date = START) -> Matter:
    made = paper_lists.propose(people.body, title=title, basis="办事指南第3版", papers=papers, **by(people.clerk, on))
    paper_lists.decide(made, adopt=True, **by(people.reviewer, on))
    return again(made)


def drafted(
    people: Staff, subject=None, *, late=("设备清单",), promised_by: date = SOON, on: date = START, **fields
) -> LatePapers:
    subject = subject or factories.subject(public=False)
    mine = (
        fields.pop("matter", None)
        or Matter.objects.in_use().filter(department=people.body).first()
        or matter(people, on=on)
    )
    return accepting.draft(
        Applicant(name=subject.name, code=subject.code), matter=mine,
        papers=[one.pk for one in mine.papers.filter(name__in=late)],
        **{"application": "虚办〔2026〕7号"} | fields, promised_by=promised_by, **by(people.clerk, on),
    )  # fmt: skip


def identified(subject):
    """Give the invented subject its identifier, as intake would have."""
    subject.identifiers.get_or_create(type="uscc", value=subject.code)
    return subject


def accepted(people: Staff, subject=None, on: date = START, **fields) -> LatePapers:
    case = drafted(people, subject, on=on, **fields)
    accepting.accept(case, signed=SCAN, **by(people.clerk, on))
    return again(case)


def proposed(people: Staff, subject=None, **fields) -> LatePapers:
    case = accepted(people, subject, **fields)
    breaking.propose(case, reason="经两次催告仍未补交", **by(people.clerk, day(5)))
    return again(case)


def breached(people: Staff, subject=None, **fields) -> LatePapers:
    case = proposed(people, subject, **fields)
    breaking.confirm(case, **by(people.reviewer, day(6)))
    return again(case)


def form(title: str = "食品经营许可告知承诺", **fields) -> FormSaid:
    return FormSaid(
        **{"kind": "approval", "field": "食品经营", "title": title, "basis": "虚构市告知承诺办法第五条"}
        | DRAFT
        | fields
    )


def template(people: Staff, title: str = "食品经营许可告知承诺", on: date = START, **fields) -> Template:
    made = templating.propose(people.body, form(title, **fields), **by(people.clerk, on))
    templating.decide(made, adopt=True, **by(people.reviewer, on))
    return again(made)


def pledged(
    people: Staff, subject=None, *, template_: Template | None = None, on: date = START, **fields
) -> Commitment:
    """Drafted at the counter."""
    used = template_ or Template.objects.usable_by(people.body).first() or template(people, on=on)
    subject = subject or identified(factories.subject(public=False))
    return making.draft(
        subject,
        template=used,
        department=people.body,
        **{"matter": "办理食品经营许可"} | fields,
        **by(people.clerk, on),
    )


def received(people: Staff, subject=None, on: date = START, **fields) -> Commitment:
    case = pledged(people, subject, on=on, **fields)
    making.receive(case, signed=SCAN, **by(people.clerk, on))
    return again(case)
