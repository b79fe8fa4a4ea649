"""旧地址: /api/public/v1/ of the lists is now part of /api/v1/; whoever still asks there is led on."""

from django.http import HttpRequest, HttpResponsePermanentRedirect

from credit_platform.declaring import get_only, open_to_all
from credit_platform.personal import personal_number_in

NAMES = {"schema.json": "openapi.json"}


@open_to_all()
@get_only
def moved(request: HttpRequest, rest: str) -> HttpResponsePermanentRedirect:
    """To the same address of the API as it is now."""
    query = request.META.get("QUERY_STRING", "")
    if any(personal_number_in(text) for _, values in request.GET.lists() for text in values):
        query = ""  # the number of a person is repeated in no address, not even to whoever typed it
    return HttpResponsePermanentRedirect(f"/api/v1/{NAMES.get(rest, rest)}{f'?{query}' if query else ''}")
