"""Idempotence (幂等): the same key with the same body is one request, however often and however concurrently it is sent.

The key is a row under a unique constraint, written in the transaction of what the request does: a second sender waits for
the first to end and then finds its receipt; what failed leaves no key behind. Source: B4.
"""

import re
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from accounts.models import SystemToken
from credit_platform.sealing import keyed_hash

from ..models import Receipt
from ..storing import canonical
from .problems import Conflict

HEADER = "Idempotency-Key"
PATTERN = r"^[A-Za-z0-9._:-]{8,100}$"


def key_of(request: Request) -> str:
    """The key that the sender chose. Raises ValidationError."""
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(PATTERN, key):
        said = "必须提供，8至100位字母、数字或 . _ : -；同一次请求重发时用同一个键，新的请求换新键。"
        raise ValidationError({HEADER: [said]})
    return key


def once(
    token: SystemToken, key: str, operation: str, body: Any, do: Callable[[Receipt], None]
) -> tuple[Receipt, bool]:
    """(receipt, whether this call made it). `do` fills in the receipt, in the same transaction. Raises Conflict and what
    `do` raises.
    """
    digest = keyed_hash("receipt", operation, canonical(body).decode())  # the body may hold ID numbers
    with transaction.atomic():
        receipt = _claim(token, key, digest)
        if receipt is not None:
            do(receipt)
            receipt.save(update_fields=["submission", "proposal"])
            return receipt, True
    receipt = Receipt.objects.select_related("submission", "proposal").get(token=token, key=key)
    if receipt.digest != digest:
        raise Conflict("这个幂等键已用于内容不同的另一次请求，本次没有写入任何内容。新的请求请换新的键。")
    return receipt, False


def _claim(token: SystemToken, key: str, digest: str) -> Receipt | None:
    try:
        with transaction.atomic():
            return Receipt.objects.create(token=token, key=key, digest=digest)
    except IntegrityError:
        return None
