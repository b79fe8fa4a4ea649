"""来源入口: from what the public sees to batch, row and history, for staff within whose reach it lies. Source: G3 (provenance for staff).

Added to the finished page for one answer only, after it came out of memory (kept_pages.py): what is kept never has anything of it.
Nothing of the file itself is shown, only the ways in; the pages behind them admit or refuse, and write the look down.
"""

import re
import uuid
from datetime import date

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from accounts.models import Officer
from blacklists.models import Entry, Nomination
from records.models import Record
from subjects.models import Subject

CARD = re.compile(r'<article class="record [^"]*" id="r-([0-9a-f]{12})">.*?(?=</article>)', re.S)
BEFORE = '<nav class="tabs"'


def with_ways_in(body: bytes, officer: Officer, public_id: uuid.UUID, on: date) -> bytes:
    """The page of a subject with the ways in that the officer has; itself where there are none."""
    same = Subject.objects.filter(Q(public_id=public_id) | Q(merged_into__public_id=public_id))
    rows = Record.objects.visible_to(officer).filter(subject__in=same, state="released")
    records = {one.hex[:12]: one for one in rows.values_list("public_id", flat=True)}
    entries = [
        *_ways("lists:entry", "严重失信主体名单条目", Entry, officer, same, on),
        *_ways("lists:nomination", "守信红名单条目", Nomination, officer, same, on),
    ]
    page = body.decode()
    here = {anchor for anchor in CARD.findall(page) if anchor in records}
    file = _file(officer, public_id)
    if not (here or entries or file):
        return body
    page = CARD.sub(lambda card: card[0] + (_way(records[card[1]]) if card[1] in here else ""), page)
    said = render_to_string("publicity/ways_in.html", {"records": len(here), "entries": entries, "file": file})
    return page.replace(BEFORE, said + BEFORE, 1).encode()


def _way(record: uuid.UUID) -> str:
    return render_to_string("publicity/way_in.html", {"address": reverse("workbench:record", args=[record])})


def _ways(
    view: str, title: str, model: type[Entry] | type[Nomination], officer: Officer, same: object, on: date
) -> list[tuple[str, str]]:
    """(address, words) of each that is public today."""
    rows = model.objects.public(on).filter(subject__in=same) & model.objects.visible_to(officer)
    return [(reverse(view, args=[one]), title) for one in rows.order_by("pk").values_list("public_id", flat=True)]


def _file(officer: Officer, public_id: uuid.UUID) -> str:
    """主体档案, for whom its view lets in."""
    address = reverse("workbench:subject", args=[public_id])
    roles = resolve(address).func.allowed_roles  # type: ignore[attr-defined]
    return address if officer.has_role(*roles) else ""
