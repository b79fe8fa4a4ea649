"""开放数据: the page that explains bulk files, feed and API to a developer, and the files themselves. Source: I3."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from credit_platform.declaring import get_only, open_to_all

from ..visits import limited
from . import bulk
from .shapes import SHAPES, TITLES

TYPES = {".gz": "application/gzip", ".json": "application/json"}


@open_to_all()
@get_only
@limited("lists")
def page(request: HttpRequest) -> HttpResponse:
    """What there is, and how a copy is kept right."""
    run, said = bulk.served(settings.OPEN_DATA_ROOT, timezone.localdate()) or (None, None)
    context = {
        "run": run.name if run else "", "said": said, "files": _pairs(said["files"]) if said else [],
        "shapes": [(TITLES[kind], kind, fields) for kind, fields in SHAPES.items()], "days": settings.OPEN_DATA_KEEP_DAYS,
    }  # fmt: skip
    response = render(request, "publicity/open_data.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@open_to_all()
@get_only
@limited("open-data")
def download(request: HttpRequest, run: str, name: str) -> HttpResponseBase:
    """One file of the newest run; any other is unknown. Names are compared with the manifest, never put together."""
    found, said = bulk.served(settings.OPEN_DATA_ROOT, timezone.localdate()) or (None, None)
    if found is None or said is None or found.name != run:
        raise Http404
    if name not in {one["name"] for one in said["files"]} | {bulk.MANIFEST}:
        raise Http404
    try:
        file = (found / name).open("rb")
    except FileNotFoundError:
        raise Http404 from None  # erased meanwhile
    suffix = name[name.rindex(".") :]
    response = FileResponse(file, as_attachment=suffix == ".gz", filename=name, content_type=TYPES[suffix])
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, no_cache=True)
    return response


def _pairs(files: list[dict]) -> list[dict]:
    """Each part once, with the names and sizes of both its files; those without rows last."""
    parts: dict[str, dict] = {}
    for one in files:
        if "rows" in one:
            stem, _, form = one["name"].removesuffix(".gz").rpartition(".")
            part = parts.setdefault(stem, {"title": one["title"], "rows": one["rows"]})
            part[form] = one
    return sorted(parts.values(), key=lambda part: not part["rows"])
