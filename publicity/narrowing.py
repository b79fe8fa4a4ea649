"""筛选查询结果: by county, kind and lists; on the page of results, under the pass of its query. Source: G2."""

from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.safestring import SafeString

from blacklists.listing import standing_among
from subjects.counties import counties_here
from subjects.models import SubjectKind
from subjects.narrowing import Only

from . import context
from .asked import unknown
from .printed import filled

KINDS = tuple((kind.value, str(kind.label)) for kind in SubjectKind if kind != SubjectKind.PERSON)


def asked(data: QueryDict, on: date) -> tuple[Only, str]:
    """What the form says, and what it does not know of what was sent; that narrows nothing."""
    known = {"county": dict(counties_here()), "kind": dict(KINDS), "listed": ("yes",)}
    sent = {name: data.get(name, "")[:100] for name in known}
    fault = "".join(unknown(sent[name], known[name]) for name in known)
    only = Only(
        county=sent["county"] if sent["county"] in known["county"] else "",
        kind=sent["kind"] if sent["kind"] in known["kind"] else "",
        listed=on if sent["listed"] == "yes" else None,
        stands=partial(standing_among, on=on),
    )
    return only, fault


def parameters(only: Only) -> str:
    """For the links to other pages of the same results."""
    said = {"county": only.county, "kind": only.kind, "listed": "yes" if only.listed else ""}
    return urlencode({name: value for name, value in said.items() if value})


def form(query: str, given: str, only: Only, fault: str = "") -> SafeString:
    """The form, with what is chosen. `fault`: what it does not know."""
    here = counties_here()
    shape = {
        "counties": here if len(here) > 1 else (),
        "kinds": KINDS,
        "county": only.county,
        "kind": only.kind,
        "listed": bool(only.listed),
        "open": bool(only or fault),
        "faulty": bool(fault),
        "debtors": context.frame(context.said())["links"]["debtor_list"],
    }
    return filled("publicity/narrow.html", shape, query=query, given=given, fault=fault)
