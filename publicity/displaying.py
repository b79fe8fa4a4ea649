"""显示方式: the two switches in the header of every public page, 适老模式 and 繁體. Source: G8."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from credit_platform.declaring import get_only, open_to_all
from credit_platform.display import COOKIE, Display, display_of

YEAR = 365 * 24 * 3600  # seconds


@open_to_all()
@get_only
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps `large=on|off` or `script=hant|hans` in a cookie that says nothing else, and goes back to the page it came from.

    A link, so that it works without scripts and from pages that are the same for everybody; whoever else follows it changes
    nothing but how pages look to themselves.
    """
    chosen = display_of(request)
    large = {"on": True, "off": False}.get(request.GET.get("large", ""), chosen.large)
    traditional = {"hant": True, "hans": False}.get(request.GET.get("script", ""), chosen.traditional)
    key = Display(large, traditional).key
    response = HttpResponseRedirect(_page_before(request))
    if key:
        response.set_cookie(
            COOKIE, key, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


def _page_before(request: HttpRequest) -> str:
    """Path and query of the page that the link was on; of this site only, home where nothing is said."""
    said = request.headers.get("Referer", "")
    home, here = reverse("publicity:home"), reverse("publicity:display")
    if not url_has_allowed_host_and_scheme(said, {request.get_host()}, require_https=request.is_secure()):
        return home
    parts = urlsplit(said)
    if not parts.netloc or not parts.path.startswith("/") or parts.path.startswith(("//", here)):
        return home
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
