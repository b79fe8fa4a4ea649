"""撤下回执 by API: what a registered re-user still has to drop, and its word that it did. Source: I5."""

from typing import ClassVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from exchange.models import Removal, ReUser
from exchange.registering import by_token
from exchange.removing import MOST, acknowledge
from exchange.sight import PUBLIC
from records.api.strict import StrictSerializer

from .base import PublicView
from .shapes import CURSOR, page_of

PAGE = 500
REMOVED = {
    "id": "9d2b6f0a-4a52-4d0c-a0d1-2f4b8f1c7e33",
    "kind": "record",
    "position": 512,
    "removed_on": "2026-04-17",
    "due": "2026-04-20",
}


class ReUserAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; 401 for whatever is none."""

    def authenticate(self, request: Request) -> tuple[None, ReUser] | None:
        words = get_authorization_header(request).split()
        if not words:
            return None
        found = by_token(words[1].decode("latin-1")) if len(words) == 2 and words[0].lower() == b"bearer" else None
        if found is None:
            raise AuthenticationFailed("令牌无效或者已经失效。请凭回执码重新领取。")
        return None, found

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="re-user"'


class ReUserScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = ReUserAuthentication
    name = "reUserToken"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "description": "数据使用单位的令牌，登记后凭回执码领取。"}


class RemovalSerializer(serializers.Serializer):
    """一项撤下."""

    id = serializers.UUIDField(help_text="公开标识")
    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in PUBLIC], help_text="条目种类")
    position = serializers.IntegerField(help_text="台账序号")
    removed_on = serializers.DateField(help_text="撤下日期")
    due = serializers.DateField(help_text="最迟哪一天确认")


class WordSerializer(StrictSerializer):
    """确认."""

    ids = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST, help_text="已停止展示和使用的条目标识"
    )


class TakenSerializer(serializers.Serializer):
    """回执."""

    acknowledged = serializers.IntegerField(help_text="本次新确认的项数；重复确认不另计")
    unknown = serializers.ListField(child=serializers.UUIDField(), help_text="不需要本单位确认的标识")
    waiting = serializers.IntegerField(help_text="还有多少项待确认")


class TokenView(PublicView):
    """For whoever is registered."""

    authentication_classes: ClassVar[list] = [ReUserAuthentication]

    @property
    def re_user(self) -> ReUser:
        if not isinstance(self.request.auth, ReUser):
            raise NotAuthenticated
        return self.request.auth


class Removals(TokenView):
    """What waits."""

    parameters = ("cursor",)

    @extend_schema(
        operation_id="list_removals", summary="待确认的撤下", tags=["撤下回执"], parameters=[CURSOR],
        responses=page_of("RemovalPage", RemovalSerializer(many=True)),
        examples=[OpenApiExample("撤下", {"as_of": "2026-04-20", "position": 1024, "next": None, "results": [REMOVED]}, response_only=True)],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        """登记之后撤下、本单位还没有确认的，先撤下的在前。"""
        re_user, after = self.re_user, self.number_of("cursor", 0, 2**63 - 1, 0)
        rows = Removal.objects.waiting_for(re_user).filter(pk__gt=after).order_by("pk")
        found = list(rows.values("pk", "item_id", "kind", "seq", "removed_on", "due")[: PAGE + 1])
        results = [
            {"id": str(row["item_id"]), "kind": row["kind"], "position": row["seq"],
             "removed_on": row["removed_on"].isoformat(), "due": row["due"].isoformat()}
            for row in found[:PAGE]
        ]  # fmt: skip
        return self.told({"next": str(found[PAGE - 1]["pk"]) if len(found) > PAGE else None, "results": results})


class Receipts(TokenView):
    """Its word."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="acknowledge_removals", summary="确认已撤下", tags=["撤下回执"], request=WordSerializer,
        responses=TakenSerializer,
        examples=[OpenApiExample("确认", {"ids": [REMOVED["id"]]}, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        """本单位已停止展示和使用这些条目。可以重复发送。"""
        re_user, word = self.re_user, WordSerializer(data=request.data)
        word.is_valid(raise_exception=True)
        done, unknown = acknowledge(re_user, word.validated_data["ids"])
        waiting = Removal.objects.waiting_for(re_user).count()
        return Response({"acknowledged": done, "unknown": [str(one) for one in unknown], "waiting": waiting})
