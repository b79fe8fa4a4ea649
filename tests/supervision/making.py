"""Returns for tests: a department with two people, and months filed and signed by the ordinary use cases."""

from datetime import date

from accounts.models import Department
from supervision.returning import Line, file_return, sign_return
from tests import factories
from tests.records.making import Staff, acting, staff

MONTH = date(2026, 9, 1)  # has ended by ON
ON = date(2026, 10, 8)


def line(produced: int, **fields) -> Line:
    return Line(produced=produced, **({"zero": True} if not produced else {}), **fields)


def filed(people: Staff, licences: int = 3, penalties: int = 0, *, month: date = MONTH, on: date = ON, **fields):
    return file_return(
        department=people.body,
        month=month,
        lines={"licence": line(licences), "penalty": line(penalties)},
        clerk=people.clerk,
        actor=acting(people.clerk),
        on=on,
        **fields,
    )


def signed(people: Staff, licences: int = 3, penalties: int = 0, *, on: date = ON, **fields):
    row = filed(people, licences, penalties, on=on, **fields)
    return sign_return(row, reviewer=people.reviewer, actor=acting(people.reviewer), on=on)


def below(people: Staff, name: str, **fields) -> Department:
    """Another department under the same office."""
    return factories.department(name, parent=people.office.department, **fields)


__all__ = ["MONTH", "ON", "acting", "below", "filed", "line", "signed", "staff"]
