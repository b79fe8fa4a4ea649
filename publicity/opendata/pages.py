"""开放数据: the page that explains bulk files, feed and API to a developer, and the files themselves. Source: I3."""

import gzip
from collections.abc import Iterator
from typing import IO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

from credit_platform.declaring import get_only, open_to_all

from ..visits import limited
from . import bulk
from .shapes import SHAPES, TITLES

TYPES = {".gz": "application/gzip", ".json": "application/json", ".csv": "text/csv; charset=utf-8"}
PIECE = 64 * 1024


@open_to_all()
@get_only
@limited("lists")
def page(request: HttpRequest) -> HttpResponse:
    """What there is, and how a copy is kept right."""
    run, said = bulk.served(settings.OPEN_DATA_ROOT, timezone.localdate()) or (None, None)
    context = {
        "run": run.name if run else "", "said": said, "files": _pairs(said["files"]) if said else [],
        "shapes": [(TITLES[kind], kind, fields) for kind, fields in SHAPES.items()], "days": settings.OPEN_DATA_KEEP_DAYS,
        "terms": bulk.TERMS,
    }  # fmt: skip
    response = render(request, "publicity/open_data.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@open_to_all()
@get_only
@limited("open-data")
def download(request: HttpRequest, run: str, name: str) -> HttpResponseBase:
    """One file of the newest run; any other is unknown. Names are compared with the manifest, never put together. A table that stands there
    packed is there without its `.gz`, too.
    """
    found, said = bulk.served(settings.OPEN_DATA_ROOT, timezone.localdate()) or (None, None)
    if found is None or said is None or found.name != run:
        raise Http404
    kept = f"{name}.gz" if name.endswith(".csv") else name
    if kept not in {one["name"] for one in said["files"]} | {bulk.MANIFEST}:
        raise Http404
    if settings.OPEN_DATA_ACCEL:
        response: HttpResponseBase = _by_proxy(f"{run}/{name}", name)
    else:
        try:
            file = (found / kept).open("rb")
        except FileNotFoundError:
            raise Http404 from None  # erased meanwhile
        response = _by_us(file, name, kept, "gzip" in request.headers.get("Accept-Encoding", ""))
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, no_cache=True)
    return response


def _by_proxy(place: str, name: str) -> HttpResponse:
    """The proxy sends the file, unpacked where that is asked (deploy/nginx.conf): no process of ours waits for a long download, and one
    that is cut off is seen to be.
    """
    suffix = name[name.rindex(".") :]
    response = HttpResponse(content_type=TYPES[suffix])
    response["X-Accel-Redirect"] = f"{settings.OPEN_DATA_ACCEL}{place}"
    if suffix != ".json":
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _by_us(file: IO[bytes], name: str, kept: str, packed: bool) -> HttpResponseBase:
    if kept != name:
        return _unpacked(file, name, packed)
    suffix = name[name.rindex(".") :]
    return FileResponse(file, as_attachment=suffix == ".gz", filename=name, content_type=TYPES[suffix])


def _unpacked(file: IO[bytes], name: str, packed: bool) -> HttpResponseBase:
    """The packed table as the table itself: unpacked by the browser where it takes gzip (`packed`), on the way otherwise."""
    if packed:
        response: StreamingHttpResponse = FileResponse(
            file, as_attachment=True, filename=name, content_type=TYPES[".csv"]
        )
        response["Content-Encoding"] = "gzip"
    else:
        response = StreamingHttpResponse(_pieces(file), content_type=TYPES[".csv"])
        response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file, gzip.GzipFile(fileobj=file) as unpacking:
        while piece := unpacking.read(PIECE):
            yield piece


def _pairs(files: list[dict]) -> list[dict]:
    """Each part once, with the names and sizes of both its files; those without rows last."""
    parts: dict[str, dict] = {}
    for one in files:
        if "rows" in one:
            stem, _, form = one["name"].removesuffix(".gz").rpartition(".")
            part = parts.setdefault(stem, {"title": one["title"], "rows": one["rows"]})
            part[form] = one
            if form == "csv":
                part["table"] = f"{stem}.csv"
    return sorted(parts.values(), key=lambda part: not part["rows"])
