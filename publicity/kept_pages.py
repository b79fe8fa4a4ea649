"""留存页面: public pages kept in the process for as long as nothing on record has changed (ledger/version.py). Source: G3; design §7, page.

What is withdrawn, marked, corrected or renamed writes an event in the same transaction, so the next look makes the page anew: at
once, in every process. What writes none (settings, a name in the tree of departments) is as old as settings.KEPT_PAGE_SECONDS at
most; the day is part of the key. Nothing is kept in Redis: there is nothing to empty and nobody to ask.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import NamedTuple

from django.conf import settings

from ledger.version import version

MOST = 256  # pages of some 40 kB


class _Page(NamedTuple):
    version: int
    until: float
    body: bytes


_pages: OrderedDict[Hashable, _Page] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, made: Callable[[], bytes], now: Callable[[], float] = time.monotonic) -> bytes:
    """The page of the key, out of memory or as `made` gives it. `key`: all that decides what the page says beside what is on record. What
    `made` raises goes through, and nothing is kept.
    """
    if not settings.KEPT_PAGE_SECONDS:
        return made()
    # Asked before the page is made: what is committed meanwhile makes it old, never the other way round.
    here = version()
    with _lock:
        page = _pages.get(key)
        if page is not None and page.version == here and now() < page.until:
            _pages.move_to_end(key)
            return page.body
    body = made()
    if here is not None:
        with _lock:
            _pages[key] = _Page(here, now() + settings.KEPT_PAGE_SECONDS, body)
            _pages.move_to_end(key)
            while len(_pages) > MOST:
                _pages.popitem(last=False)
    return body
