"""显示方式: 适老模式 (large) and 繁體 (traditional characters), chosen by whoever looks at a page. Ground.

Views draw one page for all. What differs is done to the answer on its way out, so that nothing that is kept of a page (printed
forms, caches) has to know of it; whoever keeps whole answers further out, or gives them a tag, takes `display_of(request).key` into
the key. Every page says `Vary: Cookie`. Source: G8, H1 (accessibility).
"""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from .traditional import page_in_traditional

COOKIE = "display"
PLAIN_ROOT = b'<html lang="zh-Hans"'


class Display(NamedTuple):
    """How a page is shown; `key` is "" for the plain one and what the cookie holds."""

    large: bool = False
    traditional: bool = False

    @property
    def key(self) -> str:
        return ("e" if self.large else "") + ("t" if self.traditional else "")


_KNOWN = {one.key: one for one in (Display(), Display(large=True), Display(traditional=True), Display(True, True))}


def display_of(request: HttpRequest) -> Display:
    """The chosen way; an unknown word in the cookie means the plain one."""
    return _KNOWN.get(request.COOKIES.get(COOKIE, ""), _KNOWN[""])


class Displayed:
    """Middleware: pages in the way that was chosen. Anything that is no page (files, API, feeds) passes untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        patch_vary_headers(response, ["Cookie"])
        chosen = display_of(request)
        if chosen.key:
            response.content = shown(response.content, chosen)
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response


def shown(page: bytes, chosen: Display) -> bytes:
    """The page in that way. What has another root (pages of staff, which nobody is to translate) stays in its characters."""
    if chosen.traditional and page.find(PLAIN_ROOT + b">", 0, 200) >= 0:
        page = page_in_traditional(page.decode()).encode()
    return page.replace(b"<html ", b'<html class="large" ', 1) if chosen.large else page
