"""短时暂存: what costs to count and may be some seconds old: choices of a form, sums of a page. Of records never what they say. Design sentence 1."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import redis
from django.conf import settings

from credit_platform.volatile import store


def brief(name: str, made: Callable[[], Any]) -> Any:
    """What `made` says (ready for JSON), at most settings.BRIEF_SECONDS old; made anew where nothing is kept, or nothing can be."""
    if not settings.BRIEF_SECONDS:
        return _plain(made())
    key = f"publicity:brief:{name}"
    try:
        kept = store().get(key)
        if kept:
            return json.loads(kept)
    except redis.RedisError:
        return _plain(made())
    said = _plain(made())
    with suppress(redis.RedisError):  # else the next one makes it anew
        store().set(key, json.dumps(said), ex=settings.BRIEF_SECONDS)
    return said


def _plain(said: Any) -> Any:
    """As it comes back out of the store: days as texts, tuples as lists."""
    return json.loads(json.dumps(said, default=str))
