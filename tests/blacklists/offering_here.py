"""Outside bodies for tests: one of an office, its officer, and what it offers. Names and facts are invented."""

from datetime import date

from accounts.models import Department, Officer
from blacklists import offering
from blacklists.models import Candidate
from blacklists.notifying import Paper
from tests import factories
from tests.blacklists.walking import by
from tests.records.making import Staff

EVIDENCE = Paper("证明.pdf", b"%PDF-1.4 evidence")


def body_of(people: Staff, kind: str = "association") -> Department:
    """The outside body that these people deal with; made where there is none."""
    name = f"虚构市{Department.Outside(kind).label}{people.body.pk}"
    there = Department.every.filter(name=name).first()
    fields = {"code": factories.code("51"), "outside": kind, "parent": people.office.department}
    return there or Department.every.create(name=name, **fields)


def outsider(people: Staff, kind: str = "association") -> Officer:
    """An account of it."""
    return factories.officer("outside", department=body_of(people, kind))


def offered(people: Staff, officer: Officer | None = None, *, on: date = factories.DAY, **fields) -> Candidate:
    officer = officer or outsider(people)
    given = {
        "which": "red", "code": factories.code(), "name": "虚构市甲类食品有限公司", "matter": "诚信会员", "facts": "连续五年履约。",
        "department": people.body, "papers": [EVIDENCE],
    } | fields  # fmt: skip
    return offering.offer(**given, **by(officer, on))
