"""Notices of candidates (名单线索提醒): the department that one has come, the outside body that it was answered. Source: D7."""

from collections import Counter
from datetime import date, timedelta

from accounts.models import Officer, Role
from blacklists.models import Candidate

from .noticing import officers_of, tell

CAUGHT_UP = timedelta(days=7)  # back from the day: for a machine that stood still


def tell_of_candidates(on: date) -> int:
    """Of the last days; returns notices made. Safe to run twice or late. What is nearly late: clock_notices."""
    since = on - CAUGHT_UP
    made = 0
    waiting = Candidate.objects.waiting().filter(offered_on__range=(since, on))
    counts = Counter(waiting.values_list("department", "offered_on"))
    for (department, day), count in sorted(counts.items()):
        text = f"{day}有{count}条外部机构提供的名单线索，请核查后答复。"
        people = officers_of([department], Role.CLERK, Role.OFFICE)
        made += tell(people, f"candidates:{day}:{department}", text, on, link="/lists/leads/", plain=True)
    answered = Candidate.objects.filter(state__in=["taken_up", "declined"], answered_on__range=(since, on))
    for one in answered.select_related("department"):
        people = Officer.objects.holding(Role.OUTSIDE).filter(department=one.body_id)
        text = f"您提供的线索“{one.name[:60]}”，{one.department.name}已答复：{one.get_state_display()}。"
        made += tell(people, f"candidate:{one.public_id}", text, on, link=f"/lists/candidates/{one.public_id}/")
    return made
