"""年度考核: scorecards of a year, one department's card, and the year as .xlsx."""

from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Department, Role
from credit_platform.declaring import Scope, get_and_post, get_only
from credit_platform.downloads import answer_file
from credit_platform.reading_text import whole_number
from credit_platform.sheets import XLSX, workbook
from ledger.history import history_of

from .. import assessing
from ..consequence_forms import PointsForm
from ..models import Scorecard, ScoreLine
from ..reach import OFFICE, OVERSEERS, READERS
from ..scoring import hundredth
from .trying import STALE, by, filled, tried

YEARS = 5


def _year(request: StaffRequest) -> int:
    asked, today = whole_number(request.GET.get("year", "")), timezone.localdate().year
    return asked if asked is not None and today - 50 < asked <= today else today


def totals(lines: list[ScoreLine]) -> dict[str, Decimal | None]:
    """折合百分制 of what the platform counted, the department and the office gave."""
    return {
        name: hundredth([(getattr(line, name), line.weight) for line in lines])
        for name in ("computed", "own", "points")
    }


@get_and_post
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """考核表一览 of a year; the office draws them up here. Departments see their own."""
    if request.method == "POST":
        asked = whole_number(request.POST.get("year", ""))
        if request.user.has_role(*OFFICE) and asked is not None:
            who = by(request)
            tried(request, lambda: assessing.draw_up(asked, **who), "已生成；已有的考核表不变。")
        return redirect(f"{request.path}?year={asked or ''}")
    year = _year(request)
    rows = [(card, totals(list(card.lines.all()))) for card in _cards(request, year)]
    note_look(request, "查看考核表一览", "scorecard")
    this = timezone.localdate().year
    context = {
        "rows": rows,
        "year": year,
        "years": range(this, this - YEARS, -1),
        "overseer": request.user.has_role(*OVERSEERS),
        "may_draw_up": request.user.has_role(*OFFICE),
    }
    return render(request, "supervision/scorecards.html", context)


def _cards(request: StaffRequest, year: int):
    cards = Scorecard.objects.visible_to(request.user).filter(year=year)
    return cards.select_related("department").prefetch_related("lines").order_by("department__name")


@get_only
@role_required(*OVERSEERS)
def year_workbook(request: StaffRequest) -> HttpResponse:
    """一年的考核表 as .xlsx."""
    year = _year(request)
    cards = list(_cards(request, year))
    heads = [f"{line.title}（{line.weight}）" for line in cards[0].lines.all()] if cards else []
    rows = []
    for card in cards:
        lines = list(card.lines.all())
        whole = totals(lines)
        points = [
            "暂无数据" if line.computed is None else str(line.points if line.points is not None else line.computed)
            for line in lines
        ]
        rows.append(
            [
                card.department.name,
                card.get_state_display(),
                *points,
                *(str(one if one is not None else "—") for one in whole.values()),
            ]
        )
    title = f"{year}年度考核"
    heads = ["部门", "状态", *heads, "平台计分（百分制）", "自评（百分制）", "评分（百分制）"]
    notes = ["未评分的指标列出平台计分；暂无数据的指标不计入，按其余指标折合百分制。"]
    note_look(request, "下载年度考核", "scorecard")
    return answer_file(workbook(title, heads, rows, notes), f"{title}.xlsx", XLSX)


@get_and_post
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """一张考核表: 自评 → 评分 → 审批公布."""
    rows = Scorecard.objects.visible_to(request.user).select_related("department", "assessor", "scorer", "approver")
    card = get_object_or_404(rows, public_id=public_id)
    officer, lines = request.user, list(card.lines.all())
    answers = Department.objects.answered_for_by(officer.department).filter(pk=card.department_id).exists()
    may_assess = card.state == "open" and answers and officer.has_role(Role.CLERK, Role.REVIEWER)
    may_score = card.state in ("open", "assessed") and officer.has_role(*OFFICE) and card.assessor_id != officer.pk
    may_approve = card.state == "scored" and officer.has_role(Role.OFFICE_APPROVER) and card.scorer_id != officer.pk
    giving = request.POST if request.POST.get("action") in ("assess", "score") else None
    forms = [_form(line, giving, own=may_assess) for line in lines] if may_assess or may_score else [None] * len(lines)
    if request.method == "POST":
        if _post(request, card, dict(zip(lines, forms, strict=True))):
            return redirect("supervision:scorecard", card.public_id)
    else:
        note_look(request, "查看考核表", card.object_kind, card.public_id)
    context = {
        "card": card,
        "rows": list(zip(lines, forms, strict=True)),
        "totals": totals(lines),
        "may_assess": may_assess,
        "may_score": may_score,
        "may_approve": may_approve,
        "overseer": officer.has_role(*OVERSEERS),
        "history": history_of(card.public_id, Scorecard.lifecycle) if officer.has_role(*OVERSEERS) else [],
    }
    return render(request, "supervision/scorecard.html", context)


def _form(line: ScoreLine, data, *, own: bool) -> PointsForm | None:
    if line.computed is None:
        return None
    return PointsForm(data, prefix=line.key, initial={"points": line.computed, "why": ""})


def _post(request: StaffRequest, card: Scorecard, forms: dict) -> bool:
    who, action = by(request), request.POST.get("action", "")
    if action in ("assess", "score"):
        given = [form for form in forms.values() if form is not None]
        if not given:
            use, said = _stale, ""
        elif not all(filled(request, form) for form in given):
            return False
        else:
            points = {
                line.key: (form.cleaned_data["points"], form.cleaned_data["why"])
                for line, form in forms.items()
                if form is not None and form.cleaned_data["points"] is not None
            }
            call = assessing.assess if action == "assess" else assessing.give_points
            use = lambda: call(card, points=points, **who)  # noqa: E731
            said = "已提交自评。" if action == "assess" else "已评分，等待审批。"
        return tried(request, use, said) is not None
    reason = request.POST.get("reason", "")
    use, said = {
        "publish": (lambda: assessing.publish(card, **who), "已在内部公布。"),
        "send_back": (lambda: assessing.send_back(card, reason=reason, **who), "已退回重评。"),
    }.get(action, (_stale, ""))
    tried(request, use, said)
    return True


def _stale() -> None:
    raise assessing.ScoreRefused(STALE)
