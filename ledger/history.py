"""History (流转记录): what was done with one object, for staff and auditors. Source: J5."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from credit_platform.lifecycle import Lifecycle

from .models import Act, Event


@dataclass(frozen=True)
class Step:
    """One event, told: when, what, who, why. `number`: its place in the ledger, None while it waits for one."""

    at: datetime
    day: date
    title: str
    who: str
    role: str
    department: str
    channel: str
    reason: str
    basis: str
    state: str
    digest: str
    number: int | None


TITLES = {
    "submit": "报送入库",
    "receive": "收到报送",
    "propose": "提出更正或撤下",
    "lift": "恢复公示",
    "confirm": "确认下线（第二人）",
    "accept": "采纳提议",
    "decline": "不采纳提议",
    "supersede": "提议被后来的取代",
    "dismiss_row": "注明某行不再报送",
    "receive_code": "取得统一社会信用代码",
    "rename": "更名",
    "add_former_name": "登记曾用名",
    "add_key_person": "登记关键人员",
    "merge_into": "并入其他主体",
    "take_in": "并入了其他主体",
    "stand_alone": "撤销合并，恢复独立",
    "give_back": "撤销合并",
}


def history_of(object_id: UUID, lifecycle: Lifecycle | None = None, *, also: Iterable[UUID] = ()) -> list[Step]:
    """Every event of the object, oldest first. `lifecycle`: where its moves have their titles; `also`: public ids of what
    belongs to it (its proposals, its hides).
    """
    events = Event.objects.filter(object_id__in=[object_id, *also]).select_related("act", "position").order_by("pk")
    return [_step(event, lifecycle) for event in events]


def _step(event: Event, lifecycle: Lifecycle | None) -> Step:
    act = event.act
    known = lifecycle.moves.get(event.move) if lifecycle else None
    return Step(
        at=act.at,
        day=act.day,
        title=known.title if known else TITLES.get(event.move, event.move),
        who=act.actor,
        role=act.role,
        department=act.department,
        channel=Act.Channel(act.channel).label,
        reason=act.reason,
        basis=act.basis,
        state=event.state,
        digest=event.digest,
        number=event.position.seq if hasattr(event, "position") else None,
    )


ACTS = {
    "submit": "报送",
    "intake": "入库",
    "release": "审核公示",
    "classify": "改变失信程度或领域",
    "hold": "暂不公开",
    "resume": "解除暂不公开",
    "hide": "紧急下线",
    "confirm_hide": "确认下线",
    "show_again": "恢复公示",
    "correct": "采纳更正",
    "withdraw": "采纳撤下",
    "decline": "不采纳提议",
    "take_back": "撤回批次",
    "dismiss_row": "注明不再报送",
    "publish_due": "到期自动公示",
    "escalate": "到期转信用办",
    "end": "公示期满",
    "end_effect": "效力届满",
    "reckon": "重新计算期限",
    "import_calendar": "导入日历",
    "merge": "合并主体",
    "undo_merge": "撤销合并",
    "rename": "更名",
    "add_former_name": "登记曾用名",
    "add_key_person": "登记关键人员",
}


def act_title(what: str) -> str:
    """What an act is called on a page; acts of accounts are named in Chinese already."""
    return ACTS.get(what, what)
