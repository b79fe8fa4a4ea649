"""载入规则包: a pack's file into dated rows, and where it contradicts the law. Idempotent. Source: K.

What people changed afterwards stands: a row that a rule change closed or made is not touched by loading again. A list whose items
changed becomes a new version; the old one stays, for entries and measures cite it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from credit_platform.workdays import months_later
from ledger.acts import Actor, record_act
from ledger.moves import note

from .jurisdiction_packs import Pack, items_digest, names, read_pack
from .jurisdictions import NATIONAL, NoValue, allowed, number
from .models import (
    BehaviourItem,
    BehaviourList,
    Conflict,
    Jurisdiction,
    MeasureItem,
    MeasureList,
    PackValue,
)

REVISION_MONTHS = 12  # until the national pack, which says it, is loaded
SETTLED = ("value", "until", "clause", "status", "overridden_by", "mandatory", "bound")


@dataclass
class Loaded:
    """载入结果. `changed`: rows written; `conflicts`: {"key", "national", "local", "winner", "why", …}."""

    name: str
    changed: int = 0
    conflicts: list[dict[str, Any]] = field(default_factory=list)


@transaction.atomic
def load(name: str, *, actor: Actor, on: date) -> Loaded:
    """Load one pack. Raises jurisdiction_packs.BadPack."""
    pack = read_pack(name)
    known = Jurisdiction.objects.select_for_update().filter(name=name).first()
    columns = {key: word for key, word in pack.head.items() if key != "name"}
    jurisdiction, _ = Jurisdiction.objects.update_or_create(
        name=name,
        defaults=columns | {"digest": pack.digest},
        create_defaults=columns | {"name": name, "digest": pack.digest, "loaded_on": on},
    )
    loaded = Loaded(name, changed=_load_values(jurisdiction, pack))
    loaded.changed += _load_list(jurisdiction, pack, BehaviourList, BehaviourItem, pack.behaviours, on)
    loaded.changed += _load_list(jurisdiction, pack, MeasureList, MeasureItem, pack.measures, on)
    if loaded.changed and known is not None:
        Jurisdiction.objects.filter(pk=jurisdiction.pk).update(loaded_on=on)
        # The first load is the platform's birth; a later one changes rules that people work by.
        act = record_act("load_jurisdiction", actor, on, basis=f"{jurisdiction.text}：{loaded.changed}项")
        note(act, jurisdiction.object_kind, jurisdiction.public_id, "load", "loaded")
    loaded.conflicts = _list_conflicts(jurisdiction)
    return loaded


def load_all(*, actor: Actor, on: date) -> list[Loaded]:
    """Every pack that ships, the national one first."""
    return [load(name, actor=actor, on=on) for name in names()]


def _load_values(jurisdiction: Jurisdiction, pack: Pack) -> int:
    rows = {(row.key, row.since): row for row in PackValue.objects.filter(jurisdiction=jurisdiction, change=None)}
    closed = set(
        PackValue.objects.filter(jurisdiction=jurisdiction, change__isnull=False).values_list("key", flat=True)
    )
    changed = 0
    for said in pack.values:
        wanted = said | {"clause": pack.cited(said["clause"])}
        row = rows.pop((said["key"], said["since"]), None)
        if row is None:
            PackValue.objects.create(jurisdiction=jurisdiction, **wanted)
        elif row.key not in closed and any(getattr(row, name) != wanted[name] for name in SETTLED):
            for name in SETTLED:
                setattr(row, name, wanted[name])
            row.save(update_fields=SETTLED)
        else:
            continue
        changed += 1
    gone = [row.pk for row in rows.values() if row.key not in closed]
    if gone:  # no longer in the file: it was a mistake of ours, and nothing refers to a value but by key and day
        PackValue.objects.filter(pk__in=gone).delete()
    return changed + len(gone)


def _load_list(jurisdiction: Jurisdiction, pack: Pack, versions: Any, items: Any, said: list[dict], on: date) -> int:
    if not said:
        return 0
    digest = items_digest(said)
    last = versions.objects.filter(jurisdiction=jurisdiction).order_by("-number").first()
    from_file = versions.objects.filter(jurisdiction=jurisdiction, change=None).order_by("-number").first()
    if from_file is not None and (from_file.digest == digest or last != from_file):
        return 0  # the same; or the office has revised the list since, and theirs stands
    version = versions.objects.create(
        jurisdiction=jurisdiction,
        number=last.number + 1 if last else 1,
        since=on if last else pack.since,
        adopted_on=on if last else (pack.since or on),
        next_revision=months_later(on, revision_months(on)),
        basis=pack.head["text"],
        digest=digest,
    )
    items.objects.bulk_create(
        items(version=version, position=place, **(item | {"clause": pack.cited(item["clause"])}))
        for place, item in enumerate(said, 1)
    )
    return len(said)


def revision_months(on: date) -> int:
    """Months until a list is to be revised."""
    try:
        return number("lists.revision_months", on)
    except NoValue:
        return REVISION_MONTHS


# --- conflicts -------------------------------------------------------------------------------------------------------


def conflicts_of(jurisdiction: Jurisdiction) -> list[dict[str, Any]]:
    """Where the pack says other than a mandatory national value, with which one counts and why."""
    national = {
        row.key: row for row in PackValue.objects.filter(jurisdiction__name=NATIONAL, mandatory=True, until=None)
    }
    found = []
    for row in PackValue.objects.filter(jurisdiction=jurisdiction).order_by("key", "since"):
        law = national.get(row.key)
        if jurisdiction.name == NATIONAL or (law is None and row.status != "overridden"):
            continue
        if law is not None and law.value == row.value:
            continue
        stricter = law is not None and allowed(law, row.value) and row.status != "overridden"
        found.append(
            {
                "key": row.key,
                "national": law.value if law else None,
                "national_clause": law.clause if law else row.overridden_by,
                "local": row.value,
                "local_clause": row.clause,
                "winner": "local" if stricter else "national",
                "why": "地方规定更严，不低于国家规定"
                if stricter
                else row.overridden_by or "国家强制规定，地方不得变更",
            }
        )
    return found


def _list_conflicts(jurisdiction: Jurisdiction) -> list[dict[str, Any]]:
    found = conflicts_of(jurisdiction)
    Conflict.objects.filter(jurisdiction=jurisdiction).delete()
    rows = {row["key"]: row for row in found}  # a key of several days: the latest
    Conflict.objects.bulk_create(Conflict(jurisdiction=jurisdiction, **row) for row in rows.values())
    if jurisdiction.name == NATIONAL:  # what the law says decides the conflicts of all others
        for other in Jurisdiction.objects.exclude(pk=jurisdiction.pk):
            _list_conflicts(other)
    return list(rows.values())
