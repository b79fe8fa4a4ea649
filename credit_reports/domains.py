"""所查领域: what somebody may choose of a special report, and which departments' data stand behind each. Source: H1.

A domain is the line of a trade where one was settled (accounts.Tie), else the field a department was given, else the department
alone; whoever took over another's work answers for its old records. So nobody has to keep a further table.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from accounts.models import Department, Officer, Role, Tie
from records.kinds import KINDS
from records.models import Record, Submission

ADVERSE = tuple(key for key, kind in KINDS.items() if kind.adverse)


@dataclass
class Domain:
    """领域. `key` names it for ever; `departments`: id → name."""

    key: str
    title: str
    departments: dict[int, str] = field(default_factory=dict)

    @property
    def of_records(self) -> Q:
        """Which records belong to it: those its departments sent or decided, and those a reviewer put into its field."""
        mine = Q(department__in=self.departments)
        return mine | Q(field=self._field) if self._field else mine

    def holds(self, department: int, of_field: str) -> bool:
        """The same of one record."""
        return department in self.departments or (bool(self._field) and of_field == self._field)

    @property
    def _field(self) -> str:
        kind, _, value = self.key.partition(":")
        return value if kind == "field" else ""


def domains(on: date) -> list[Domain]:
    """All that may be chosen on the day: trades and fields by title, then departments that stand alone; in four queries. A credit office,
    which penalises nobody, is none of them unless it took over what courts or others decided.
    """
    ties = Tie.objects.in_force(on).filter(kind=Tie.Kind.LINE)
    trades: dict[int, str] = {}
    for below, above, trade in ties.order_by("pk").values_list("department", "other", "trade"):
        trades.setdefault(below, trade)
        trades.setdefault(above, trade)
    above_others = Exists(Department.objects.filter(parent=OuterRef("pk")))
    sends = Exists(Submission.objects.filter(department=OuterRef("pk")))
    offices = Department.objects.filter(pk__in=Officer.objects.holding(Role.OFFICE).values("department"))
    idle = offices.filter(~Exists(Record.objects.filter(department=OuterRef("pk"), kind__in=ADVERSE)))
    nothing_of_its_own = set(idle.values_list("pk", flat=True))
    rows = {row.pk: row for row in Department.objects.filter(~above_others | sends) if row.pk not in nothing_of_its_own}
    found: dict[str, Domain] = {}
    for row in sorted(rows.values(), key=lambda one: (one.name, one.pk)):
        head = _answering(row, rows)
        if trade := trades.get(head.pk):
            key, title = f"trade:{trade}", trade
        elif head.field:
            key, title = f"field:{head.field}", str(Department.Field(head.field).label)
        else:
            key, title = f"department:{head.public_id}", head.name
        found.setdefault(key, Domain(key, title)).departments[row.pk] = row.name
    order = {"trade": 0, "field": 1, "department": 2}
    return sorted(found.values(), key=lambda one: (order[one.key.partition(":")[0]], one.title))


def unreported(every: list[Domain]) -> list[str]:
    """领域 for which no department here reports anything, so that nobody takes silence for an answer."""
    titles = {one.title for one in every} | {one.key.removeprefix("field:") for one in every}
    return [str(label) for value, label in Department.Field.choices if value and not titles & {value, str(label)}]


def chosen(keys: list[str], on: date) -> list[Domain]:
    """Those named by key, in the order of `domains`; a department that is gone is not among them."""
    return [one for one in domains(on) if one.key in keys]


def last_sent(found: list[Domain]) -> dict[int, date]:
    """Department → the day of its latest submission that came in; none for one that never sent anything."""
    ids = [pk for one in found for pk in one.departments]
    rows = Submission.objects.filter(department__in=ids, state="done").order_by().values_list("department")
    return dict(rows.annotate(Max("arrived_on")))


def _answering(row: Department, rows: dict[int, Department]) -> Department:
    seen = {row.pk}
    while row.successor_id in rows and row.successor_id not in seen:
        row = rows[row.successor_id]
        seen.add(row.pk)
    return row
