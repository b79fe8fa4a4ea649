"""查询事项目录公开与回执验证: which matters need a look-up, and whether a printed receipt or a subject's own report is genuine. Source: E6, G4, H3."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from checks.cataloguing import kinds_here
from checks.models import Check, Matter
from checks.receipts import public_answer
from credit_platform.declaring import get_and_post, get_only, open_to_all
from representation.reporting import verified

from .visits import limited


@open_to_all()
@get_only
@limited("lists")
def must_check(request: HttpRequest) -> HttpResponse:
    """应查必查事项, by department."""
    today = timezone.localdate()
    kinds, clause = kinds_here(today)
    rows = Matter.objects.in_force(today).select_related("department")
    return render(request, "publicity/must_check.html", {"rows": rows, "kinds": kinds, "clause": clause})


@open_to_all()
@csrf_exempt  # it changes nothing
@get_and_post
@limited("receipt")
@never_cache
def verify_receipt(request: HttpRequest) -> HttpResponse:
    """回执验证 by number and code, which stand in no address. Whoever holds both holds the paper; of its
    answer it shows what is public today, the rest is compared by the digest."""
    number, code = (_sent(request, name) for name in ("number", "code"))
    found = report = None
    if request.method == "POST" and number and code:
        report = verified(number, code)
        found = Check.objects.filter(number=number, code=code).select_related("department").first()
    context = {
        "asked": request.method == "POST",
        "number": number,
        "check": found,
        "report": report,
        "sections": public_answer(found, timezone.localdate()) if found else [],
    }
    return render(request, "publicity/verify_receipt.html", context)


def _sent(request: HttpRequest, name: str) -> str:
    return "".join(request.POST.get(name, "").replace("\0", "").split()).upper()[:40]
