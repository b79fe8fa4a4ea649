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
from .printed import filled

KINDS = tuple((kind.value, str(kind.label)) for kind in SubjectKind if kind != SubjectKind.PERSON)


def asked(data: QueryDict, on: date) -> Only:
    """What the form says; what it does not know narrows nothing."""
    county, kind = data.get("county", ""), data.get("kind", "")
    return Only(
        county=county if county in dict(counties_here()) else "",
        kind=kind if kind in dict(KINDS) else "",
        listed=on if data.get("listed") == "yes" else None,
        stands=partial(standing_among, on=on),
    )


def parameters(only: Only) -> str:
    """For the links to other pages of the same results."""
    said = {"county": only.county, "kind": only.kind, "listed": "yes" if only.listed else ""}
    return urlencode({name: value for name, value in said.items() if value})


def form(query: str, given: str, only: Only) -> SafeString:
    """The form, with what is chosen."""
    here = counties_here()
    shape = {
        "counties": here if len(here) > 1 else (),
        "kinds": KINDS,
        "county": only.county,
        "kind": only.kind,
        "listed": bool(only.listed),
        "open": bool(only),
        "debtors": context.frame(context.said())["links"]["debtor_list"],
    }
    return filled("publicity/narrow.html", shape, query=query, given=given)
