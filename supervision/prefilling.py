"""Prefilling (预填): what the platform knows of a department's month, by the names that declared forms ask for. Source: J2."""

from datetime import date
from typing import Any

from django.db.models import Count, Q

from accounts.models import Department
from records.models import Record, Submission

from .counting import Span, lines_of, records_of
from .forms_declared import Form
from .months import last_of
from .reach import existed_in, obliged


def figures(form: Form, department: Department, month: date) -> dict[str, Any]:
    """The form's cells that the platform fills: code → value. What is not known is left out."""
    known = _shared(department, month) if not form.needs_return else _double_publicity(department, month)
    return {cell.code: known[cell.source] for cell in form.cells if cell.source in known}


def _shared(department: Department, month: date) -> dict[str, Any]:
    """共享情况 of the department with everything below it, as of the end of the month."""
    tree, last = list(Department.objects.tree(department)), last_of(month)
    units = [
        one.pk for one in obliged(Department.objects.filter(pk__in=[one.pk for one in tree])) if existed_in(one, month)
    ]
    sent = Submission.objects.filter(department__in=units, state=Submission.State.DONE, arrived_on__lte=last)
    records = Record.objects.filter(department__in=tree, arrived_on__lte=last).exclude(state="taken_back")
    counted = records.aggregate(
        shared=Count("pk"),
        shared_month=Count("pk", filter=Q(arrived_on__gte=month)),
        shared_licences=Count("pk", filter=Q(kind="licence")),
        shared_penalties=Count("pk", filter=Q(kind="penalty")),
        shared_other=Count("pk", filter=~Q(kind__in=["licence", "penalty"])),
        opened=Count("pk", filter=Q(state__in=["released", "ended", "repaired"], public_from__lte=last)),
    )
    return counted | {"units": len(units), "units_connected": sent.values("department").distinct().count()}


def _double_publicity(department: Department, month: date) -> dict[str, Any]:
    """双公示: the department's signed return, and what came in and went public of that month's decisions."""
    span = Span(month, month)
    known: dict[str, Any] = {}
    for line in lines_of(span, [department]):
        known |= {
            f"{line.kind}_produced": line.produced,
            f"{line.kind}_own_site": line.own_site,
            f"{line.kind}_sent": line.produced - line.not_reported,
            f"{line.kind}_not_reported": line.not_reported,
            f"{line.kind}_why_not": line.why_not,
        }
    rows = records_of(span, [department]).order_by().values_list("kind")
    public = Q(state__in=["released", "ended", "repaired"], public_from__isnull=False)
    for kind in span.kinds:
        known |= {f"{kind}_stored": 0, f"{kind}_public": 0}
    for kind, stored, shown in rows.annotate(stored=Count("pk"), shown=Count("pk", filter=public)):
        known |= {f"{kind}_stored": stored, f"{kind}_public": shown}
    means = Submission.objects.filter(department=department, arrived_on__range=span.days, state=Submission.State.DONE)
    used = sorted(set(means.values_list("means", flat=True)))
    return known | {"means": "、".join(Submission.Means(one).label for one in used) or "无"}
