"""Numbering (回执编号): one unbroken line of receipts a year over the whole site, so that none can be taken away unseen. Source: E6."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.db.models import Max

from credit_platform.locks import Lock, hold

from .models import Check

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily read as another
LENGTH = 12


def next_serial(year: int) -> int:
    """The next free number of the year. Held until the caller's transaction ends, so call it last."""
    hold(Lock.CHECKS)
    return (Check.objects.filter(year=year).aggregate(last=Max("serial"))["last"] or 0) + 1


def number(year: int, serial: int) -> str:
    """回执编号: XC, year, seven digits."""
    return f"XC{year}{serial:07d}"


def new_code() -> str:
    """验证码 of a receipt: 12 signs, not to be guessed."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def digest(code: str, answer: Mapping[str, Any]) -> str:
    """sha256 of the code and the answer in one fixed spelling; what the ledger keeps of the receipt."""
    spelled = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{code}\n{spelled}".encode()).hexdigest()
