"""Cataloguing (编制信息目录): what each department sends, in versions; nothing outside comes in. Source: B12, domain.md §4."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Max, OuterRef, Q, Subquery

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import apply, apply_set, note

from .kinds import KINDS
from .models import Catalogue, CatalogueItem, InternalReason, Record

# Days within which something of an item must have come for it to count as covered: its cycle and the time to send it.
WINDOWS = {"arising": 92, "month": 62, "quarter": 123, "year": 397}


class CatalogueRefused(ValueError):
    """The use case is not possible; the message says why and what to do."""


@dataclass(frozen=True)
class Item:
    """目录条目 as proposed. `kind`: key of a declared kind; `public` None: as the kind allows."""

    kind: str
    cycle: str
    basis: str
    public: bool = True


@dataclass(frozen=True)
class Covered:
    """覆盖情况 of one item: records ever, last arrival, and whether something came within its cycle."""

    item: CatalogueItem
    title: str
    records: int
    last: date | None
    covered: bool


def kinds_of(department: Department) -> dict[str, bool]:
    """Key of each kind that the department may send → whether it may be public.

    A department that has filed no catalogue of its own is bound by the national one: all declared kinds.
    """
    catalogue = Catalogue.objects.in_force(department).first()
    if catalogue is None:
        return {key: kind.public for key, kind in KINDS.items()}
    return {item.kind: item.public and KINDS[item.kind].public for item in catalogue.items.all() if item.kind in KINDS}


@transaction.atomic
def propose(
    department: Department, items: Iterable[Item], *, basis: str, officer: Officer, actor: Actor, on: date
) -> Catalogue:
    """提出新版目录. Raises CatalogueRefused: not theirs, empty, a kind outside the national catalogue, one already waits."""
    items = list(items)
    if not officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE) or not _within(officer, department):
        raise CatalogueRefused("只能为本部门（信用办为所辖部门）提出目录。")
    if not items or not basis.strip():
        raise CatalogueRefused("请至少选择一类信息，并写明编制依据。")
    if len({item.kind for item in items}) != len(items):
        raise CatalogueRefused("同一类信息只能列一次。")
    for item in items:
        if item.kind not in KINDS:
            raise CatalogueRefused(f"“{item.kind[:20]}”不在全国公共信用信息基础目录内，不能列入。")
        if item.cycle not in CatalogueItem.Cycle.values:
            raise CatalogueRefused(f"“{KINDS[item.kind].title}”的报送周期请从列表中选择。")
        if not item.basis.strip():
            raise CatalogueRefused(f"请写明“{KINDS[item.kind].title}”的依据（法律、法规或文件的条款）。")
    Department.objects.select_for_update().get(pk=department.pk)
    if department.catalogues.filter(state="proposed").exists():
        raise CatalogueRefused("已有一版目录待审批，请等审批后再提出新版。")
    number = (department.catalogues.aggregate(last=Max("number"))["last"] or 0) + 1
    act = record_act("propose_catalogue", actor, on)
    catalogue = Catalogue.objects.create(
        department=department, number=number, basis=basis.strip()[:300], proposer=officer, proposed_on=on
    )
    CatalogueItem.objects.bulk_create(
        CatalogueItem(
            catalogue=catalogue,
            kind=item.kind,
            cycle=item.cycle,
            basis=item.basis.strip()[:300],
            public=item.public and KINDS[item.kind].public,
        )
        for item in items
    )
    note(act, catalogue.object_kind, catalogue.public_id, "draw_up", catalogue.state)
    return catalogue


@transaction.atomic
def adopt(catalogue: Catalogue, *, officer: Officer, actor: Actor, on: date) -> None:
    """采纳: from now on the department sends what this version names. Raises CatalogueRefused."""
    catalogue = _open(catalogue, officer)
    act = record_act("adopt_catalogue", actor, on)
    for before in Catalogue.objects.in_force(catalogue.department):
        apply(before, "replace", act)
    apply(catalogue, "adopt", act, approver=officer, decided_on=on)
    _keep_inside(catalogue, act)


def _keep_inside(catalogue: Catalogue, act: Act) -> None:
    """What still waits goes by the new word; nobody outside has seen it."""
    inside = [item.kind for item in catalogue.items.all() if not item.public]
    if not inside:
        return
    waiting = Record.objects.filter(
        department=catalogue.department, kind__in=inside, state__in=["awaiting", "held", "escalated"], publishable=True
    )
    apply_set(waiting, "reckon", act, wait=True, publishable=False, internal_reason=InternalReason.KIND.value)


@transaction.atomic
def decline(catalogue: Catalogue, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不采纳, with the reason that the department reads. Raises CatalogueRefused."""
    catalogue = _open(catalogue, officer)
    if not reason.strip():
        raise CatalogueRefused("请写明不采纳的理由，提出的部门会看到。")
    act = record_act("decline_catalogue", actor, on, reason=reason.strip())
    apply(catalogue, "decline", act, approver=officer, decided_on=on)


def coverage(department: Department, on: date) -> list[Covered]:
    """覆盖率: each item of the catalogue in force, and whether it arrives. Two queries, however many records there are."""
    catalogue = Catalogue.objects.in_force(department).prefetch_related("items").first()
    if catalogue is None:
        return []
    rows = Record.objects.filter(department=department).exclude(state="taken_back")
    counted = rows.values_list("kind").annotate(count=Count("pk"), last=Max("arrived_on"))
    found: dict[str, tuple[int, date]] = {kind: (count, last) for kind, count, last in counted}
    lines = []
    for item in catalogue.items.all():
        count, last = found.get(item.kind, (0, None))
        covered = last is not None and last >= on - timedelta(days=WINDOWS[item.cycle])
        lines.append(Covered(item, KINDS[item.kind].title, count, last, covered))
    return lines


def covered_departments(departments, on: date) -> dict[int, tuple[int, int]]:
    """Department → (items that arrive, items of its catalogue in force), for many at once."""
    fresh = Q()
    for cycle, days in WINDOWS.items():
        fresh |= Q(cycle=cycle, last__gte=on - timedelta(days=days))
    arrived = (
        Record.objects.filter(department=OuterRef("catalogue__department"), kind=OuterRef("kind"))
        .exclude(state="taken_back")
        .order_by()
        .values("kind")
        .annotate(last=Max("arrived_on"))
        .values("last")
    )
    items = CatalogueItem.objects.filter(catalogue__state="adopted", catalogue__department__in=departments)
    counted = (
        items.annotate(last=Subquery(arrived))
        .values("catalogue__department")
        .annotate(items=Count("pk"), covered=Count("pk", filter=fresh))
    )
    return {row["catalogue__department"]: (row["covered"], row["items"]) for row in counted}


def _open(catalogue: Catalogue, officer: Officer) -> Catalogue:
    catalogue = Catalogue.objects.select_for_update(of=("self",)).select_related("department").get(pk=catalogue.pk)
    if not officer.has_role(Role.OFFICE_APPROVER) or not _within(officer, catalogue.department):
        raise CatalogueRefused("只有信用办审批可以决定所辖部门的目录。")
    if officer.pk == catalogue.proposer_id:
        raise CatalogueRefused("自己提出的目录不能由自己审批，请由另一位同事操作。")
    if catalogue.state != Catalogue.State.PROPOSED:
        raise CatalogueRefused("这一版目录已经处理过，请刷新页面查看。")
    return catalogue


def _within(officer: Officer, department: Department) -> bool:
    if officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER):
        return Department.objects.tree(officer.department).filter(pk=department.pk).exists()
    return officer.department_id == department.pk
