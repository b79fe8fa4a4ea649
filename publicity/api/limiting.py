"""访问频率 of the public API: so many requests of an address in a clock minute, told in headers with every answer. Counted in Redis;
without it all pass (sentence 1).

The captcha keeps machines from the search page; here machines are welcome, and the whole is offered as files. What is left to
guard is the work: searching costs more than reading and has a limit of its own.
"""

from datetime import datetime

import redis
from django.conf import settings

from records.api.limiting import MINUTE, Standing

from ..visits import connection, household

SEARCH, READ = "api-search", "api"


def count(purpose: str, address: str | None, now: datetime) -> Standing:
    """Count one request; an address that cannot be read counts as one address."""
    limit = settings.PUBLIC_SEARCHES_PER_MINUTE if purpose == SEARCH else settings.VISITS_PER_MINUTE
    second = int(now.timestamp())
    key = f"visits:{purpose}:{household(address) if address else '-'}:{second // MINUTE}"
    try:
        pipeline = connection().pipeline(transaction=False)
        pipeline.incr(key)
        pipeline.expire(key, MINUTE + 30)
        counted = pipeline.execute()[0]
    except redis.RedisError:
        counted = 1
    return Standing(limit, max(limit - counted, 0), MINUTE - second % MINUTE, counted <= limit)
