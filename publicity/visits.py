"""访问频率: how often one address may ask in a minute. Counted in Redis; without Redis everybody is let in (sentence 1)."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache, wraps

import redis
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from redis.backoff import NoBackoff
from redis.retry import Retry

from credit_platform.addresses import client_address


@lru_cache(maxsize=4)
def _redis(url: str) -> redis.Redis:
    # One more try, at once: for connections that died while idle. Waiting for Redis would be worse than doing without.
    return redis.Redis.from_url(url, socket_timeout=0.5, retry=Retry(NoBackoff(), 1))


def connection() -> redis.Redis:
    """The process's Redis. Every command on it may raise redis.RedisError: be ready to do without."""
    return _redis(settings.REDIS_URL)


def household(address: str) -> str:
    """One household, one count: of IPv6 the /64 that a line is given, else a client would have 2⁶⁴ addresses."""
    ip = ipaddress.ip_address(address)
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False).network_address)


def allowed(purpose: str, address: str, now: datetime, share: int = 1) -> bool:
    """Counts the visit; False once there were more than settings.VISITS_PER_MINUTE / `share` of them in this clock minute."""
    key = f"visits:{purpose}:{household(address)}:{int(now.timestamp()) // 60}"
    try:
        count = connection().incr(key)
        if count == 1:
            connection().expire(key, 90)
    except redis.RedisError:
        return True
    return count * share <= settings.VISITS_PER_MINUTE


def limited(purpose: str, share: int = 1) -> Callable:
    """View decorator: answers 429 in kind words where the address asks too often. `share`: how many usual pages one costs."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def counted(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            address = client_address(request)
            if address is None or allowed(purpose, address, timezone.now(), share):
                return view(request, *args, **kwargs)
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "60"
            return response

        return counted

    return decorate
