"""接口认证 (DRF): `Authorization: Bearer <secret>` → (responsible officer, token). Source: B4."""

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from credit_platform.addresses import client_address

from .models import Officer, SystemToken
from .tokens import Barred, Unknown, token_of


class TokenAuthentication(BaseAuthentication):
    """401 for whatever is no good token, 403 with the reason for a good one that may not be used like this."""

    def authenticate(self, request: Request) -> tuple[Officer, SystemToken] | None:
        words = get_authorization_header(request).split()
        if not words:
            return None
        if len(words) != 2 or words[0].lower() != b"bearer":
            raise AuthenticationFailed("认证信息应为“Authorization: Bearer 令牌”。")
        try:
            token = token_of(
                words[1].decode("latin-1"), client_address(request), now=timezone.now(), on=timezone.localdate()
            )
        except Unknown:
            raise AuthenticationFailed("令牌无效、尚未启用、已过期或已撤销，请联系系统管理员。") from None
        except Barred as reason:
            raise PermissionDenied(str(reason)) from reason
        return token.officer, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="department"'


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema names it."""

    target_class = TokenAuthentication
    name = "systemToken"

    def get_security_definition(self, auto_schema):
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "部门系统令牌，由平台系统管理员开设、安全管理员启用。",
        }
