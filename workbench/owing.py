"""Owing (应报未报): monthly returns and declared forms that a department has not filed, or that wait for its reviewer. B10, J2."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Department
from supervision.due_days import due_days
from supervision.forms_declared import FORMS
from supervision.missing import MONTHS, Standing, standings
from supervision.models import MonthlyReturn, ProgressReturn
from supervision.months import past, words
from supervision.querysets import SignedQuerySet

MONTHLY = "monthly_return"


@dataclass(frozen=True)
class Owed:
    """应报一份: one department, one month, one form. `form`: key of a declared form; empty: 双公示月报."""

    form: str
    standing: Standing

    @property
    def title(self) -> str:
        """双公示月报 2026年9月."""
        return f"{FORMS[self.form].title if self.form else '双公示月报'} {words(self.standing.month)}"

    @property
    def overdue(self) -> bool:
        return self.standing.overdue

    @property
    def waits(self) -> bool:
        """On the reviewer's desk."""
        return self.standing.row is not None and self.standing.row.state == "proposed"

    @property
    def link(self) -> str:
        """Where it is filed and signed."""
        one = self.standing
        if self.form:
            return reverse("supervision:sheet", args=[self.form, one.month, one.department.public_id])
        return reverse("supervision:return", args=[one.month, one.department.public_id])


FILE, SIGN = "file", "sign"


def listed(owed: Iterable[Owed], what: str) -> list[Owed]:
    """Of what is owed: what a clerk has to file (FILE), or a reviewer has to sign (SIGN)."""
    return [one for one in owed if one.waits == (what == SIGN)]


def owed_by(departments: Iterable[Department], on: date) -> list[Owed]:
    """Everything of the last months that is not signed, the oldest first; a fixed number of queries."""
    departments, months = list(departments), past(on, MONTHS)
    dues = due_days([MONTHLY, *FORMS], months)
    sources: list[tuple[str, SignedQuerySet, dict]] = [("", MonthlyReturn.objects.all(), dues[MONTHLY])]
    sources += [(key, ProgressReturn.objects.filter(form=key), dues[key]) for key in FORMS]
    owed = [
        Owed(form, standing)
        for form, rows, due in sources
        for standing in standings(rows, departments, months, due, on)
        if standing.state != "signed" and standing.due is not None
    ]
    return sorted(owed, key=lambda one: (one.standing.due or on, one.form, one.standing.department.name))
