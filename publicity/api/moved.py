"""旧地址: /api/public/v1/ of the lists is now part of /api/v1/; whoever still asks there is led on."""

from django.http import HttpRequest, HttpResponsePermanentRedirect

from credit_platform.declaring import get_only, open_to_all

NAMES = {"schema.json": "openapi.json"}


@open_to_all()
@get_only
def moved(request: HttpRequest, rest: str) -> HttpResponsePermanentRedirect:
    """To the same address of the API as it is now."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"/api/v1/{NAMES.get(rest, rest)}{f'?{query}' if query else ''}")
