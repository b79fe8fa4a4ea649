"""Answers that several pages give: a table to take away, and the address without its page."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from credit_platform.sheets import XLSX


def attachment(data: bytes, name: str) -> HttpResponse:
    """An .xlsx download that nobody keeps on the way. Whoever answers with it writes a look that begins with 下载."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


def kept(request: HttpRequest) -> str:
    """What the address asks for, without the page, for links that keep it."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
