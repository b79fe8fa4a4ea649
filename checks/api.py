"""Checks by API (核查接口): a department's own system asks before it decides, and says what was done. Source: E6, B4.

The answer is the page's, and so is the receipt. Asking again leaves another receipt: nothing is decided by it.
"""

from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import SystemToken
from blacklists.refusals import ListRefused
from credit_platform.prepared import Prepared
from records.api.base import DepartmentView
from records.api.problems import Unprocessable
from records.api.serializers import CHOICE, ROWS, TEXT
from records.api.strict import StrictSerializer, Text

from . import checking
from .batch_sheets import sheet_of
from .checking import MOST, Occasion
from .matching import Asked
from .models import Check, Feedback, Matter
from .receipts import as_json
from .reporting_back import report_back

Scope = SystemToken.Scope


class AskedFor(StrictSerializer):
    """所查主体。code 和 name 至少填一项，都填的以 code 为准。"""

    code = Text(required=False, allow_blank=True, max_length=40, help_text="统一社会信用代码", error_messages=TEXT)
    name = Text(required=False, allow_blank=True, max_length=200, help_text="主体名称", error_messages=TEXT)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any(attrs.get(name, "").strip() for name in ("code", "name")):
            raise serializers.ValidationError("code 和 name 至少填一项。")
        return attrs


class NewCheck(AskedFor):
    """核查一个主体."""

    matter = Text(max_length=100, help_text="办理事项；与查询事项目录一致的记在该事项下", error_messages=TEXT)
    purpose = Text(max_length=200, help_text="办件编号或用途", error_messages=TEXT)


class NewBatch(StrictSerializer):
    """批量核查."""

    matter = Text(max_length=100, help_text="办理事项", error_messages=TEXT)
    purpose = Text(max_length=200, help_text="办件编号或用途", error_messages=TEXT)
    rows = serializers.ListField(child=AskedFor(), min_length=1, max_length=MOST, error_messages=ROWS)


class NewFeedback(StrictSerializer):
    """处理结果."""

    done = serializers.ChoiceField(choices=Feedback.Done.choices, help_text="处理结果", error_messages=CHOICE)
    note = Text(required=False, allow_blank=True, max_length=500, help_text="说明", error_messages=TEXT)


class Receipt(serializers.Serializer):
    """核查回执，与网页一致。"""

    number = serializers.CharField(help_text="回执编号")
    code = serializers.CharField(help_text="验证码")
    checked_on = serializers.DateField(help_text="核查日期")
    department = serializers.CharField(help_text="核查单位")
    matter = serializers.CharField(help_text="办理事项")
    purpose = serializers.CharField(help_text="办件编号或用途")
    told = serializers.ChoiceField(choices=Check.Told.choices, help_text="核查范围")
    asked = serializers.CharField(help_text="所查名称或代码")
    outcome = serializers.ChoiceField(choices=Check.Outcome.choices, help_text="结果")
    red = serializers.BooleanField(help_text="有激励依据")
    black = serializers.BooleanField(help_text="有惩戒依据")
    answer = serializers.DictField(help_text="红黑名单、有效措施及依据、正在进行的核实、评价、监管类别、绿色通道")
    digest = serializers.CharField(help_text="答复摘要（SHA-256）")


class BatchRow(serializers.Serializer):
    """批量核查的一行；完整的回执按编号查看。"""

    number = serializers.CharField(help_text="回执编号")
    code = serializers.CharField(help_text="验证码")
    asked = serializers.CharField(help_text="所查名称或代码")
    outcome = serializers.ChoiceField(choices=Check.Outcome.choices, help_text="结果")
    red = serializers.BooleanField(help_text="有激励依据")
    black = serializers.BooleanField(help_text="有惩戒依据")
    note = serializers.CharField(help_text="提示")


class BatchAnswer(serializers.Serializer):
    """批量核查结果，各行按所问的次序。"""

    found = serializers.IntegerField(help_text="查到")
    hits = serializers.IntegerField(help_text="命中")
    rows = BatchRow(many=True)


def _titled(title: str, on: date) -> QuerySet:
    return Matter.objects.in_force(on).filter(title=title).values("pk")


_TITLED = Prepared(_titled, title=str, on=date)


class CheckView(DepartmentView):
    """What the operations below share."""

    scopes: ClassVar = {"POST": (Scope.CHECK,)}

    def occasion(self, said: dict[str, Any]) -> Occasion:
        """Before what it is asked: of the catalogue where the title is the same."""
        titled = [row["pk"] for row in _TITLED.rows(title=said["matter"].strip(), on=timezone.localdate())]
        own = Matter.objects.filter(pk__in=titled, department__in=self.own()).first() if titled else None
        return Occasion(said["purpose"], own, said["matter"])

    @property
    def who(self) -> dict[str, Any]:
        return {"officer": self.token.officer, "actor": self.actor, "on": timezone.localdate()}

    def receipt(self, number: str) -> Check:
        """Raises NotFound for foreign ones just as for unknown ones."""
        found = Check.objects.filter(number=number, department__in=self.own()).select_related("department").first()
        if found is None:
            raise NotFound
        return found


class Checks(CheckView):
    serializer_class = NewCheck

    @extend_schema(operation_id="check", summary="信用核查", request=NewCheck, responses={201: Receipt})
    def post(self, request: Request) -> Response:
        """办理事项之前查一个主体，留一张编号回执。没有查到、有同名主体的也有回执。需要“信用核查”权限。"""
        asked = NewCheck(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        try:
            with transaction.atomic():  # one commit for the receipt and the look
                made = checking.check(_asked(said), occasion=self.occasion(said), channel=Check.Channel.API, **self.who)
                self.note_look("信用核查", made.object_kind, made.public_id)
        except ListRefused as refused:
            raise Unprocessable(str(refused), []) from refused
        return Response(as_json(made), status=201)


class Batches(CheckView):
    serializer_class = NewBatch

    @extend_schema(operation_id="check_batch", summary="批量信用核查", request=NewBatch, responses={201: BatchAnswer})
    def post(self, request: Request) -> Response:
        """一次最多10000个主体，每个都有答复和回执编号；完整的回执按编号查看。需要“信用核查”权限。"""
        asked = NewBatch(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        sheet = sheet_of([_asked(row) for row in said["rows"]])
        try:
            batch = checking.check_batch(sheet, occasion=self.occasion(said), channel=Check.Channel.API, **self.who)
        except ListRefused as refused:
            raise Unprocessable(str(refused), []) from refused
        self.note_look("批量信用核查", batch.object_kind, batch.public_id)
        names = ("number", "code", "asked", "outcome", "red", "black", "answer__note")
        rows = [{**row, "note": row.pop("answer__note")} for row in batch.checks.order_by("row").values(*names)]
        return Response({"found": batch.found, "hits": batch.hits, "rows": rows}, status=201)


class OneCheck(CheckView):
    serializer_class = Receipt
    scopes = {"GET": (Scope.CHECK, Scope.READ)}

    @extend_schema(operation_id="get_check", summary="查看核查回执")
    def get(self, request: Request, number: str) -> Response:
        """本部门的回执。需要“信用核查”或“查询”权限。"""
        found = self.receipt(number)
        self.note_look("查看核查回执", found.object_kind, found.public_id)
        return Response(as_json(found))


class FeedbackOn(CheckView):
    serializer_class = NewFeedback

    @extend_schema(
        operation_id="check_feedback", summary="反馈核查后的处理", request=NewFeedback, responses={201: NewFeedback}
    )
    def post(self, request: Request, number: str) -> Response:
        """从严审核、不予办理的必须说明依据。需要“信用核查”权限。"""
        sent = NewFeedback(data=request.data)
        sent.is_valid(raise_exception=True)
        said = sent.validated_data
        try:
            made = report_back(self.receipt(number), done=said["done"], text=said.get("note", ""), **self.who)
        except ListRefused as refused:
            raise Unprocessable(str(refused), []) from refused
        return Response({"done": made.done, "note": made.note}, status=201)


def _asked(said: dict[str, Any]) -> Asked:
    return Asked(said.get("name", ""), said.get("code", ""))
