"""A way through joint actions for tests: every step by the person whose it is. Names and facts are invented."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Department, Officer
from blacklists.deciding import Document
from rules.measures import fitting
from rules.models import MeasureList
from sanctions import executing, ordering, triggering
from sanctions.models import JointAction, Measure
from tests import factories
from tests.blacklists.walking import SCAN, again, by, day, lists_of_long_ago, published
from tests.records.making import Staff

LISTED = day(13)  # the entry is public
MINUTES = Document("领导小组会议纪要", "虚信纪〔2026〕3号", LISTED, SCAN)


@dataclass
class Implementer:
    """A department that measures are given to, with its clerk and reviewer."""

    body: Department
    clerk: Officer
    reviewer: Officer


def implementer(people: Staff, name: str = "虚构市财政局") -> Implementer:
    body = factories.department(f"{name}{factories.code()[-5:]}", parent=people.office.department)
    return Implementer(
        body, factories.officer("clerk", department=body), factories.officer("reviewer", department=body)
    )


def item(on: date = LISTED, *, kind: str = "sanction", place: int = 0):
    """A measure of the published list, which the test database adopted later than these stories begin."""
    MeasureList.objects.update(since=date(2021, 1, 1))
    return fitting(on, kind=kind, person=False)[place]


def triggered(people: Staff, **fields) -> JointAction:
    entry = published(people, **fields)
    triggering.trigger(LISTED)
    return JointAction.objects.get(entry=entry)


def planned(people: Staff, who: Implementer, *, action: JointAction | None = None, place: int = 0) -> Measure:
    action = action or triggered(people)
    return triggering.plan(action, item=item(place=place).public_id, department=who.body, **by(people.clerk, LISTED))


def assigned(people: Staff, who: Implementer, **fields) -> Measure:
    """Decided on the day the entry became public."""
    measure = planned(people, who, **fields)
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    ordering.decide(measure.action, document=MINUTES, **by(people.approver, LISTED))
    return again(measure)


def acknowledged(people: Staff, who: Implementer, **fields) -> Measure:
    measure = assigned(people, who, **fields)
    executing.acknowledge(measure, **by(who.clerk, day(14)))
    return again(measure)


def executed(people: Staff, who: Implementer, **fields) -> Measure:
    measure = acknowledged(people, who, **fields)
    executing.execute(
        measure, feedback="已取消本年度专项资金申报资格", executed_on=day(15), evidence=SCAN, **by(who.clerk, day(15))
    )
    return again(measure)


__all__ = ["again", "by", "day", "lists_of_long_ago"]
