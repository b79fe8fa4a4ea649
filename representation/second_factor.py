"""第二因素 (动态码): a time-based code from the person's own telephone. Source: F1, 等保."""

import secrets
from base64 import b32encode
from datetime import date, datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import transaction
from django_otp.oath import TOTP

from credit_platform.sealing import seal, unseal
from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Representative
from .registering import forget_factor


def _about(row: Representative) -> str:
    return f"representative:factor:{row.public_id}"


def secret_of(row: Representative) -> bytes:
    """The key, made and sealed at the first question."""
    if not row.sealed_factor:
        secret = secrets.token_bytes(20)
        row.sealed_factor = seal(secret, _about(row)).hex()
        row.save(update_fields=["sealed_factor"])
        return secret
    return unseal(bytes.fromhex(row.sealed_factor), _about(row))


def written(row: Representative) -> str:
    """The key as an authenticator takes it by hand."""
    return b32encode(secret_of(row)).decode()


def config_url(row: Representative) -> str:
    """What the QR code says."""
    issuer = settings.OTP_TOTP_ISSUER
    query = urlencode({"secret": written(row), "algorithm": "SHA1", "digits": 6, "period": 30, "issuer": issuer})
    return f"otpauth://totp/{quote(issuer)}:{quote(row.username)}?{query}"


@transaction.atomic
def right(row: Representative, code: str, now: datetime) -> bool:
    """Whether it is a code of now, half a minute to and fro, and was not used before."""
    row = Representative.objects.select_for_update().get(pk=row.pk)
    if not row.sealed_factor or not code.isascii() or not code.isdecimal():
        return False
    totp = TOTP(secret_of(row))
    totp.time = now.timestamp()
    if not totp.verify(int(code), tolerance=1, min_t=row.factor_step + 1):
        return False
    row.factor_step = totp.t()
    row.save(update_fields=["factor_step"])
    return True


@transaction.atomic
def confirm(row: Representative, code: str, now: datetime, *, actor: Actor, on: date) -> bool:
    """绑定验证器: believed when the first code is right."""
    if not right(row, code, now):
        return False
    row.refresh_from_db()
    row.factor_since = on
    row.save(update_fields=["factor_since"])
    note(record_act("bind_subject_factor", actor, on), row.object_kind, row.public_id, "bind_factor", "active")
    return True


@transaction.atomic
def unbind(row: Representative, *, actor: Actor, on: date) -> None:
    """解除绑定, by the person, where the settings do not require it."""
    row.refresh_from_db()
    forget_factor(row)
    row.save(update_fields=["sealed_factor", "factor_since", "factor_step"])
    note(record_act("unbind_subject_factor", actor, on), row.object_kind, row.public_id, "unbind_factor", "active")
