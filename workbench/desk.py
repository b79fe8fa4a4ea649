"""A desk (工作台): whose work it is on which day, and one thing that waits there. For the modules of today's work."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property

from django.urls import reverse

from accounts.models import Officer, Role
from records.models import Record

DEPARTMENT = (Role.CLERK, Role.REVIEWER)
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
DECIDERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


class Urgency(IntEnum):
    """缓急, in the order of the page."""

    LATE = 0
    SOON = 1
    WAITS = 2
    KNOW = 3  # nothing to do: what becomes of one's work


@dataclass(frozen=True)
class Task:
    """一项待办: how many, of what, and where exactly they are."""

    count: int
    words: str
    link: str
    urgency: Urgency = Urgency.WAITS


@dataclass(frozen=True)
class Desk:
    """Whose work it is, and on which day."""

    officer: Officer
    on: date

    def held_by(self, *roles: str) -> bool:
        return self.officer.has_role(*roles)

    @cached_property
    def records(self):
        return Record.objects.visible_to(self.officer)


def to(view: str, query: str = "", **names) -> str:
    """Address of a page with its query."""
    return reverse(view, kwargs=names) + (f"?{query}" if query else "")
