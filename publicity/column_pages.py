"""公示专栏 as pages and as Atom feeds: /columns/, /columns/penalty/, /columns/penalty/atom.xml. Source: G4."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from credit_platform.declaring import get_only, open_to_all
from repairs import rights

from . import asked, columns, statistics
from .atom import begin_of, begun, ended
from .brief import brief
from .columns import KIND_TITLES, Chosen
from .places import text_of
from .visits import limited

PER_PAGE, PER_FEED = 20, 50


@open_to_all()
@get_only
@limited("columns")
def index(request: HttpRequest) -> HttpResponse:
    """公示专栏 of every kind."""
    today = timezone.localdate()
    counted = statistics.recent(today, "columns", columns.totals)
    kinds = [(kind, title, counted["kinds"].get(kind, 0) if counted else None) for kind, title in KIND_TITLES.items()]
    return render(request, "publicity/columns.html", {"kinds": kinds, "counted": counted})


@open_to_all()
@get_only
@limited("columns")
def one(request: HttpRequest, kind: str) -> HttpResponse:
    """One column, as it is narrowed and sorted; 404 for a kind that has none."""
    title, today = _title(kind), timezone.localdate()
    chosen, sent, fault = asked.chosen_of(request)
    place, unread = asked.place_asked(request)
    rows = columns.rows(kind, today, chosen, place, PER_PAGE + 1)
    link = {name: value for name, value in sent.items() if value}
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    context = {
        "kind": kind, "title": title, "rows": rows[:PER_PAGE], "sent": sent, "fault": fault + unread, "asked": any(sent.values()),
        "lateness": True, "department": chosen.department, **_counted(kind, today, chosen, link),
        "places": asked.places(today), "started": place is not None, "link": urlencode(link), "rights": rights.of_record(kind) if kind in columns.ADVERSE else "",
        "next": urlencode(link | {"after": text_of(last.public_from, last.id)}) if last else "",
    }  # fmt: skip
    response = render(request, "publicity/column.html", context)
    patch_cache_control(response, no_cache=True)  # what left must be gone at the next look
    return response


@open_to_all()
@get_only
@limited("columns")
def feed(request: HttpRequest, kind: str) -> HttpResponse:
    """The latest of a column as Atom. What left is not in it; whoever keeps copies follows /api/v1/changes."""
    title, today = _title(kind), timezone.localdate()
    atom = begun(request, title, reverse("publicity:column", args=[kind]))
    for row in columns.rows(kind, today, Chosen(), None, PER_FEED):
        link = request.build_absolute_uri(reverse("publicity:subject", args=[row.subject]))
        atom.add_item(
            title=f"{row.name}：{row.title}", link=f"{link}#{kind}", unique_id=row.id.urn, pubdate=begin_of(row.public_from),
            description=f"{row.body}，{row.document_number}，{row.decided_on}{f'（{row.marks}）' if row.marks else ''}",
            updateddate=begin_of(row.updated),
        )  # fmt: skip
    return ended(atom)


def _counted(kind: str, on: date, chosen: Chosen, link: dict[str, str]) -> dict[str, Any]:
    """`total`, and whether there are `more_than` it; nothing while the whole column is being counted."""
    if not any(link.get(name) for name in ("department", "since", "until", "late")):
        counted = statistics.recent(on, "columns", columns.totals)
        return {"total": counted["kinds"].get(kind, 0) if counted else None}
    found = brief(f"column:{kind}:{on}:{urlencode(sorted(link.items()))}", lambda: columns.count(kind, on, chosen))
    return {"total": min(found, columns.COUNTED), "more_than": found > columns.COUNTED}


def _title(kind: str) -> str:
    if kind not in KIND_TITLES:
        raise Http404
    return KIND_TITLES[kind]
