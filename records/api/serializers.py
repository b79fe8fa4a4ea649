"""What the API reads and says (接口数据). No certificate number is in any of it: they are sealed before anything is kept."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from accounts.models import SystemToken

from ..columns import show
from ..kinds import KINDS, Kind
from ..models import (
    CorrectionGround,
    Proposal,
    Record,
    RecordKind,
    RejectedRow,
    Submission,
    Version,
    WithdrawalGround,
)
from .strict import Day, Flag, StrictSerializer, Text

MAX_ROWS = 1_000
LONGEST_CELL = 10_000  # characters; each column has its own, shorter limit
WORDS = {"required": "必须提供。", "null": "不能为 null。"}
CHOICE = WORDS | {"invalid_choice": "不在可选的值之内，请查看接口说明。"}
TEXT = WORDS | {"blank": "不能为空。", "max_length": "不能超过{max_length}个字符。"}
CELLS = WORDS | {"not_a_dict": "应为以数据项代码为键的 JSON 对象。", "empty": "至少要有一个数据项。"}
ROWS = WORDS | {
    "not_a_list": "应为 JSON 数组，每行一个对象。",
    "empty": "至少要有一行。",
    "min_length": "至少要有{min_length}行。",
    "max_length": "一次不能超过{max_length}行，请分批报送。",
}


def unknown_columns(kind: Kind, row: dict[str, str]) -> dict[str, list[str]]:
    """Faults of the names that the kind does not declare."""
    return {show(code): [f"“{kind.title}”没有这一项，请删去。"] for code in row if code not in kind.by_code}


def cells_field(**kwargs) -> serializers.DictField:
    """Cells by national column code."""
    return serializers.DictField(
        child=Text(allow_blank=True, max_length=LONGEST_CELL, error_messages=TEXT),
        allow_empty=False,
        error_messages=CELLS,
        **kwargs,
    )


# --- in --------------------------------------------------------------------------------------------------------------


class NewSubmission(StrictSerializer):
    """报送一批."""

    kind = serializers.ChoiceField(choices=RecordKind.choices, help_text="信息类别", error_messages=CHOICE)
    rows = serializers.ListField(
        child=cells_field(),
        min_length=1,
        max_length=MAX_ROWS,
        error_messages=ROWS,
        help_text=f"1至{MAX_ROWS}行；每行以国家标准数据项代码为键，值一律为字符串。数据项见 /kinds/{{kind}}。",
    )
    stock = Flag(default=False, error_messages=WORDS, help_text="存量数据：不计迟报，由审核员确认后公示。")

    def validate(self, attrs):
        kind = KINDS[attrs["kind"]]
        faults = {place: found for place, row in enumerate(attrs["rows"]) if (found := unknown_columns(kind, row))}
        if faults:
            raise ValidationError({"rows": faults})
        return attrs


class NewCorrection(StrictSerializer):
    """提出更正."""

    cells = cells_field(help_text="要改的数据项，其余不变；空字符串表示清空。文书号、决定机关和行政相对人不能更正。")
    ground = serializers.ChoiceField(choices=CorrectionGround.choices, help_text="更正原因", error_messages=CHOICE)
    reason = Text(max_length=500, help_text="具体理由，供审核员、信用办和审计查阅", error_messages=TEXT)


class NewWithdrawal(StrictSerializer):
    """提出撤下."""

    ground = serializers.ChoiceField(choices=WithdrawalGround.choices, help_text="撤下原因", error_messages=CHOICE)
    reason = Text(max_length=500, help_text="具体理由，供审核员、信用办和审计查阅", error_messages=TEXT)
    revoked_on = Day(
        required=False, error_messages=WORDS, help_text="决定被撤销、变更或确认违法、无效的生效日期；原因属此类时必填"
    )


# --- out -------------------------------------------------------------------------------------------------------------


class SubmissionSummary(serializers.ModelSerializer):
    """报送批次."""

    id = serializers.UUIDField(source="public_id")
    state_title = serializers.CharField(source="get_state_display")
    means_title = serializers.CharField(source="get_means_display")

    class Meta:
        model = Submission
        fields = [
            "id", "kind", "state", "state_title", "means_title", "system", "stock", "arrived_at", "rows", "new",
            "unchanged", "changed", "rejected", "refusal",
        ]  # fmt: skip


class Result(serializers.Serializer):
    """One sentence of the checks about one cell."""

    row = serializers.IntegerField(help_text="第几行，从1起；0为整批")
    column = serializers.CharField(help_text="数据项代码；空为整行")
    code = serializers.CharField()
    message = serializers.CharField()
    verdict = serializers.ChoiceField(
        choices=["error", "warning"], help_text="error：这一行未入库；warning：已入库，请核对"
    )


class RowRecord(serializers.Serializer):
    """What a row has become."""

    row = serializers.IntegerField()
    record = serializers.UUIDField()
    proposal = serializers.UUIDField(allow_null=True, help_text="记录已公示时，这一行成为待审核的更正或撤下")


class SubmissionDetail(SubmissionSummary):
    """报送批次, with row-level results."""

    results = serializers.SerializerMethodField(help_text="逐行校验结果")
    records = serializers.SerializerMethodField(help_text="已入库的各行；内容未变的行不列")

    class Meta(SubmissionSummary.Meta):
        fields = [*SubmissionSummary.Meta.fields, "results", "records"]

    @extend_schema_field(Result(many=True))
    def get_results(self, submission: Submission) -> list[dict]:
        """Findings of all rows, in their order."""
        rejected = RejectedRow.objects.filter(submission=submission).values_list("row", "findings")
        warned = Version.objects.filter(submission=submission).exclude(warnings=[]).values_list("row", "warnings")
        found = [(row, finding) for row, findings in (*rejected, *warned) for finding in findings]
        if submission.refusal:
            found.append((0, {"column": "", "code": "refused", "message": submission.refusal, "verdict": "error"}))
        found.sort(key=lambda pair: pair[0])
        names = ("column", "code", "message", "verdict")
        return [{"row": row} | {name: finding[name] for name in names} for row, finding in found]

    @extend_schema_field(RowRecord(many=True))
    def get_records(self, submission: Submission) -> list[dict]:
        """What came of the rows that are in."""
        made = Version.objects.filter(submission=submission).order_by("row")
        rows = made.values_list("row", "record__public_id", "proposal__public_id")
        return [
            {"row": row, "record": str(record), "proposal": proposal and str(proposal)}
            for row, record, proposal in rows
        ]


class ProposalSummary(serializers.ModelSerializer):
    """更正或撤下的提议."""

    id = serializers.UUIDField(source="public_id")
    record = serializers.UUIDField(source="record.public_id")
    state_title = serializers.CharField(source="get_state_display")
    due = serializers.DateField(allow_null=True, help_text="依法应撤下的期限；没有期限的为 null")

    class Meta:
        model = Proposal
        fields = [
            "id", "record", "kind", "state", "state_title", "ground", "reason", "proposed_on", "revoked_on", "due",
            "decided_on",
        ]  # fmt: skip


class Correction(serializers.Serializer):
    """更正回执."""

    submission = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Submission.State.choices)
    outcome = serializers.ChoiceField(
        choices=[
            ("processing", "处理中"),
            ("proposed", "已公示的记录，更正待审核"),
            ("renewed", "未公示的记录，已更新"),
            ("unchanged", "内容未变"),
            ("refused", "未能入库"),
        ]
    )
    proposal = ProposalSummary(allow_null=True)


class RecordSummary(serializers.ModelSerializer):
    """信用记录."""

    id = serializers.UUIDField(source="public_id")
    subject = serializers.CharField(source="subject.name")
    subject_code = serializers.CharField(source="subject.code", help_text="统一社会信用代码；自然人为空")
    state_title = serializers.CharField(source="get_state_display")

    class Meta:
        model = Record
        fields = [
            "id", "kind", "document_number", "subject", "subject_code", "decided_on", "arrived_on", "due", "stock",
            "state", "state_title", "public_from", "public_until",
        ]  # fmt: skip


class RecordDetail(RecordSummary):
    """信用记录, with what it says; sealed numbers are only named."""

    version = serializers.IntegerField(source="version.number")
    cells = serializers.DictField(child=serializers.CharField(), source="version.content")
    sealed = serializers.SerializerMethodField(help_text="已加密保存、不显示的数据项")
    proposals = serializers.SerializerMethodField(help_text="更正和撤下，新的在前")

    class Meta(RecordSummary.Meta):
        fields = [*RecordSummary.Meta.fields, "version", "cells", "sealed", "proposals"]

    def get_sealed(self, record: Record) -> list[str]:
        return sorted(KINDS[record.kind].private) if record.version.sealed else []

    @extend_schema_field(ProposalSummary(many=True))
    def get_proposals(self, record: Record) -> list[dict]:
        rows = record.proposals.with_due().select_related("record").order_by("-pk")
        return list(ProposalSummary(rows, many=True).data)


class Deadline(serializers.Serializer):
    """报送公示期限."""

    working_days = serializers.IntegerField(allow_null=True)
    day_of_month = serializers.IntegerField(allow_null=True, help_text="次月几日前")
    clause = serializers.CharField()


class KindSummary(serializers.Serializer):
    """信息类别."""

    kind = serializers.CharField()
    title = serializers.CharField()
    catalogue = serializers.CharField(help_text="全国公共信用信息基础目录中的类别")
    public = serializers.BooleanField()
    deadlines = Deadline(many=True)


class ColumnOut(serializers.Serializer):
    """数据项."""

    code = serializers.CharField()
    title = serializers.CharField()
    required = serializers.ChoiceField(
        choices=[("", "选填"), ("always", "必填"), ("organisation", "单位必填"), ("person", "自然人必填")],
        allow_blank=True,
    )
    length = serializers.IntegerField()
    choices = serializers.ListField(child=serializers.CharField())
    hint = serializers.CharField()
    sealed = serializers.BooleanField(help_text="加密保存，任何应答中都不出现")


class KindDetail(KindSummary):
    columns = ColumnOut(many=True)


class Counts(serializers.Serializer):
    """待办."""

    processing = serializers.IntegerField(help_text="处理中的批次")
    to_mend = serializers.IntegerField(help_text="退回后尚未更正的行")
    awaiting = serializers.IntegerField(help_text="待审核的记录")
    proposals = serializers.IntegerField(help_text="待审核的更正和撤下")
    overdue_withdrawals = serializers.IntegerField(help_text="逾期未撤下的已撤销决定")


class Status(serializers.Serializer):
    """令牌与待办."""

    system = serializers.CharField()
    department = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=SystemToken.Scope.choices))
    until = serializers.DateField(allow_null=True)
    today = serializers.DateField()
    counts = Counts()
