"""Reports as files."""

from urllib.parse import quote

from django.http import HttpResponse


def pdf_download(data: bytes, number: str) -> HttpResponse:
    """A PDF to be taken away; nothing on the way may keep it."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(number)}.pdf",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
