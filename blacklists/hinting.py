"""失信惩戒措施提示: chosen out of the published measure list in force, each with the version it stands in; nothing that is not in
the list. Source: D3, E1; 国办发〔2020〕49号.

What was chosen earlier and is not any more stays as a row with the day it was left out: the notice had named it.
"""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import groupby
from uuid import UUID

from rules.measures import fitting
from rules.models import MeasureItem

from .models import Entry, EntryMeasure
from .refusals import ListRefused, words


def offered(on: date, *, person: bool) -> list[MeasureItem]:
    """What may be chosen for a serious breach of the subject: sanctions of the day, by list and place in it."""
    return fitting(on, kind="sanction", person=person)


def chosen(ids: Collection[UUID], on: date, *, person: bool) -> list[MeasureItem]:
    """The items of these ids. Raises ListRefused."""
    found = [one for one in offered(on, person=person) if one.public_id in ids]
    if len(found) != len(set(ids)):
        raise ListRefused(faults={"measure": "有的措施不在现行措施清单中，或者不适用于这个主体，请重新选择。"})
    return found


def said(items: Iterable[MeasureItem]) -> str:
    """As letters and pages say them: list by list, with version and clause."""
    parts = []
    for version, ones in groupby(items, key=lambda one: one.version):
        titles = "；".join(f"{one.title}（{one.clause}）" for one in ones)
        parts.append(f"{version.jurisdiction.title}措施清单第{version.number}版：{titles}。")
    return "\n".join(parts)


def words_of(items: Iterable[MeasureItem]) -> str:
    """The same, held to its column. Raises ListRefused."""
    try:
        return words(Entry, {"measures": said(items)})["measures"]
    except ListRefused as refused:
        raise ListRefused(faults={"measure": str(refused)}) from refused


def keep(entry: Entry, items: Iterable[MeasureItem], on: date) -> None:
    """The choice of today instead of the one before; in the caller's transaction."""
    wanted = {one.pk for one in items}
    held = EntryMeasure.objects.filter(entry=entry, dropped_on__isnull=True)
    held.exclude(item__in=wanted).update(dropped_on=on)
    known = set(held.values_list("item_id", flat=True))
    EntryMeasure.objects.bulk_create(
        EntryMeasure(entry=entry, item_id=pk, chosen_on=on) for pk in sorted(wanted - known)
    )


def current(entry: Entry) -> list[MeasureItem]:
    """What is chosen, in the order of the lists."""
    rows = MeasureItem.objects.filter(entry_measures__entry=entry, entry_measures__dropped_on__isnull=True)
    return list(
        rows.select_related("version__jurisdiction").order_by("version__jurisdiction__pk", "version", "position")
    )


def still_listed(entry: Entry, on: date) -> list[UUID]:
    """Ids to tick in a form of the day: what was chosen, as it stands in the lists now."""
    held = {(one.version.jurisdiction_id, one.key) for one in current(entry)}
    return [one.public_id for one in offered(on, person=entry.person) if (one.version.jurisdiction_id, one.key) in held]


def must_be_listed(entry: Entry, on: date) -> None:
    """Whatever the decision would say of measures stands in the lists of the day. Raises ListRefused."""
    items = current(entry)
    if entry.measures and not items:
        raise ListRefused("措施提示不是从措施清单中选定的，不能决定；请退回补充，重新选定。")
    held = {(one.version.jurisdiction_id, one.key) for one in offered(on, person=entry.person)}
    gone = [one.title for one in items if (one.version.jurisdiction_id, one.key) not in held]
    if gone:
        raise ListRefused(f"措施清单已修订，下列措施不再在清单中：{'、'.join(gone)}。请退回补充，重新选定。")
