"""List changes (名单变动告知): who entered and who left the public lists between two days, for bodies that act on them; their receipt.

Only what was public: no natural person; what is hidden in haste is told to be out of sight, and back. Source: A6 (Hua 二(四)3: 通报金融机构; Yingkou (十二)).
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import Department, Officer, Role
from blacklists.models import Announcement, Entry, Nomination
from blacklists.refusals import ListRefused, must_hold
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.models import Record, RecordKind

from .elsewhere_changes import CHUNK, moved
from .models import ListReceipt

ONE_DAY = timedelta(days=1)
LONGEST = timedelta(days=366)  # how far back a body that never signed is told
BLACK, RED = "严重失信主体名单", "守信红名单"
ELSEWHERE = {
    RecordKind.LISTED: ("外来严重失信名单", "HM_MD"), RecordKind.DEBTOR: ("失信被执行人名单", ""),
    RecordKind.PRAISED: ("外来守信名单", "HR_MD"),
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """变动: one subject entered or left one list. `what` in words; `until`: the last day that holds now, where one is set."""

    day: str
    entered: bool
    what: str
    list: str
    name: str
    code: str
    title: str
    body: str
    until: str = ""


def span(body: Department, on: date) -> tuple[date, date] | None:
    """(first, last) day not yet signed for; only days that are over. None: nothing to sign."""
    last = ListReceipt.objects.filter(body=body).order_by("-last").values_list("last", flat=True).first()
    begun = max(filter(None, (body.since, on - LONGEST)))
    first = last + ONE_DAY if last else begun
    return (first, on - ONE_DAY) if first < on else None


def changes(first: date, last: date, on: date) -> list[Change]:
    """Entered and left from `first` to `last`, in the order of days; who left again meanwhile stands only among those who left."""
    found = [*_entered(first, last, on), *_left(first, last), *_elsewhere(first, last, on)]
    return sorted(found, key=lambda one: (one.day, one.list, one.entered, one.code, one.title))


@transaction.atomic
def sign(*, last: date, officer: Officer, actor: Actor, on: date) -> ListReceipt:
    """签收 up to the last day shown. Raises ListRefused."""
    must_hold(officer, Role.OUTSIDE, said="由外部机构签收。")
    body = Department.every.select_for_update().get(pk=officer.department_id)
    days = span(body, on)
    if days is None or not days[0] <= last <= days[1]:
        raise ListRefused("这些变动已经签收，请刷新页面查看。")
    shown = changes(days[0], last, on)
    spelled = json.dumps([asdict(one) for one in shown], ensure_ascii=False, sort_keys=True)
    act = record_act("sign_list_changes", actor, on)
    made = ListReceipt.objects.create(
        body=body, officer=officer, first=days[0], last=last, entered=sum(one.entered for one in shown),
        left=sum(not one.entered for one in shown), digest=hashlib.sha256(spelled.encode()).hexdigest(), signed_on=on,
    )  # fmt: skip
    note(act, made.object_kind, made.public_id, "sign", "signed")
    return made


def _entered(first: date, last: date, on: date) -> Iterator[Change]:
    days = Q(public_from__gte=first, public_from__lte=last)
    shared = ("public_from", "subject__name", "subject__code", "department__name", "until")
    for row in Entry.objects.public(on).filter(days).values(*shared, "behaviour_title"):
        yield _change(row["public_from"], "列入", BLACK, row, row["behaviour_title"], row["department__name"])
    for row in Nomination.objects.public(on).filter(days).values(*shared, "title"):
        yield _change(row["public_from"], "列入", RED, row, row["title"], row["department__name"])


def _left(first: date, last: date) -> Iterator[Change]:
    told = Announcement.objects.filter(announced_on__gte=first, announced_on__lte=last)
    for row in told.values("announced_on", "which", "subject__name", "subject__code", "department__name", "words"):
        yield _change(
            row["announced_on"], "移出", BLACK if row["which"] == "black" else RED, row, row["words"], row["department__name"]
        )  # fmt: skip


def _elsewhere(first: date, last: date, on: date) -> Iterator[Change]:
    found = list(moved(list(ELSEWHERE), first, last, on))
    fields = ("pk", "kind", "subject__name", "subject__code", "body_name", "version__content", "public_until")
    for at in range(0, len(found), CHUNK):
        part = found[at : at + CHUNK]
        rows = {row["pk"]: row for row in Record.objects.filter(pk__in=[one.record for one in part]).values(*fields)}
        for one in part:
            row = rows[one.record]
            row["until"] = row["public_until"] if one.entered else None
            which = ELSEWHERE[row["kind"]][0]
            yield _change(one.day, one.what, which, row, _title(row), row["body_name"], entered=one.entered)


def _change(
    day: date, what: str, which: str, row: Mapping[str, Any], title: str, body: str, *, entered: bool | None = None
) -> Change:
    on_it = what == "列入" if entered is None else entered
    until = row.get("until")
    return Change(
        day.isoformat(), on_it, what, which, row["subject__name"], row["subject__code"], title, body,
        until.isoformat() if until else "",
    )  # fmt: skip


def _title(row: Mapping[str, Any]) -> str:
    named = ELSEWHERE[row["kind"]][1]
    return row["version__content"].get(named) or RecordKind(row["kind"]).label
