"""Missing returns (未报): who owes one about a month, what became of it, and how late it is. Source: B10, J2."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import Department

from .models.signing import Signed
from .months import first_of
from .querysets import SignedQuerySet
from .reach import begun_reporting, existed_in, obliged

MONTHS = 12  # looked back over: what is older is a matter of orders, not of today's work


@dataclass(frozen=True)
class Standing:
    """填报情况 of one department and month. `row`: the version that counts or waits; None: nothing is in."""

    department: Department
    month: date
    due: date | None
    row: Signed | None
    on: date

    @property
    def state(self) -> str:
        """signed, waiting, declined, missing or overdue."""
        if self.row is not None and self.row.state in ("signed", "proposed"):
            return "signed" if self.row.state == "signed" else "waiting"
        if self.overdue:
            return "overdue"
        return "declined" if self.row is not None and self.row.state == "declined" else "missing"

    @property
    def overdue(self) -> bool:
        """The day is over and nothing signed is in."""
        return self.due is not None and self.on > self.due and (self.row is None or self.row.state != "signed")

    @property
    def words(self) -> str:
        said = {
            "signed": "已签发",
            "waiting": "待审核",
            "declined": "已退回，待重报",
            "missing": "未报",
            "overdue": "逾期未报",
        }[self.state]
        if self.state == "waiting" and self.overdue:
            said += "（已逾期）"
        elif self.row is not None and self.row.state == "signed" and self.row.late:
            said += "（迟报）"
        return said


def standings(
    rows: SignedQuerySet,
    departments: Iterable[Department],
    months: Iterable[date],
    dues: dict[date, date | None],
    on: date,
) -> list[Standing]:
    """填报情况 of every department that owes one, latest month first. `rows`: all versions that might be it.

    Months before the one in which a department began to report are not owed; what it filed about them all the same is told.
    """
    departments, months = list(departments), list(months)
    owing = list(obliged(Department.objects.filter(pk__in=[one.pk for one in departments])).order_by("name"))
    latest: dict[tuple[int, date], Signed] = {}
    chosen = rows.filter(department__in=departments, month__in=months).exclude(state="superseded")
    # A signed one counts even while its correction waits or was sent back.
    for row in chosen.select_related("department", "clerk", "reviewer").order_by("number"):
        known = latest.get((row.department_id, row.month))
        if known is None or known.state != "signed" or row.state == "signed":
            latest[row.department_id, row.month] = row
    begun = begun_reporting(owing)
    return [
        Standing(department, month, dues[month], latest.get((department.pk, month)), on)
        for month in months
        for department in owing
        if existed_in(department, month)
        and ((department.pk, month) in latest or month >= first_of(begun.get(department.pk, month)))
    ]
