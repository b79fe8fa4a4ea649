"""信用修复 for the public: of each public record and entry from which day, what is missing, which procedure, how to apply; and what
was granted lately. Open to everybody, before anyone applies. Source: F4, F5.
"""

import uuid
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from blacklists.models import Entry
from blacklists.repair_rules import USUAL
from credit_platform.declaring import Scope, get_only, open_to_all
from records.models import Record
from repairs import eligibility
from repairs.eligibility_rules import MISSING, NEEDED, TITLES, Procedure
from repairs.models import Repair
from repairs.telling import context_of, days_of

from .visits import limited

SHOWN = (
    "subject__name",
    "subject__code",
    "department__name",
    "number",
    "decided_on",
    "result_until",
    "record__kind",
    "entry__behaviour_title",
)
RULED = (*SHOWN, "court", "ruling_number", "ruled_on", "masked_on")


@open_to_all()
@get_only
@limited("subject")
def guide(request: HttpRequest) -> HttpResponse:
    """信用修复指南: the ways, their days and papers, as the rules in force here say them."""
    today = timezone.localdate()
    said = eligibility.terms(today)
    ways = [Procedure.ORDER36, Procedure.ORDER58]
    ways += [Procedure.RECTIFICATION] if said.rectification else []
    ways += [Procedure.WITHIN_PERIOD] if said.flag("within_period") else []
    ways += [Procedure.PUBLIC_SERVICE] if said.flag("public_service") else []
    ways += [Procedure.MINORS] if said.flag("minors_protected") else []
    ways += [Procedure.BANKRUPTCY]
    context = {
        "ways": [(TITLES[one], [MISSING[paper] for paper in NEEDED.get(one, USUAL)]) for one in ways],
        "said": said, "days": list(days_of(today)),
    }  # fmt: skip
    return render(request, "publicity/repair_guide.html", context)


@open_to_all(of=Scope.PUBLIC)
@get_only
@limited("subject")
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """可否申请 of one record or entry that is public today; anything else is unknown."""
    today = timezone.localdate()
    target = _public(public_id, today)
    found = eligibility.of(target, today)
    response = render(request, "publicity/repair_one.html", context_of(target, found, today))
    patch_cache_control(response, no_cache=True)
    return response


@open_to_all()
@get_only
@limited("lists")
def results(request: HttpRequest) -> HttpResponse:
    """信用修复结果公示: who was granted a repair lately; never what the decision had said."""
    rows = Repair.objects.announced(timezone.localdate()).order_by("-result_from", "-pk")
    return _page_of(request, "publicity/repair_results.html", rows.values(*SHOWN))


@open_to_all()
@get_only
@limited("lists")
def reorganising(request: HttpRequest) -> HttpResponse:
    """重整企业信用修复专区: whose plan a court has approved and what is masked meanwhile, by its kind and never by what it said."""
    rows = Repair.objects.reorganising(timezone.localdate()).order_by("-ruled_on", "-pk")
    return _page_of(request, "publicity/reorganising.html", rows.values(*RULED))


def _page_of(request: HttpRequest, template: str, rows: QuerySet) -> HttpResponse:
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    for row in page:
        row["what"] = _kind(row)
    response = render(request, template, {"page": page})
    patch_cache_control(response, no_cache=True)
    return response


def _kind(row: dict) -> str:
    return "严重失信主体名单" if row["entry__behaviour_title"] else Record(kind=row["record__kind"]).get_kind_display()


def _public(public_id: uuid.UUID, on: date) -> eligibility.Target:
    records = Record.objects.public(on).select_related("subject", "department", "version")
    found: eligibility.Target | None = records.filter(public_id=public_id).first()
    found = (
        found or Entry.objects.public(on).select_related("subject", "department").filter(public_id=public_id).first()
    )
    if found is None or found.subject.public_since is None:
        raise Http404
    return found
