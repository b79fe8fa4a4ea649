"""典型案例 for the public: those published, for as long as whoever they name is publicly listed. Source: D9."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from credit_platform.declaring import Scope, get_only, open_to_all
from sanctions.models import TypicalCase

from .asked import unknown
from .visits import limited

SHOWN = (
    "public_id",
    "kind",
    "title",
    "story",
    "measures",
    "effect",
    "public_from",
    "department__name",
)  # and nothing else


@open_to_all()
@get_only
@limited("cases")
def listing(request: HttpRequest) -> HttpResponse:
    """The latest first; `?kind=incentive|sanction`."""
    rows = TypicalCase.objects.public(timezone.localdate())
    sent = request.GET.get("kind", "").strip()[:100]
    kind = sent if sent in TypicalCase.Kind.values else ""
    if kind:
        rows = rows.filter(kind=kind)
    page = Paginator(rows.order_by("-public_from", "-pk").values(*SHOWN), 10).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kind": kind,
        "kinds": TypicalCase.Kind.choices,
        "fault": unknown(sent, TypicalCase.Kind.values),
    }
    return _fresh(render(request, "publicity/cases.html", context))


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("cases")
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One case."""
    rows = TypicalCase.objects.public(timezone.localdate())
    found = get_object_or_404(
        rows.values(*SHOWN, "subject__name", "subject__code", "subject__public_id"), public_id=public_id
    )
    return _fresh(
        render(request, "publicity/case.html", {"case": found, "kind": TypicalCase.Kind(found["kind"]).label})
    )


def _fresh(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, no_cache=True)  # what was taken off is gone at the next look
    return response
