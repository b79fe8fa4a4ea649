"""台账对象: what an event of the ledger moved, in words: kind, change, state, and its page for who may open it. Source: J5."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import reverse

from accounts.models import Officer, Role
from ledger.history import TITLES
from ledger.models import Event

from .act_titles import act_title
from .views.looks import NAMING

# Kinds beyond those of the access log whose names hold no person's: field that names one, its page, whose id stands there.
PAGES = {
    "finding": ("document_number", "supervision:finding", "public_id"),
    "reconciliation": ("department__name", "supervision:reconciliation", "public_id"),
    "order": ("title", "supervision:order", "public_id"),
    "scorecard": ("department__name", "supervision:scorecard", "public_id"),
    "re_user": ("name", "exchange:re_user", "public_id"),
    "destination": ("name", "exchange:destination", "public_id"),
    "catalogue": ("department__name", "workbench:catalogue", "department__public_id"),
    "department": ("name", "", "public_id"),
}
# Changes and states that are noted of rows without a move table of their own.
MOVES = {
    "add": "新增", "change": "修改", "end": "终止", "start": "开始计时", "send": "送出", "load": "载入", "file": "填报",
    "deliver": "推送", "hand_up": "上报", "receipt": "登记回执", "open": "启动", "undo": "撤销合并", "grant": "授予角色", "revoke": "撤销角色", "hand_over": "移交工作",
    "take_over": "接手工作", "transfer": "调动", "deactivate": "停用", "reopen": "恢复启用", "reset_factor": "重置双因素认证",
}  # fmt: skip
STATES = {
    "done": "已完成", "in_office": "存续", "ended": "已结束", "active": "启用", "inactive": "已停用", "handed_over": "已移交",
    "alive": "有效", "merged": "已并入其他主体", "open": "待第二人确认", "confirmed": "已确认", "lifted": "已解除",
    "frozen": "已冻结", "receipted": "已登记回执", "sent": "已送出", "made": "已制作", "delivered": "已送达", "loaded": "已载入", "undone": "已撤销合并",
    "closed": "已注销",
}  # fmt: skip
ROLES = dict(Role.choices)


@dataclass(frozen=True)
class Moved:
    """One event, told. `link`: empty where the reader may not open it."""

    event: Event
    kind: str
    name: str
    link: str
    move: str
    state: str


@cache
def _models() -> dict[str, type[models.Model]]:
    """Kind of object → its model."""
    found = {}
    for model in apps.get_models():
        kind = getattr(model, "object_kind", "")
        if isinstance(kind, str) and kind:
            found[kind] = model
    return found


def told(events: Iterable[Event], officer: Officer) -> list[Moved]:
    """The events in words; a few queries for each kind of object."""
    events = list(events)
    names = _names(events, officer)
    return [
        Moved(
            event,
            _kind(event.object_kind),
            *names.get(event.object_id, ("", "")),
            _move(event.object_kind, event.move),
            _state(event.object_kind, event.state),
        )
        for event in events
    ]


def _kind(kind: str) -> str:
    model = _models().get(kind)
    return str(model._meta.verbose_name) if model else kind


def _move(kind: str, move: str) -> str:
    lifecycle = getattr(_models().get(kind), "lifecycle", None)
    known = lifecycle.moves.get(move) if lifecycle else None
    return known.title if known else TITLES.get(move) or MOVES.get(move) or act_title(move)


def _state(kind: str, state: str) -> str:
    """As the row's own field calls it; of an officer the role that was granted or revoked."""
    model = _models().get(kind)
    try:
        known = dict(model._meta.get_field("state").flatchoices) if model else {}  # type: ignore[union-attr]
    except FieldDoesNotExist:
        known = {}
    return str(known.get(state) or STATES.get(state) or ROLES.get(state, state))


def _names(events: list[Event], officer: Officer) -> dict[UUID | None, tuple[str, str]]:
    ids: dict[str, set[UUID]] = {}
    for event in events:
        ids.setdefault(event.object_kind, set()).add(event.object_id)
    names: dict[UUID | None, tuple[str, str]] = {}
    for kind, wanted in ids.items():
        if kind in NAMING:
            names |= NAMING[kind](wanted, officer)
        elif kind in PAGES:
            names |= _named(kind, wanted, officer)
    return names


def _named(kind: str, wanted: set[UUID], officer: Officer) -> dict[UUID | None, tuple[str, str]]:
    field, page, whose = PAGES[kind]
    may_open = bool(page) and officer.has_role(Role.AUDITOR)
    rows = _models()[kind]._default_manager.filter(public_id__in=wanted).values_list("public_id", field, whose)
    return {one: (name, reverse(page, args=[key]) if may_open else "") for one, name, key in rows}
