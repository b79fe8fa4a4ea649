"""规则包一览: every value of every pack in one shape, those with tables of their own among them. Source: K."""

from datetime import date
from typing import Any

from credit_platform.workdays import ONE_DAY

from .models import BehaviourList, ClockRule, Duty, Jurisdiction, MeasureList, PackValue, RuleSet

STANDING = {"law": "in force", "local": "in force", "default": "platform default"}
STATUS = {"in_force": "in force", "historic": "historic", "default": "platform default"}


def listing() -> list[dict[str, Any]]:
    """[{"name", "title", "text", "values": [{"key", "value", "since", "until", "status", "clause"}]}], the national pack first."""
    packs = sorted(Jurisdiction.objects.all(), key=lambda pack: (pack.name != "national", pack.name))
    return [{"name": pack.name, "title": pack.title, "text": pack.text, "values": values_of(pack)} for pack in packs]


def values_of(pack: Jurisdiction) -> list[dict[str, Any]]:
    """All that the pack says."""
    lost = dict(pack.conflicts.filter(winner="national").values_list("key", "national_clause"))
    rows = [
        _row(one.key, one.value, one.since, one.until, status_of(one, lost.get(one.key, "")), one.clause)
        for one in PackValue.objects.filter(jurisdiction=pack)
    ]
    if pack.name == "national":
        rows += _duties() + _clocks() + _periods()
    return rows + _list(pack, BehaviourList, "behaviour") + _list(pack, MeasureList, "measure")


def status_of(row: Any, lost_to: str = "") -> str:
    """Its status in words: in force, historic, overridden by …, platform default. `lost_to`: the law that counts instead."""
    law = row.overridden_by or (lost_to if row.status != "historic" else "")
    return f"overridden by {law}" if law else STATUS[row.status]


def _row(key: str, value: Any, since: date | None, until: date | None, status: str, clause: str) -> dict[str, Any]:
    days = {"since": since and since.isoformat(), "until": until and until.isoformat()}
    return {"key": key, "value": value, **days, "status": status, "clause": clause}


def _default(clause: str) -> str:
    return "platform default" if clause.startswith("本平台默认") else "in force"


def _duties() -> list[dict[str, Any]]:
    return [
        _row(
            f"duty.{one.key}",
            {"kinds": one.kinds, "act": one.act, "start": one.start, "channels": one.channels}
            | ({"day_of_month": one.day_of_month} if one.working_days is None else {"working_days": one.working_days}),
            one.since,
            one.until,
            _default(one.clause),
            one.clause,
        )
        for one in Duty.objects.order_by("key", "since")
    ]


def _clocks() -> list[dict[str, Any]]:
    lengths = ("working_days", "calendar_days", "day_of_month")
    return [
        _row(
            f"clock.{one.case_kind}.{one.step}",
            {name: getattr(one, name) for name in lengths if getattr(one, name) is not None}
            | {"extension_days": one.extension_days, "pausable": one.pausable},
            one.since,
            one.until,
            STANDING[one.standing],
            one.clause,
        )
        for one in ClockRule.objects.order_by("case_kind", "step", "since")
    ]


def _periods() -> list[dict[str, Any]]:
    rows = []
    for rules in RuleSet.objects.prefetch_related("periods", "penalty_classes").order_by("key", "since"):
        for one in rules.periods.all():
            value = {"public": one.public, "shortest_months": one.shortest_months, "longest_months": one.longest_months}
            key = ".".join(filter(None, ["period", rules.key, one.seriousness, one.field]))
            rows.append(_row(key, value, rules.since, rules.until, "in force", one.clause))
        for kind in rules.penalty_classes.all():
            above = f"@{kind.above.normalize():f}" if kind.above is not None else ""
            key = f"penalty_class.{rules.key}.{kind.kind}{above}"
            rows.append(_row(key, kind.seriousness, rules.since, rules.until, "in force", kind.clause))
    return rows


def _list(pack: Jurisdiction, versions: Any, name: str) -> list[dict[str, Any]]:
    rows = []
    for version in versions.objects.filter(jurisdiction=pack).order_by("number").prefetch_related("items"):
        later = versions.objects.filter(jurisdiction=pack, number=version.number + 1).values_list("since", flat=True)
        until = later[0] - ONE_DAY if later and later[0] else None
        for item in version.items.all():
            value = {"title": item.title, "kind": item.kind, "ground": item.ground, "version": version.number}
            key = f"{name}.{item.key}"
            rows.append(_row(key, value, version.since, until, status_of(item), item.clause))
    return rows
