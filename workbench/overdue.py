"""Overdue (逾期): what is past its legal day, and why it is. One query a reason; the board's figures and the lists behind them
are the same query. Source: J2, C2, C5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from accounts.models import Department, Officer, Role
from exchange.models import Line
from records.models import Delivery, Proposal, Record, RejectedRow, Submission
from rules.models import CaseClock
from supervision.reach import within_reach

OPEN = ("awaiting", "escalated", "held")
GATED = Exists(Submission.objects.filter(pk=OuterRef("submission"), gated=True))


def _reach(officer: Officer, path: str = "department") -> Q:
    """What the board counts for the officer: departments within reach, for a supervisor (督查员) their tree."""
    return Q() if officer.has_role(Role.AUDITOR) else Q(**{f"{path}__in": within_reach(officer)})


def late_records(officer: Officer, on: date) -> QuerySet[Record]:
    """逾期未公示: to be public, past the law's day, and not public. Stock has no such day."""
    return Record.objects.filter(_reach(officer), state__in=OPEN, publishable=True, due__lt=on)


@dataclass(frozen=True)
class Reason:
    """逾期原因. `rows`: within an officer's reach on a day, by due day; `department`: path to whose it is."""

    key: str
    title: str
    about: str
    rows: Callable[[Officer, date], QuerySet]
    department: str = "department"
    kind: str = "records"

    def by_department(self, officer: Officer, on: date) -> dict[int, int]:
        """Department → how many."""
        rows = self.rows(officer, on).order_by()
        return dict(rows.values_list(self.department).annotate(count=Count("pk")))

    def listed(self, officer: Officer, on: date, department: Department | None) -> QuerySet:
        """What the figure counts, of one department or of all within reach."""
        rows = self.rows(officer, on)
        return rows if department is None else rows.filter(**{self.department: department})


def _awaiting(officer: Officer, on: date) -> QuerySet:
    return late_records(officer, on).filter(~GATED, state="awaiting").order_by("due", "pk")


def _escalated(officer: Officer, on: date) -> QuerySet:
    return late_records(officer, on).filter(~GATED, state="escalated").order_by("due", "pk")


def _held(officer: Officer, on: date) -> QuerySet:
    return late_records(officer, on).filter(state="held").order_by("due", "pk")


def _gated(officer: Officer, on: date) -> QuerySet:
    return late_records(officer, on).filter(GATED, state__in=["awaiting", "escalated"]).order_by("due", "pk")


def _rejected(officer: Officer, on: date) -> QuerySet:
    rows = RejectedRow.objects.open().filter(_reach(officer, "submission__department"), due__lt=on)
    return rows.order_by("due", "submission", "row")


def rejected_rows(officer: Officer) -> QuerySet[RejectedRow]:
    """退回的行 that somebody still has to mend, earliest legal day first."""
    submissions = Submission.objects.visible_to(officer)
    rows = RejectedRow.objects.open().filter(submission__in=submissions)
    return rows.order_by(F("due").asc(nulls_last=True), "submission", "row")


def _withdrawals(officer: Officer, on: date) -> QuerySet:
    rows = Proposal.objects.filter(_reach(officer, "record__department")).open().with_due()
    return rows.filter(due__lt=on).order_by("due", "pk")


def _deliveries(officer: Officer, on: date) -> QuerySet:
    return Delivery.objects.filter(_reach(officer)).waiting().filter(due__lt=on).order_by("due", "pk")


def _lines(officer: Officer, on: date) -> QuerySet:
    return Line.objects.filter(_reach(officer, "destination__department")).overdue(on).order_by("due", "seq")


def _clocks(officer: Officer, on: date) -> QuerySet:
    # Revoked decisions stand among the withdrawals already.
    clocks = CaseClock.objects.filter(_reach(officer)).overdue(on)
    return clocks.filter(~Q(case_kind="revocation")).order_by("due", "pk")


REASONS = {
    reason.key: reason
    for reason in (
        Reason("awaiting", "待审核", "过了法定期限，审核员还没有审核。", _awaiting),
        Reason("escalated", "已转信用办", "有须确认的提示，到期没有自动公示，已转信用办。", _escalated),
        Reason("held", "暂不公开", "审核员写明理由，暂不公开。", _held),
        Reason("gated", "等核对", "所在批次与本部门以往的报送明显不同，等信用办核对。", _gated),
        Reason(
            "rejected",
            "退回未更正",
            "报送时有错误，退回后还没有更正。",
            _rejected,
            "submission__department",
            "rejected",
        ),
        Reason(
            "withdrawals",
            "逾期未撤下",
            "决定已被撤销、变更，三日内没有撤下。",
            _withdrawals,
            "record__department",
            "proposals",
        ),
        Reason("deliveries", "登记未签收", "推送的登记信息过了签收期限。", _deliveries, "department", "deliveries"),
        Reason("lines", "未转送", "应转送的信息过了期限还没有送出。", _lines, "destination__department", "lines"),
        Reason("clocks", "事项未办结", "异议、修复、整改等事项过了办理期限。", _clocks, "department", "clocks"),
    )
}
