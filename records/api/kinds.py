"""Kinds and standing by API (信息类别、令牌与待办). Source: B4, B12."""

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from rules.models import CaseClock, Duty

from ..cataloguing import kinds_of
from ..columns import Column
from ..kinds import KINDS, Kind
from ..models import Proposal, RejectedRow
from ..withdrawing import CASE
from .base import DepartmentView
from .serializers import KindDetail, KindSummary, Status

ANY = ("read", "submit", "correct")


class Kinds(DepartmentView):
    pagination_class = None
    serializer_class = KindSummary
    scopes = {"GET": ANY}

    @extend_schema(operation_id="list_kinds", summary="本部门可以报送的信息类别", responses=KindSummary(many=True))
    def get(self, request: Request) -> Response:
        """按本部门现行的信息目录；没有编制目录的，为全部类别。"""
        duties = _duties()
        kinds = kinds_of(self.token.department)
        rows = [_summary(KINDS[key], public, duties) for key, public in kinds.items()]
        return Response(KindSummary(rows, many=True).data)


class OneKind(DepartmentView):
    serializer_class = KindDetail
    scopes = {"GET": ANY}

    @extend_schema(operation_id="get_kind", summary="信息类别的数据项和期限")
    def get(self, request: Request, kind: str) -> Response:
        """数据项代码即报送时的键；日期写作 2026-04-01，金额以万元计。"""
        kinds = kinds_of(self.token.department)
        if kind not in kinds:
            raise NotFound
        found = _summary(KINDS[kind], kinds[kind], _duties())
        return Response(KindDetail(found | {"columns": [_column(one) for one in KINDS[kind].columns]}).data)


class Standing(DepartmentView):
    serializer_class = Status
    scopes = {"GET": ANY}

    @extend_schema(operation_id="status", summary="令牌的权限和本部门的待办")
    def get(self, request: Request) -> Response:
        """供报送系统自检。"""
        today = timezone.localdate()
        records, submissions = self.own_records(), self.own_submissions()
        late = CaseClock.objects.overdue(today).filter(case_kind=CASE, department__in=self.own())
        counts = {
            "processing": submissions.filter(state="received").count(),
            "to_mend": RejectedRow.objects.open().filter(submission__in=submissions).count(),
            "awaiting": records.filter(state__in=["awaiting", "escalated"]).count(),
            "proposals": Proposal.objects.open().filter(record__in=records).count(),
            "overdue_withdrawals": late.count(),
        }
        token = self.token
        said = {"system": token.name, "department": token.department.name, "scopes": token.scopes}
        return Response(Status(said | {"until": token.until, "today": today, "counts": counts}).data)


def _duties() -> list[Duty]:
    today = timezone.localdate()
    now = Q(since__isnull=True) | Q(since__lte=today), Q(until__isnull=True) | Q(until__gte=today)
    return list(Duty.objects.filter(*now, act=Duty.Act.PUBLISH).order_by("pk"))


def _summary(kind: Kind, public: bool, duties: list[Duty]) -> dict:
    own = [duty for duty in duties if kind.key in duty.kinds]
    names = ("working_days", "day_of_month", "clause")
    return {
        "kind": kind.key,
        "title": kind.title,
        "catalogue": kind.catalogue,
        "public": public,
        "deadlines": [{name: getattr(duty, name) for name in names} for duty in own],
    }


def _column(column: Column) -> dict:
    names = ("code", "title", "required", "length", "choices", "hint")
    return {name: getattr(column, name) for name in names} | {"sealed": column.private}
