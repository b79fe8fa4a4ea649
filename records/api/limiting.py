"""Limits (请求频率): so many requests of a token in a clock minute, told in headers. Counted in Redis; without it all pass."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from accounts.models import SystemToken

MINUTE = 60


@dataclass(frozen=True)
class Standing:
    """Where a token stands in this minute. `reset`: seconds until it begins anew."""

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


@lru_cache(maxsize=4)
def _redis(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=0.5, retry=Retry(NoBackoff(), 1))


def count_request(token: SystemToken, now: datetime) -> Standing:
    """Count one request; without Redis nobody is kept out (design sentence 1)."""
    limit, second = settings.API_REQUESTS_PER_MINUTE, int(now.timestamp())
    key = f"api:{token.public_id}:{second // MINUTE}"
    try:
        pipeline = _redis(settings.REDIS_URL).pipeline(transaction=False)
        pipeline.incr(key)
        pipeline.expire(key, MINUTE + 30)
        count = pipeline.execute()[0]
    except redis.RedisError:
        count = 1
    return Standing(limit, max(limit - count, 0), MINUTE - second % MINUTE, count <= limit)
