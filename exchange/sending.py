"""Sending (送出): what waits for a destination leaves as one numbered parcel. Source: C5.

What leaves is decided now: only the current text of what is public today. A line whose record was withdrawn, hidden or has
ended meanwhile leaves as a withdrawal; one whose text was corrected meanwhile leaves without content, for the line of the
correction follows.
"""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from accounts.models import Officer
from ledger.acts import Actor, record_act
from ledger.moves import apply_set, note
from records.freezing import stands_frozen
from records.models import Record

from .allowed import content
from .changing import OFFICE
from .models import Destination, Line, Parcel
from .refusals import ExchangeRefused
from .transports import FILE, Transport

MOST = 5_000  # lines of one parcel


@transaction.atomic
def send(destination: Destination, *, officer: Officer, actor: Actor, on: date, transport: Transport = FILE) -> Parcel:
    """Let all that waits leave, oldest first, at most MOST lines. Raises ExchangeRefused."""
    if not officer.has_role(*OFFICE):
        raise ExchangeRefused("只有信用办可以转送信息。")
    # One at a time: numbers without gaps, no line in two parcels.
    rows = Destination.objects.visible_to(officer).select_for_update(of=("self",))
    destination_ = rows.filter(pk=destination.pk).first()
    if destination_ is None:
        raise ExchangeRefused("这个转送目标不在您的职责范围内。")
    waiting = destination_.lines.filter(state="waiting")
    stopped = stands_frozen()  # then only what leaves the public leaves us: nothing may become known elsewhere first
    if stopped:
        waiting = waiting.filter(action=Line.Action.WITHDRAW)
    lines = list(waiting.order_by("seq").select_for_update(of=("self",))[:MOST])
    if not lines:
        raise ExchangeRefused("公示已冻结，现在只能转送撤下的信息。" if stopped else "现在没有待转送的信息。")
    records = _public(lines, on)
    carried = {line.pk: _carried(line, records) for line in lines}
    number = destination_.parcels.count() + 1
    head = {"to": destination_.name, "from": destination_.department.name, "number": number, "made_on": on.isoformat(),
            "lines": len(lines)}  # fmt: skip
    done = transport.carry(head, [_item(line, carried[line.pk], records) for line in lines])
    parcel = Parcel.objects.create(
        destination=destination_,
        number=number,
        transport=transport.key,
        sent_on=on,
        sender=officer,
        size=len(lines),
        sha256=done.sha256,
        path=done.path,
    )
    act = record_act("forward", actor, on, basis=destination_.clause)
    note(act, parcel.object_kind, parcel.public_id, "send", "sent")
    for what in sorted(set(carried.values())):
        chosen = Line.objects.filter(pk__in=[pk for pk, one in carried.items() if one == what])
        apply_set(chosen, "export", act, wait=True, parcel=parcel, sent_on=on, carried=what, refusal="")
    return parcel


def _public(lines: Sequence[Line], on: date) -> dict:
    """Records of the lines that are public on the day, by public id."""
    rows = Record.objects.public(on).filter(public_id__in={line.record_id for line in lines})
    return {row.public_id: row for row in rows.select_related("subject", "department", "version")}


def _carried(line: Line, records: dict) -> str:
    record = records.get(line.record_id)
    if line.action == Line.Action.WITHDRAW or record is None:
        return str(Line.Carried.WITHDRAWAL)
    if record.version.digest != line.digest:
        return str(Line.Carried.SUPERSEDED)
    fits = record.kind in line.destination.kinds and record.subject.kind in line.destination.subject_kinds
    return str(Line.Carried.CONTENT if fits else Line.Carried.WITHDRAWAL)


def _item(line: Line, carried: str, records: dict) -> dict:
    item = {"seq": line.seq, "id": str(line.record_id), "kind": line.kind, "day": line.day.isoformat()}
    if carried == Line.Carried.CONTENT:
        return item | {"action": line.action, "content": content(records[line.record_id])}
    return item | {"action": "withdraw" if carried == Line.Carried.WITHDRAWAL else "superseded"}
