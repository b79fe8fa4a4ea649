"""Trying (办理): one use case called from a page, and what is said of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages

from accounts.access import StaffRequest
from accounts.acting import signed

from ..assessing import ScoreRefused
from ..listed import ListRefused
from ..ordering import OrderRefused
from ..reconciling import ReconciliationRefused
from ..recurring import TaskRefused
from ..securing import SecurityRefused

REFUSALS = (ListRefused, OrderRefused, ReconciliationRefused, ScoreRefused, SecurityRefused, TaskRefused)
STALE = "这一步现在不能做，请刷新页面查看最新情况。"


def by(request: StaffRequest) -> dict[str, Any]:
    """Who acts, and when, as these use cases take it."""
    return {"officer": request.user} | signed(request.user)


def tried(request: StaffRequest, use: Callable[[], Any], said: str) -> Any:
    """What the use case returns, True where that is nothing; None where it refused. Either is told."""
    try:
        made = use()
    except REFUSALS as refused:
        messages.error(request, str(refused))
        return None
    messages.success(request, said)
    return True if made is None else made


def filled(request: StaffRequest, form: forms.Form) -> bool:
    """Whether the form can be read; told where not."""
    if form.is_valid():
        return True
    messages.error(request, "有填写不对的地方，说明在各项下方。")
    return False
