"""访问频率 of pages: how often one address may ask for them in a minute."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from credit_platform.addresses import client_address, household
from credit_platform.per_minute import count


def limited(purpose: str, share: int = 1) -> Callable:
    """View decorator: answers 429 in kind words where the address asks more than settings.VISITS_PER_MINUTE times. `share`: how many
    usual pages one costs.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def counted(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            address = client_address(request)
            limit = settings.VISITS_PER_MINUTE // share
            if address is None or count(f"visits:{purpose}:{household(address)}", limit, timezone.now()).allowed:
                return view(request, *args, **kwargs)
            response = render(request, "429.html", status=429)
            response["Retry-After"] = "60"
            return response

        return counted

    return decorate
