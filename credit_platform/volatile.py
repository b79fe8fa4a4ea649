"""Redis (暂存): counts and copies that may be gone at any second, with nothing lost. Design sentence 1."""

from functools import lru_cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


@lru_cache(maxsize=4)
def _redis(url: str) -> redis.Redis:
    # One more try, at once: for connections that died while idle. Waiting for Redis would be worse than doing without.
    return redis.Redis.from_url(url, socket_timeout=0.5, retry=Retry(NoBackoff(), 1))


def store() -> redis.Redis:
    """The process's Redis. Every command on it may raise redis.RedisError: be ready to do without."""
    return _redis(settings.REDIS_URL)
