"""查询结果页 as its templates draw it, filled in (printed.py). Source: G1, G2."""

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString

from credit_platform.codes import check_uscc, normalise_code
from credit_platform.divisions import division_name
from subjects.initials import initials
from subjects.naming import normalise
from subjects.narrowing import ALL, Only
from subjects.search import Found, Hit, Why

from . import context, narrowing
from .printed import filled, filled_page

PER_PAGE = 20


def results_page(
    query: str, found: Found, page: int, given: str, only: Only = ALL, near: Sequence[Hit] = (), fault: str = ""
) -> SafeString:
    """The page with that number, from 1. `given`: the pass, which the links to other pages carry. `near`: names that are nearly the
    query, where none holds it. `fault`: what the filter does not know of what was asked.
    """
    pages = -(-found.total // PER_PAGE) or 1
    links = context.frame(context.said())["links"]
    rows = [_row(hit, links["subject_before"], links["subject_after"]) for hit in (found.hits or near)]
    wrong = "" if found.hits else _wrong_code(query)
    shape = {
        "any": bool(found.hits),
        "near": bool(near),
        "more": found.more,
        "later": page > 1,
        "after": page < pages,
        "narrowed": bool(only),
        "miscoded": bool(wrong),
    }
    return filled_page(
        "publicity/results.html",
        shape,
        query=query,
        wrong=wrong,
        quoted=quote(query, safe=""),
        total=f"{found.total:,}",
        narrow=narrowing.form(query, given, only, fault),
        whole=urlencode({"q": query, "pass": given}),
        rows=SafeString("".join(rows)),  # of parts that are safe
        start=str((page - 1) * PER_PAGE + 1),
        number=str(page),
        pages=str(pages),
        link="&".join(filter(None, [urlencode({"q": query, "pass": given}), narrowing.parameters(only)])),
        previous=str(page - 1),
        next=str(page + 1),
    )


def _wrong_code(query: str) -> str:
    """What is wrong with what is as long as a code; empty where nothing is."""
    code = normalise_code(query)
    errors = check_uscc(code).errors if len(code) == 18 and code.isascii() and code.isalnum() else []
    return errors[0] if errors else ""


def _row(hit: Hit, before: str, after: str) -> SafeString:
    shape = {"why": hit.why.value, "former": hit.matched not in (hit.name, hit.code), "coded": bool(hit.code)}
    address = f"{before}{hit.public_id}{after}"
    letters = initials(normalise(hit.matched)) if hit.why == Why.INITIALS else ""
    return filled(
        "publicity/result.html",
        shape,
        address=address,
        name=hit.name,
        matched=hit.matched,
        letters=letters,
        code=hit.code,
        county=division_name(hit.code[2:8]) if hit.code else "",
    )
