"""Readable text (可读的文字): a request with NUL in its query or form is answered 400 before any view sees it.

PostgreSQL's text has no NUL, so such a value would fail deep inside a query. Ground.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.defaults import bad_request

API = "/api/"  # says the same as application/problem+json, field by field
LONGEST_NUMBER = 18  # digits: what a bigint of the database surely holds


def whole_number(text: str) -> int | None:
    """A whole number of 1 to 18 ASCII digits; None for anything else, however long."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


class NoNul:
    """The query is looked at first; the form only after CsrfViewMiddleware has read it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or (_has_nul(request.GET) and not request.path.startswith(API)):
            return bad_request(request, ValueError("NUL"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        if request.method == "POST" and not request.path.startswith(API):
            names = (sent.name or "" for _, files in request.FILES.lists() for sent in files)
            if _has_nul(request.POST) or any("\0" in name for name in names):
                return bad_request(request, ValueError("NUL"))
        return None


def _has_nul(said: QueryDict) -> bool:
    return any("\0" in text for name, values in said.lists() for text in (name, *values))
