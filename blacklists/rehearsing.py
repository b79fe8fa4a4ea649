"""规则预演（名单）: whose grade, which open cases would be treated differently under another rule. Source: K.

Each layer is asked before and after the change of the tables (rules/rehearsing.py); it reads and writes nothing. What is
decided stays as it was decided: only cases still open are judged again.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Case, Value, When

from accounts.models import Department
from rules.calendar import working_calendar
from subjects.models import Subject

from .grading_records import CHUNK, assess_all, with_acts
from .models import Entry, Nomination
from .procedure import DECIDERS, Procedure, procedure, statement_days

UNTOLD = ["proposed", "noticed"]  # the period of statement and defence has not begun
OPEN = [*UNTOLD, "delivered", "heard", "returned", "reviewed"]
BEFORE_NOTICE = ["nominated", "stopped", "checked"]
UNAPPROVED = [*BEFORE_NOTICE, "in_notice", "settled"]
DECIDED_BY = ("black_list.decided_by", "joint.decided_by")


class Grades:
    """失信分级 of everybody with an act of the last year."""

    kind = "subject"
    title = "失信分级改变的主体"

    def wants(self, key: str) -> bool:
        return key.startswith("grading.")

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        wanted, found = sorted(with_acts(on, Department.objects.all())), dict[Hashable, dict]()
        for start in range(0, len(wanted), CHUNK):
            for subject, (result, _) in assess_all(wanted[start : start + CHUNK], on).items():
                found[subject.pk] = {"graded": result.grade.title}
        return found

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        for subject in Subject.objects.filter(pk__in=list(groups)).order_by("pk").iterator():
            yield subject.pk, subject.public_id, subject.pk, subject.name


class Entries:
    """在办的黑名单条目: who decides, how long it may last, how long the subject may speak, whether the behaviour is listed."""

    kind = "entry"
    title = "决定机关、期限或依据改变的在办名单条目"

    def wants(self, key: str) -> bool:
        return key in DECIDED_BY or key.startswith(("period.", "clock.list_notice.", "behaviour_list."))

    def _rows(self):
        untold = Case(When(state__in=UNTOLD, then=Value(True)), default=Value(False))
        return Entry.objects.filter(state__in=OPEN).annotate(untold=untold)

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        rules, found = _Rules(on), dict[Hashable, dict]()
        for group in self._rows().order_by().values_list("department_id", "behaviour", "untold").distinct():
            department, behaviour, untold = group
            said = rules.of(department)
            found[group] = {
                "decider": DECIDERS[said.decider],
                "shortest_months": said.shortest_months,
                "longest_months": said.longest_months,
                "in_list": behaviour in said.behaviours,
            } | ({"statement": statement_days(on)} if untold else {})
        return found

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        wanted = set(groups)
        for entry in self._rows().select_related("subject").order_by("pk").iterator():
            group = (entry.department_id, entry.behaviour, entry.untold)
            if group in wanted:
                yield group, entry.public_id, entry.subject_id, f"{entry.subject.name}：{entry.behaviour_title}"


class Nominations:
    """在办的红名单推荐: who decides, how long the notice is, how long the title would hold."""

    kind = "nomination"
    title = "决定机关、公示期或有效期改变的在办红名单推荐"

    def wants(self, key: str) -> bool:
        return key in ("red_list.decided_by", "red_list.notice", "red_list.valid_months")

    def _rows(self):
        before = Case(When(state__in=BEFORE_NOTICE, then=Value(True)), default=Value(False))
        return Nomination.objects.filter(state__in=UNAPPROVED).annotate(before=before)

    def outcomes(self, on: date) -> Mapping[Hashable, dict]:
        rules, calendar, found = _Rules(on), working_calendar(), dict[Hashable, dict]()
        for group in self._rows().order_by().values_list("department_id", "before").distinct():
            said = rules.of(group[0])
            found[group] = {"decider": DECIDERS[said.red_decider], "valid_months": said.red_months}
            if group[1]:
                found[group]["notice_until"] = said.red_notice_ends(on, calendar).isoformat()
        return found

    def members(self, groups: Iterable[Hashable]) -> Iterator[tuple[Hashable, Any, Any, str]]:
        wanted = set(groups)
        for row in self._rows().select_related("subject").order_by("pk").iterator():
            group = (row.department_id, row.before)
            if group in wanted:
                yield group, row.public_id, row.subject_id, f"{row.subject.name}：{row.title}"


class _Rules:
    """The procedure of each department, asked once."""

    def __init__(self, on: date) -> None:
        self._on, self._known = on, dict[int, Procedure]()

    def of(self, department: int) -> Procedure:
        if department not in self._known:
            self._known[department] = procedure(self._on, Department.objects.get(pk=department))
        return self._known[department]


LAYERS = (Grades(), Entries(), Nominations())
