"""What several pages say: the address without its page."""

from django.http import HttpRequest


def kept(request: HttpRequest) -> str:
    """What the address asks for, without the page, for links that keep it."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
