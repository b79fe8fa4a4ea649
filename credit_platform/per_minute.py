"""访问频率: so many requests in a clock minute. Counted in Redis; without it everybody is let in (sentence 1)."""

from dataclasses import dataclass
from datetime import datetime

import redis

from .volatile import store

MINUTE = 60


@dataclass(frozen=True)
class Standing:
    """Where one asker stands in this minute. `reset`: seconds until it begins anew."""

    limit: int
    remaining: int
    reset: int
    allowed: bool

    def headers(self) -> dict[str, str]:
        """RateLimit header fields."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


def count(asker: str, limit: int, now: datetime) -> Standing:
    """Count one request of the asker (any text without personal data) against `limit` in a minute."""
    second = int(now.timestamp())
    key = f"{asker}:{second // MINUTE}"
    try:
        counted = store().incr(key)
        if counted == 1:
            store().expire(key, MINUTE + 30)
    except redis.RedisError:
        counted = 1
    return Standing(limit, max(limit - counted, 0), MINUTE - second % MINUTE, counted <= limit)
