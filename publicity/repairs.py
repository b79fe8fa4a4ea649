"""信用修复 for the public: of each public record and entry from which day, what is missing, which procedure, how to apply; and what
was granted lately. Open to everybody, before anyone applies. Source: F4, F5.
"""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from blacklists.models import Entry
from credit_platform.declaring import Scope, get_only, open_to_all
from credit_platform.workdays import months_later
from records.models import Record
from repairs import eligibility
from repairs.eligibility_rules import MISSING, NEEDED, TITLES, USUAL, Answer, Procedure, Verdict
from repairs.models import Repair
from rules.clocks import ClockRefused, rule_for

from .visits import limited

WORDS = {
    Verdict.ELIGIBLE: "现在可以申请",
    Verdict.MISSING: "现在可以申请，材料随申请一并提交",
    Verdict.TOO_EARLY: "还没有到可以申请的日期",
    Verdict.NOT_PUBLIC: "不需要申请",
    Verdict.ENDED: "不需要申请",
    Verdict.REPAIRED: "已经修复",
    Verdict.NOT_REPAIRABLE: "不能在这里申请",
    Verdict.BARRED: "现在不能申请",
    Verdict.UNCLASSED: "现在还不能确定",
}
SHOWN = (
    "subject__name",
    "subject__code",
    "department__name",
    "number",
    "decided_on",
    "record__kind",
    "entry__behaviour_title",
)


def line(row: dict[str, Any]) -> str:
    """The line of a record's card: from which day; empty where the rules set no shortest period. `row` has `shortest`, `rule_set`,
    `decided_on`.
    """
    if not row["shortest"] or row["rule_set"] == Procedure.SAMR45:
        return ""
    earliest = months_later(row["decided_on"], row["shortest"])
    return f"满最短公示期{row['shortest']}个月，可于 {earliest.isoformat()} 起申请信用修复；须已履行完毕并公开作出信用承诺。"


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
        "said": said, "days": list(_days(today)),
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
    rows = Repair.objects.announced(timezone.localdate()).order_by("-result_from", "-pk").values(*SHOWN)
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    for row in page:
        row["what"] = (
            "严重失信主体名单" if row["entry__behaviour_title"] else Record(kind=row["record__kind"]).get_kind_display()
        )
    response = render(request, "publicity/repair_results.html", {"page": page})
    patch_cache_control(response, no_cache=True)
    return response


def context_of(target: eligibility.Target, found: Answer, today: date) -> dict[str, Any]:
    """What the page of one record or entry says; the subject's own pages and staff show the same."""
    said = eligibility.terms(today, target.department)
    return {
        "target": target, "found": found, "word": WORDS[found.verdict], "title": TITLES[found.procedure],
        "papers": [MISSING[paper] for paper in NEEDED.get(found.procedure, USUAL)] if _applies(found) else [],
        "said": said, "days": list(_days(today)), "today": today, "may": found.may_apply, "applies": _applies(found),
        "apply_link": reverse("my_repairs:new", args=[target.public_id]), "rectifies": found.procedure == Procedure.RECTIFICATION, "entry": isinstance(target, Entry),
    }  # fmt: skip


def _applies(found: Answer) -> bool:
    return found.may_apply or found.verdict in (Verdict.TOO_EARLY, Verdict.BARRED)


def _days(on: date) -> Iterator[tuple[str, int, str]]:
    """(step, working days, clause) of the clocks of a repair."""
    for step in ("acceptance", "result"):
        try:
            rule = rule_for("repair", step, on)
        except ClockRefused:
            continue
        yield rule.title, rule.working_days or 0, rule.clause


def _public(public_id: uuid.UUID, on: date) -> eligibility.Target:
    records = Record.objects.public(on).select_related("subject", "department", "version")
    found: eligibility.Target | None = records.filter(public_id=public_id).first()
    found = (
        found or Entry.objects.public(on).select_related("subject", "department").filter(public_id=public_id).first()
    )
    if found is None or found.subject.public_since is None:
        raise Http404
    return found
