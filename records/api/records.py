"""Records by API (接口查询、更正、撤下). Source: B4, B7."""

from typing import cast

from django.utils import timezone
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ..correcting import CorrectionFaulty, proposal_of, propose_correction
from ..kinds import KINDS
from ..models import Proposal, Receipt, Record, Submission
from ..withdrawing import ProposalRefused, propose_withdrawal
from .base import DepartmentView, Page, Scope
from .filters import RecordFilter
from .idempotence import key_of, once
from .problems import Unprocessable
from .schema import CURSOR, IDEMPOTENCY_KEY
from .serializers import (
    Correction,
    NewCorrection,
    NewWithdrawal,
    ProposalSummary,
    RecordDetail,
    RecordSummary,
    unknown_columns,
)
from .submissions import process


class Records(DepartmentView):
    queryset = Record.objects.none()
    pagination_class = Page
    serializer_class = RecordSummary
    filter_backends = [DjangoFilterBackend]
    filterset_class = RecordFilter
    scopes = {"GET": (Scope.READ,)}
    parameters = ("cursor", *RecordFilter.base_filters)

    @extend_schema(
        operation_id="list_records",
        summary="查询本部门的信用记录",
        parameters=[CURSOR],
        responses=RecordSummary(many=True),
    )
    def get(self, request: Request) -> Response:
        """新的在前，每页100条。需要“查询”权限。"""
        rows = self.paginate_queryset(self.filter_queryset(self.own_records()))
        self.note_look("查询记录", "record")
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class OneRecord(DepartmentView):
    serializer_class = RecordDetail
    scopes = {"GET": (Scope.READ,)}

    @extend_schema(operation_id="get_record", summary="查看一条信用记录")
    def get(self, request: Request, public_id) -> Response:
        """内容按国家标准数据项代码给出，不含证件号码。需要“查询”权限。"""
        record = self.record(public_id)
        self.note_look("查看记录", "record", record.public_id)
        return Response(RecordDetail(record).data)


class Corrections(DepartmentView):
    serializer_class = Correction
    scopes = {"POST": (Scope.CORRECT,)}

    @extend_schema(
        operation_id="correct",
        summary="提出更正",
        parameters=[IDEMPOTENCY_KEY],
        request=NewCorrection,
        responses={200: Correction, 201: Correction, 202: Correction},
    )
    def post(self, request: Request, public_id) -> Response:
        """已公示的记录须由另一人审核后更正，审核前公示内容不变；未公示的直接更新，等待审核公示。需要“更正与撤下”权限。"""
        record = self.record(public_id)
        key = key_of(request)
        asked = NewCorrection(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if unknown := unknown_columns(KINDS[record.kind], said["cells"]):
            raise ValidationError({"cells": unknown})

        def receive(receipt: Receipt) -> None:
            receipt.submission = propose_correction(
                record,
                {**record.version.content, **said["cells"]},
                clerk=self.token.officer,
                ground=said["ground"],
                reason=said["reason"],
                actor=self.actor,
                on=timezone.localdate(),
                system=self.token.name,
            )

        receipt, fresh = _refusable(self.token, key, f"correct {public_id}", said, receive)
        submission = cast(Submission, receipt.submission)
        if fresh:
            process(submission, self.actor, rows=1)
        code = (201 if submission.state != Submission.State.RECEIVED else 202) if fresh else 200
        return Response(Correction(_corrected(submission)).data, status=code)


class Withdrawals(DepartmentView):
    serializer_class = ProposalSummary
    scopes = {"POST": (Scope.CORRECT,)}

    @extend_schema(
        operation_id="withdraw",
        summary="提出撤下",
        parameters=[IDEMPOTENCY_KEY],
        request=NewWithdrawal,
        responses={200: ProposalSummary, 201: ProposalSummary},
    )
    def post(self, request: Request, public_id) -> Response:
        """由另一人审核后撤下；决定被撤销、变更或确认违法、无效的，应在生效之日起三日内撤下。需要“更正与撤下”权限。"""
        record = self.record(public_id)
        key = key_of(request)
        asked = NewWithdrawal(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data

        def receive(receipt: Receipt) -> None:
            receipt.proposal = propose_withdrawal(
                record,
                officer=self.token.officer,
                ground=said["ground"],
                reason=said["reason"],
                revoked_on=said.get("revoked_on"),
                actor=self.actor,
                on=timezone.localdate(),
                system=self.token.name,
            )

        body = said | {"revoked_on": str(said.get("revoked_on", ""))}
        receipt, fresh = _refusable(self.token, key, f"withdraw {public_id}", body, receive)
        return Response(ProposalSummary(_proposal(receipt.proposal)).data, status=201 if fresh else 200)


def _refusable(*request) -> tuple[Receipt, bool]:
    """`once`, with the refusals of the use cases as the API says them."""
    try:
        return once(*request)
    except CorrectionFaulty as refused:
        faults = [(f"cells.{found.column}".rstrip("."), found.message) for found in refused.findings]
        raise Unprocessable(str(refused), faults) from refused
    except ProposalRefused as refused:
        raise Unprocessable(str(refused)) from refused


def _proposal(proposal: Proposal | None) -> Proposal:
    assert proposal is not None
    return Proposal.objects.with_due().select_related("record").get(pk=proposal.pk)


def _corrected(submission: Submission) -> dict:
    proposal = proposal_of(submission)
    if submission.state == Submission.State.RECEIVED:
        outcome = "processing"
    elif proposal:
        outcome = "proposed"
    elif submission.rejected or submission.state == Submission.State.REFUSED:
        outcome = "refused"
    else:
        outcome = "unchanged" if submission.unchanged else "renewed"
    return {
        "submission": submission.public_id,
        "state": submission.state,
        "outcome": outcome,
        "proposal": _proposal(proposal) if proposal else None,
    }
