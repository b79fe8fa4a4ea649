"""信用服务机构公示: the register as the public searches it. Source: A5."""

import uuid

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from credit_platform.codes import normalise_code
from credit_platform.declaring import Scope, get_only, open_to_all
from subjects.models import Institution

from .visits import limited


@open_to_all()
@get_only
@limited("institutions")
def listing(request: HttpRequest) -> HttpResponse:
    """By part of the name, code or a filed person's name; all of them without a word."""
    text = request.GET.get("q", "").strip()[:100]
    rows = Institution.objects.filed()
    if text:
        by_person = Q(
            professionals__name=text, professionals__until__isnull=True, professionals__approver__isnull=False
        )
        rows = rows.filter(Q(name__icontains=text) | Q(code=normalise_code(text)) | by_person).distinct()
    page = Paginator(rows.order_by("name", "pk"), 20).get_page(request.GET.get("page"))
    return render(request, "publicity/institutions.html", {"page": page, "q": text})


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("institutions")
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One institution and its filed staff."""
    institution = get_object_or_404(Institution.objects.filed(), public_id=public_id)
    context = {
        "institution": institution,
        "professionals": institution.professionals.filter(until__isnull=True, approver__isnull=False),
    }
    return render(request, "publicity/institution.html", context)
