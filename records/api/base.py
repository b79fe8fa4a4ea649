"""What all operations share: whose token it is, what it may do, how often; nothing undeclared is read. Source: B4."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from rest_framework.exceptions import NotFound, PermissionDenied, Throttled, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from accounts.looking import note_look
from accounts.models import Department, SystemToken
from accounts.tokens import actor_by
from credit_platform.addresses import client_address
from credit_platform.declaring import Scope as Reach
from credit_platform.per_minute import Standing, count
from ledger.acts import Actor

from ..models import Record, Submission
from .strict import check_query

Scope = SystemToken.Scope


class Page(CursorPagination):
    """Newest first; a list that grows meanwhile skips and repeats nothing."""

    page_size = 100
    ordering = "-pk"
    invalid_cursor_message = "cursor 无效，请从第一页重新开始。"

    def decode_cursor(self, request):
        """Raises ValidationError for cursors that are not ours."""
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise ValidationError({self.cursor_query_param: [self.invalid_cursor_message]}) from None
        if cursor is not None and cursor.position is not None and not _place(cursor.position):
            raise ValidationError({self.cursor_query_param: [self.invalid_cursor_message]})
        return cursor


def _place(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


class DepartmentView(GenericAPIView):
    """One address of the department API. `scopes`: method → any of these scopes; `parameters`: of the query."""

    http_method_names = ["get", "head", "post"]
    scopes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    parameters: ClassVar[tuple[str, ...]] = ()
    standing: Standing | None = None

    @property
    def token(self) -> SystemToken:
        return cast(SystemToken, self.request.auth)

    @property
    def actor(self) -> Actor:
        return actor_by(self.token.name, self.token.officer)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.standing = count(f"api:{self.token.public_id}", settings.API_REQUESTS_PER_MINUTE, timezone.now())
        if not self.standing.allowed:
            raise Throttled(wait=self.standing.reset)
        method = "GET" if request.method == "HEAD" else request.method or ""
        wanted = self.scopes.get(method, ())
        if wanted and not set(wanted) & set(self.token.scopes):
            titles = "或".join(str(Scope(one).label) for one in wanted)
            raise PermissionDenied(f"这个令牌不能做“{titles}”，请联系系统管理员另开令牌。")
        if wanted:
            check_query(request, self.parameters)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        for name, value in (self.standing.headers() if self.standing else {}).items():
            response[name] = value
        return response

    def own(self):
        """Departments for which the token's answers: itself and those whose work it took over."""
        return Department.objects.answered_for_by(self.token.department)

    def own_submissions(self):
        return Submission.objects.filter(department__in=self.own())

    def own_records(self):
        return Record.objects.filter(department__in=self.own()).select_related("subject", "version")

    def record(self, public_id: UUID) -> Record:
        """Raises NotFound for foreign ones just as for unknown ones."""
        found = self.own_records().filter(public_id=public_id).first()
        if found is None:
            raise NotFound
        return found

    def note_look(self, what: str, object_kind: str, object_id: UUID | None = None) -> None:
        """Write the look into the access log."""
        by = self.token.officer
        note_look(by, f"接口（{self.token.name}）{what}"[:40], object_kind, object_id, client_address(self.request))


def door(view: type[DepartmentView], of: Reach = Reach.NONE):
    """The view, saying of itself what declaring.py asks of all: a department's system and nobody else."""
    opened = view.as_view()
    opened.allowed_roles, opened.of, opened.methods = frozenset({"token"}), of, tuple(view.scopes)  # type: ignore[attr-defined]
    return opened
