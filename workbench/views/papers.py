"""附件: what was attached to a request, handed to staff as a download and never shown in the page."""

from urllib.parse import quote

from django.http import Http404, HttpResponse

from credit_platform.keeping import fetch
from credit_platform.sealing import SealBroken


def paper_download(path: str, name: str) -> HttpResponse:
    """The kept file as a download. Raises Http404 where there is none."""
    if not path:
        raise Http404
    try:
        data = fetch(path)
    except (FileNotFoundError, SealBroken) as reason:
        raise Http404 from reason
    return file_download(data, name)


def file_download(data: bytes, name: str) -> HttpResponse:
    """Bytes as a download."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/octet-stream", headers=headers)
