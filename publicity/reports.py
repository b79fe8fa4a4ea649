"""信用报告 for the public: the report of an organisation as of now, and whether a print still holds. Source: H1; design §8.

Open like the page of the subject, with a rate of its own. The report is made anew each time and kept nowhere: what was withdrawn
must not live on behind an address.
"""

import logging
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from credit_platform.declaring import Scope, get_and_post, get_only, open_to_all, post_from
from credit_platform.downloads import PDF, answer_file
from credit_platform.typesetting import NotTypeset
from credit_reports import issuing
from credit_reports.refusals import Refused
from credit_reports.standing import Standing, find, standing
from subjects.models import Subject

from .visits import limited

log = logging.getLogger(__name__)


@open_to_all(of=Scope.PUBLIC)
@csrf_exempt  # no session: whoever is made to send it gets a file that anybody may have
@post_from("publicity:subject")
@limited("report", share=12)
@never_cache
def report(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """公共信用信息报告（公开版） of one organisation, straight into the reader's hands."""
    subject = Subject.objects.public().filter(public_id=public_id).first()
    if subject is None:
        raise Http404
    try:
        made, printed = issuing.for_public(subject, actor=issuing.PUBLIC, on=timezone.localdate())
    except Refused as reason:
        return render(request, "publicity/report_refused.html", {"reason": str(reason), "subject": subject})
    except NotTypeset:
        log.exception("public report of %s not typeset", subject.public_id)
        words = "报告没能生成，已记入系统日志，请稍后再试。"
        return render(request, "publicity/report_refused.html", {"reason": words, "subject": subject}, status=500)
    return answer_file(printed, f"{made.number}.pdf", PDF)


@open_to_all()
@csrf_exempt  # it changes nothing
@get_and_post
@limited("receipt")
@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """报告核验 by number and code as typed."""
    if request.method != "POST":
        return render(request, "publicity/report_check.html", {"asked": False})
    return _answer(request, _sent(request, "number"), _sent(request, "code"))


@open_to_all()
@get_only
@limited("receipt")
@never_cache
def check_print(request: HttpRequest, said: str) -> HttpResponse:
    """The same, as the QR of the print leads to it: number-code."""
    number, _, code = said.upper()[:40].partition("-")
    return _answer(request, number, code, missing=404)


def _answer(request: HttpRequest, number: str, code: str, missing: int = 200) -> HttpResponse:
    found = find(number, code)
    answer = standing(found, timezone.localdate())
    context = {"asked": True, "answer": answer, "report": found, "number": number}
    status = missing if answer == Standing.UNKNOWN else 200
    return render(request, "publicity/report_check.html", context, status=status)


def _sent(request: HttpRequest, name: str) -> str:
    return "".join(request.POST.get(name, "").split()).upper()[:40]
