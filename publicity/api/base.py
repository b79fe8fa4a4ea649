"""What all addresses of the public API share: nothing undeclared is read, limits are told, every answer says how fresh it is and can be
asked for again by its ETag, every refusal is a problem, every page of any site may read it. Source: I4.
"""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.core.signals import got_request_exception
from django.utils import timezone
from django.utils.http import parse_etags
from rest_framework.exceptions import MethodNotAllowed, NotFound, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Department
from credit_platform.addresses import client_address, household
from credit_platform.codes import normalise_code
from credit_platform.declaring import Scope, open_to_all
from credit_platform.per_minute import Standing, count
from exchange.sight import newest
from records.api.problems import MEDIA_TYPE
from records.api.strict import check_query

READ, SEARCH = "api", "api-search"
# The captcha keeps machines from the search page; here they are welcome, and the whole is offered as files. What is left to guard is
# the work: searching costs more than reading.
LIMITS = {READ: "VISITS_PER_MINUTE", SEARCH: "PUBLIC_SEARCHES_PER_MINUTE"}
log = logging.getLogger(__name__)
FRESH = ("as_of", "position")  # of every answer; they change though nothing else does, so no ETag counts them
EXPOSED = "ETag, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, Feed-Position"
BROKEN = {
    "type": "about:blank", "title": "服务出错", "status": 500, "detail": "服务暂时出错，已记录，请稍后再试。", "errors": [],
}  # fmt: skip


class PublicView(APIView):
    """One address. `parameters`: of the query, any other is refused; `purpose`: by which limit it is counted."""

    http_method_names = ["get", "head", "options"]
    authentication_classes: ClassVar[list] = []
    permission_classes: ClassVar[list] = []
    parameters: ClassVar[tuple[str, ...]] = ()
    purpose: ClassVar[str] = READ
    standing: Standing | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.note_request(request)  # before anything is looked up: of a wrong token and a wrong address, too
        super().initial(request, *args, **kwargs)
        if (request.method or "").lower() not in self.http_method_names:
            raise MethodNotAllowed(request.method or "")
        check_query(request, self.parameters)

    def note_request(self, request: Request) -> None:
        """Raises Throttled."""
        address = client_address(request)  # one that cannot be read counts as one address
        asker = f"visits:{self.purpose}:{household(address) if address else '-'}"
        self.standing = count(asker, getattr(settings, LIMITS[self.purpose]), timezone.now())
        if not self.standing.allowed:
            raise Throttled(wait=self.standing.reset)

    def handle_exception(self, exc: Exception) -> Response:
        try:
            return super().handle_exception(exc)
        except Exception:
            # Told as any other error of ours; only the words are those of an API.
            log.exception("public API failed")
            got_request_exception.send(sender=type(self), request=self.request)
            return Response(BROKEN, status=500, content_type=MEDIA_TYPE)

    def finalize_response(self, request, response, *args, **kwargs):
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Cache-Control"] = "no-cache"  # kept copies are asked about each time: what left must be gone
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = EXPOSED
        for name, value in (self.standing.headers() if self.standing else {}).items():
            response[name] = value
        return response

    def options(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What browsers ask before they send an ETag along."""
        answer = Response(status=204)
        answer["Access-Control-Allow-Methods"] = "GET, HEAD"
        answer["Access-Control-Allow-Headers"] = "If-None-Match"
        answer["Access-Control-Max-Age"] = "86400"
        return answer

    def told(self, said: dict[str, Any]) -> Response:
        """200 with how fresh it is, or 304 where the asker has just this."""
        position, today = newest(), timezone.localdate()
        tag = f'W/"{_digest(said)}"'
        known = {one.removeprefix("W/") for one in parse_etags(self.request.headers.get("If-None-Match", ""))}
        if "*" in known or tag.removeprefix("W/") in known:
            response = Response(status=304)
        else:
            response = Response({"as_of": today.isoformat(), "position": position} | said)
        response["ETag"], response["Feed-Position"] = tag, str(position)
        return response

    def uuid_of(self, name: str) -> uuid.UUID | None:
        """A public id of the query. Raises ValidationError."""
        sent = self.request.query_params.get(name)
        try:
            return uuid.UUID(sent) if sent is not None else None
        except ValueError:
            raise ValidationError({name: ["应为公开标识，如 5f0c7a52-7c0e-4c1b-9c6e-6f6d3b1f2a10。"]}) from None

    def number_of(self, name: str, least: int, most: int, default: int) -> int:
        """A whole number of the query. Raises ValidationError."""
        sent = self.request.query_params.get(name, str(default))
        if not (sent.isascii() and sent.isdecimal() and len(sent) < 20 and least <= int(sent) <= most):
            raise ValidationError({name: [f"应为{least}到{most}的整数。"]})
        return int(sent)

    def department(self) -> Department | None:
        """部门 by its code. Raises ValidationError."""
        sent = self.request.query_params.get("department")
        if sent is None:
            return None
        found = Department.objects.filter(code=normalise_code(sent)).first()
        if found is None:
            raise ValidationError({"department": ["没有这个部门，请填部门的统一社会信用代码。"]})
        return found


class Nothing(PublicView):
    """Any other address below: 404 as the API says it."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.note_request(request)
        raise NotFound("没有这个地址。可用的地址和参数见公开接口说明：/api/v1/，机器可读的见 /api/v1/openapi.json。")


def _digest(said: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, default=str, sort_keys=True).encode()).hexdigest()[:32]


def door(view: type[APIView], of: Scope = Scope.NONE, *, token: bool = False) -> Callable[..., Any]:
    """The view, saying of itself what declaring.py asks of all. `token`: only for whoever has one."""
    opened = open_to_all(of)(view.as_view())
    if token:
        opened.allowed_roles = frozenset({"token"})  # type: ignore[attr-defined]
    opened.methods = tuple(one.upper() for one in view.http_method_names if one in ("get", "post"))  # type: ignore[attr-defined]
    return opened
