"""查询事项目录公开与核验: which matters need a look-up; and whether a printed receipt or report is genuine, of whatever kind: one page for
all numbers. Source: E6, G4, H1, H3.
"""

import hashlib
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from checks.cataloguing import kinds_here
from checks.models import Check, Matter
from checks.receipts import public_answer
from credit_platform.declaring import get_and_post, get_only, open_to_all
from credit_reports.counting import counted
from credit_reports.models import CreditReport
from credit_reports.standing import Standing, find, standing
from representation.models import OwnReport
from representation.reporting import verified

from .visits import limited

RECEIPT, OWN, PUBLIC, SPECIAL = "XC", "BG", "GX", "ZX"  # how numbers begin
LARGEST = 30 * 1024 * 1024  # bytes of a file that is compared; no report is as large


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
def check(request: HttpRequest) -> HttpResponse:
    """核验 by number and code as typed, which stand in no address, and by the file where one is sent: it is compared and not kept."""
    if request.method != "POST":
        return render(request, "publicity/check.html", {"asked": False})
    return _answer(request, _sent(request, "number"), _sent(request, "code"))


@open_to_all()
@get_only
@limited("receipt")
@never_cache
def check_print(request: HttpRequest, said: str) -> HttpResponse:
    """The same, as the QR of a credit report leads to it: number-code."""
    number, _, code = said.upper()[:40].partition("-")
    return _answer(request, number, code, missing=404)


def _answer(request: HttpRequest, number: str, code: str, missing: int = 200) -> HttpResponse:
    """Whoever holds number and code holds the paper. By the beginning of the number it is known where to look."""
    context: dict[str, Any] = {"asked": True, "number": number, "answer": Standing.UNKNOWN}
    today = timezone.localdate()
    if number.startswith(RECEIPT):
        found = Check.objects.filter(number=number, code=code).select_related("department").first() if code else None
        if found:
            context |= {"answer": "receipt", "check": found, "sections": public_answer(found, today)}
    elif number.startswith(OWN):
        own = verified(number, code)
        if own:
            context |= {"answer": "own", "own": own} | _compared(request, own)
    else:
        report = find(number, code)
        answer = standing(report, today)
        context |= {"answer": answer, "report": report}
        if report and answer == Standing.VALID:
            context |= {"counts": counted(report)} | _compared(request, report)
    status = missing if context["answer"] == Standing.UNKNOWN else 200
    return render(request, "publicity/check.html", context, status=status)


def _compared(request: HttpRequest, made: OwnReport | CreditReport) -> dict[str, str]:
    """电子文件是否原样: of the file that was sent with the question; empty where none was."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile) or not sent.size:
        return {"file": ""}
    if sent.size > LARGEST:
        return {"file": "large"}
    found = hashlib.sha256()
    for part in sent.chunks():
        found.update(part)
    return {"file": "same" if found.hexdigest() == made.pdf_sha256 else "other"}


def _sent(request: HttpRequest, name: str) -> str:
    return "".join(request.POST.get(name, "").replace("\0", "").split()).upper()[:40]
