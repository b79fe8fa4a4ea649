"""Network address of a request (访问地址): the one that the outermost hop we trust has seen."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def household(address: str) -> str:
    """One household, one count: of IPv6 the /64 that a line is given, else a client would have 2⁶⁴ addresses."""
    ip = ipaddress.ip_address(address)
    return address if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False).network_address)


def client_address(request: HttpRequest) -> str | None:
    """IPv4 or IPv6 text; None where there is none that can be read.

    X-Forwarded-For grows to the right and its left part is the client's own claim: with n trusted hops the n-th from
    the right was written by our outermost one. Source: design §8.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    text = forwarded[-hops] if 0 < hops <= len(forwarded) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
