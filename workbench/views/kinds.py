"""信息类别: every kind that the officer's department may send, with its template and form, its deadline and publicity."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from accounts.access import StaffRequest, role_required
from accounts.models import Role
from credit_platform.declaring import get_only
from records.cataloguing import kinds_of
from records.kinds import KINDS
from records.kinds.catalogue import EDITION, Class
from rules.models import Duty


@get_only
@role_required(Role.CLERK)
def listing(request: StaffRequest) -> HttpResponse:
    """手工填报与模板: grouped by class of the catalogue."""
    allowed = kinds_of(request.user.department)
    duties = {kind: duty for duty in Duty.objects.filter(act=Duty.Act.PUBLISH, until=None) for kind in duty.kinds}
    order = list(Class)
    kinds = sorted((KINDS[key] for key in allowed), key=lambda kind: order.index(kind.catalogue))
    groups = [
        (catalogue.value, [(kind, allowed[kind.key], _deadline(duties.get(kind.key))) for kind in members])
        for catalogue, members in groupby(kinds, key=lambda kind: kind.catalogue)
    ]
    left = [kind.title for kind in KINDS.values() if kind.key not in allowed]
    return render(request, "workbench/kinds.html", {"groups": groups, "edition": EDITION, "left": left})


def _deadline(duty: Duty | None) -> str:
    if duty is None:
        return "没有规定期限"
    return f"{duty.working_days}个工作日内" if duty.working_days else f"次月{duty.day_of_month}日前"
