"""Today (今日工作): what waits for one officer, as counts that open exactly what they count. For all roles."""

from datetime import date

from accounts.models import Officer

from .desk import Desk, Task
from .today_cases import CASES
from .today_desks import DESKS
from .today_records import RECORDS

MATTERS = (*RECORDS, *CASES, *DESKS)


def tasks_of(officer: Officer, on: date) -> list[Task]:
    """What waits for the officer on the day, the late ones first; nothing that counts zero."""
    found = [task for matter in MATTERS for task in matter(Desk(officer, on)) if task.count]
    seen: dict[str, Task] = {}
    for task in found:
        seen.setdefault(task.link, task)
    return sorted(seen.values(), key=lambda task: task.urgency)
