"""Forms sent (提交的表单): read field by field with all that is wrong at once, and shown again as they were typed. Source: D3.

A refused form comes back on its page with what was typed and the fault beside each field; only files must be chosen anew, for
browsers do not give them back.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.contrib import messages
from django.db import models
from django.http import QueryDict

from accounts.access import StaffRequest
from accounts.models import Department

from ..notifying import Paper
from ..refusals import ListRefused, words
from . import reading

Read = TypeVar("Read")
HIDDEN = ("csrfmiddlewaretoken", "action")


class Sent:
    """What a form sent. Every fault is kept until `settle`; what could not be read has a stand-in until then."""

    def __init__(self, request: StaffRequest) -> None:
        self.request = request
        self.faults: dict[str, str] = {}

    def _read(self, how: Callable[[], Read], instead: Read) -> Read:
        try:
            return how()
        except ListRefused as refused:
            for name, fault in (refused.faults or {"": str(refused)}).items():
                self.faults.setdefault(name, fault)
            return instead

    def words(self, model: type[models.Model], *names: str, needed: bool = True) -> dict[str, str]:
        """Texts that are held to columns of the model; `needed`: each must say something."""
        given = {name: reading.text(self.request, name) for name in names}
        return self._read(lambda: words(model, given, *(names if needed else ())), given)

    def choice(self, name: str, values: list[str], title: str) -> str:
        """One out of a list."""
        said = reading.text(self.request, name)
        if said not in values:
            self.fault(name, f"请从列表中选择{title}。")
        return said

    def day(self, name: str, title: str) -> date:
        return self._read(lambda: reading.day(self.request, name, title), date.min)

    def day_or_none(self, name: str, title: str) -> date | None:
        return self._read(lambda: reading.day_or_none(self.request, name, title), None)

    def whole(self, name: str, title: str) -> int:
        return self._read(lambda: reading.whole(self.request, name, title), 0)

    def amount(self, name: str, title: str) -> Decimal | None:
        return self._read(lambda: reading.amount(self.request, name, title), None)

    def yes(self, name: str, title: str) -> bool:
        return self._read(lambda: reading.yes(self.request, name, title), False)

    def department(self, name: str = "department") -> Department:
        return self._read(lambda: reading.department(self.request, name), self.request.user.department)

    def paper(self, missing: str = "", name: str = "paper") -> Paper | None:
        """What was attached; `missing`: what is said where it must be."""
        found = reading.paper(self.request, name)
        if found is None and missing:
            self.fault(name, missing)
        return found

    def fault(self, name: str, said: str) -> None:
        """A fault that was found elsewhere; the first of a field stands."""
        self.faults.setdefault(name, said)

    def settle(self) -> None:
        """Raises ListRefused with every fault."""
        if self.faults:
            raise ListRefused(faults=self.faults)


@dataclass(frozen=True)
class Back:
    """退回的表单: the form `action`, of the object `item` where a page has several, as it was typed."""

    action: str
    typed: QueryDict
    faults: dict[str, str] = field(default_factory=dict)
    said: str = ""
    item: str = ""

    def of(self, action: str, item: object = "") -> bool:
        """Whether it is this form of the page."""
        return self.action == action and self.item == str(item or "")

    def left_over(self) -> list[str]:
        """The texts alone, for a page that has no such form any more."""
        return [
            word for name in self.typed if name not in HIDDEN for word in self.typed.getlist(name) if len(word) > 10
        ]


def refused(request: StaffRequest, reason: ListRefused, *, action: str | None = None, item: str = "") -> Back:
    """The form as it goes back, with its faults said at the top of the page, too. `item`: name of the hidden field that says
    which object it is about.
    """
    messages.error(request, str(reason))
    said = "" if reason.faults and "" not in reason.faults else str(reason)
    return Back(
        reading.text(request, "action", 40) if action is None else action,
        request.POST,
        reason.faults,
        said,
        reading.text(request, item, 40) if item else "",
    )
