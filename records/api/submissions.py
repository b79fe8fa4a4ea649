"""Submissions by API (接口报送). Source: B4."""

import logging
from typing import cast

from django.db import Error
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ledger.acts import Actor

from .. import intake
from ..cataloguing import kinds_of
from ..kinds import KINDS
from ..models import Receipt, Submission
from ..submitting import receive_rows
from ..tasks import start_intake
from .base import DepartmentView, Page, Scope
from .idempotence import key_of, once
from .problems import Unprocessable
from .schema import CURSOR, IDEMPOTENCY_KEY
from .serializers import NewSubmission, SubmissionDetail, SubmissionSummary

AT_ONCE = 100  # rows that are processed while the sender waits
log = logging.getLogger(__name__)


class Submissions(DepartmentView):
    pagination_class = Page
    serializer_class = SubmissionSummary
    scopes = {"GET": (Scope.READ, Scope.SUBMIT), "POST": (Scope.SUBMIT,)}

    @property
    def parameters(self):  # type: ignore[override]
        return ("cursor",) if self.request.method != "POST" else ()

    @extend_schema(
        operation_id="list_submissions",
        summary="查询报送批次",
        parameters=[CURSOR],
        responses=SubmissionSummary(many=True),
    )
    def get(self, request: Request) -> Response:
        """本部门的报送批次，新的在前。需要“报送”或“查询”权限。"""
        rows = self.paginate_queryset(self.own_submissions())
        self.note_look("查询报送批次", "submission")
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)

    @extend_schema(
        operation_id="submit",
        summary="报送一批数据",
        parameters=[IDEMPOTENCY_KEY],
        request=NewSubmission,
        responses={200: SubmissionDetail, 201: SubmissionDetail, 202: SubmissionDetail},
    )
    def post(self, request: Request) -> Response:
        """逐行校验，合格的入库，不合格的逐项说明。不超过100行的当场处理（201），更多的排队处理（202，随后查询批次）；
        同一幂等键重发同样内容返回同一批次（200）。需要“报送”权限。
        """
        key = key_of(request)
        asked = NewSubmission(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        _in_catalogue(said["kind"], self.token.department)

        def receive(receipt: Receipt) -> None:
            receipt.submission = receive_rows(
                said["kind"],
                said["rows"],
                department=self.token.department,
                clerk=self.token.officer,
                system=self.token.name,
                actor=self.actor,
                on=timezone.localdate(),
                stock=said["stock"],
            )

        receipt, fresh = once(self.token, key, "submit", said, receive)
        submission = cast(Submission, receipt.submission)  # the digest names the operation
        if fresh:
            process(submission, self.actor, rows=len(said["rows"]))
        code = (201 if submission.state != Submission.State.RECEIVED else 202) if fresh else 200
        return Response(SubmissionDetail(submission).data, status=code)


class OneSubmission(DepartmentView):
    serializer_class = SubmissionDetail
    scopes = {"GET": (Scope.READ, Scope.SUBMIT)}

    @extend_schema(operation_id="get_submission", summary="查看报送批次及逐行结果")
    def get(self, request: Request, public_id) -> Response:
        """需要“报送”或“查询”权限。"""
        submission = self.own_submissions().filter(public_id=public_id).first()
        if submission is None:
            raise NotFound
        self.note_look("查看报送批次", "submission", submission.public_id)
        return Response(SubmissionDetail(submission).data)


def _in_catalogue(kind: str, department) -> None:
    if kind not in kinds_of(department):
        said = f"“{KINDS[kind].title}”不在本部门现行的信息目录内，不能报送。确需报送的，请先在“信息目录”中提出修订，由信用办审批。"
        raise Unprocessable(said, [("kind", said)])


def process(submission: Submission, actor: Actor, *, rows: int) -> None:
    """Now, where it is little; else by the worker, who also takes over where the database was away."""
    if rows > AT_ONCE:
        start_intake(submission)
        return
    try:
        intake.run(submission.pk, actor=actor)
    except Error as reason:
        log.error("submission %s waits for the worker: %s", submission.pk, type(reason).__name__)
        start_intake(submission)
    submission.refresh_from_db()
