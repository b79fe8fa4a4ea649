"""信用报告 for the public: the report of an organisation as of now (whether a print still holds: check_pages.py). Source: H1; design §8.

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

from credit_platform.declaring import Scope, open_to_all, post_from
from credit_platform.downloads import PDF, answer_file
from credit_platform.typesetting import NotTypeset
from credit_reports import issuing
from credit_reports.refusals import Refused
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
