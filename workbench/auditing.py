"""Auditing (审计): what officers did, read, took away and set, side by side out of ledger and access log. Source: J5."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.utils import timezone

from accounts.models import AccessLog, Officer
from ledger.models import Act

DONE, SET, READ, TAKEN = "done", "set", "read", "taken"
KINDS = {DONE: "办理", SET: "设置", READ: "查阅", TAKEN: "下载"}
# Every page that hands out a file writes a look that begins so; tests/workbench/test_audit.py holds them to it.
TAKEN_LOOK = Q(what__startswith="下载")
# Acts that change how the house works and not a case: roles, accounts, departments, rules, calendars, destinations, tokens.
SETTINGS = frozenset(
    {
        "新增人员", "授予角色", "撤销角色", "工作交接", "停用账号", "恢复账号", "重置口令", "重置双因素认证", "登记身份证号",
        "解除登录锁定", "新增部门", "修改部门", "撤并部门", "修改外部机构", "停用外部机构", "恢复外部机构", "开设系统令牌", "启用系统令牌", "撤销系统令牌",
        "import_calendar", "propose_calendar", "adopt_calendar", "decline_calendar",
        "propose_destination", "change_destination", "decline_destination", "add_delivery_rule", "end_delivery_rule",
        "propose_tie", "adopt_tie", "decline_tie", "end_tie", "登记联络员", "联络员不再担任", "load_jurisdiction",
        "propose_catalogue", "adopt_catalogue", "decline_catalogue", "freeze", "thaw",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """查什么: days, both included and either open, and one kind (empty: all)."""

    since: date | None = None
    until: date | None = None
    kind: str = ""

    def span(self) -> Q:
        """The days, as moments in our time zone."""
        within = Q()
        if self.since:
            within &= Q(at__gte=_midnight(self.since))
        if self.until:
            within &= Q(at__lt=_midnight(self.until + timedelta(days=1)))
        return within


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass
class Tally:
    """小计 of one officer."""

    officer: Officer
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        return [(kind, title, self.counts[kind]) for kind, title in KINDS.items()]


def tallies(asked: Asked) -> list[Tally]:
    """Every officer, by department and name, with how much they did, set, read and took away; three queries."""
    officers = Officer.objects.select_related("department").order_by("department__name", "department", "username")
    found = {officer.public_id: Tally(officer) for officer in officers}
    acts = Act.objects.filter(asked.span(), actor_id__isnull=False).order_by().values("actor_id")
    for row in acts.annotate(all=Count("pk"), set=Count("pk", filter=Q(what__in=SETTINGS))):
        if tally := found.get(row["actor_id"]):
            tally.counts |= {SET: row["set"], DONE: row["all"] - row["set"]}
    looks = AccessLog.objects.filter(asked.span()).order_by().values("officer_id")
    for seen in looks.annotate(all=Count("pk"), taken=Count("pk", filter=TAKEN_LOOK)):
        if tally := found.get(seen["officer_id"]):
            tally.counts |= {TAKEN: seen["taken"], READ: seen["all"] - seen["taken"]}
    return list(found.values())


def timeline(officer: Officer, asked: Asked) -> QuerySet:
    """Newest first: {"at", "source" act or look, "pk"} of everything of the officer that is asked for."""
    acts = Act.objects.filter(asked.span(), actor_id=officer.public_id)
    looks = AccessLog.objects.filter(asked.span(), officer_id=officer.public_id)
    if asked.kind in (DONE, SET):
        acts, looks = (
            acts.filter(what__in=SETTINGS) if asked.kind == SET else acts.exclude(what__in=SETTINGS),
            looks.none(),
        )
    elif asked.kind in (READ, TAKEN):
        acts, looks = acts.none(), looks.filter(TAKEN_LOOK) if asked.kind == TAKEN else looks.exclude(TAKEN_LOOK)
    parts = [
        rows.order_by().annotate(source=Value(source, CharField())).values("at", "source", row=F("pk"))
        for source, rows in (("act", acts), ("look", looks))
    ]
    return parts[0].union(parts[1], all=True).order_by("-at", "source", "-row")


@dataclass(frozen=True)
class Entry:
    """时间线一行. `object_kind` and `object_id`: of a look; an act has its own page."""

    at: datetime
    kind: str
    what: str
    reason: str = ""
    role: str = ""
    channel: str = ""
    address: str = ""
    act: UUID | None = None
    look: AccessLog | None = None

    @property
    def title(self) -> str:
        return KINDS[self.kind]


def entries(rows: Iterable[dict]) -> list[Entry]:
    """Rows of `timeline` in full: two queries for a page."""
    rows = list(rows)
    acts = Act.objects.in_bulk([row["row"] for row in rows if row["source"] == "act"])
    looks = AccessLog.objects.in_bulk([row["row"] for row in rows if row["source"] == "look"])
    return [_of_act(acts[row["row"]]) if row["source"] == "act" else _of_look(looks[row["row"]]) for row in rows]


def _of_act(act: Act) -> Entry:
    reason = "；".join(text for text in (act.reason, act.basis) if text)
    kind = SET if act.what in SETTINGS else DONE
    return Entry(act.at, kind, act.what, reason, act.role, act.get_channel_display(), act=act.public_id)


def _of_look(look: AccessLog) -> Entry:
    kind = TAKEN if look.what.startswith("下载") else READ
    return Entry(look.at, kind, look.what, look.reason, address=look.address or "", look=look)
