"""分级分类监管: rules that turn a department's grades into classes, and who is in which today. Source: E9."""

from collections.abc import Iterator
from datetime import date

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from accounts.models import Role
from blacklists.refusals import ListRefused
from blacklists.views.reading import text
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import workbook
from records.models import Record, RecordKind

from .. import classifying
from ..models import ClassRule

WORKERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*WORKERS, Role.AUDITOR)
FIELDS = ("scheme", "grade", "level", "inspections", "basis")
DONE = {"adopt": "已核准，从今天起适用。", "refuse": "已记为不予核准。", "end": "已停用。"}


@get_and_post
@role_required(*READERS)
def classes(request: StaffRequest) -> HttpResponse:
    """The rules, and the form of a new one."""
    problem = ""
    if request.method == "POST":
        try:
            classifying.propose(**{name: text(request, name, 400) for name in FIELDS}, **by(request.user))
        except ListRefused as refused:
            problem = str(refused)
        else:
            messages.success(request, "已提交，由另一人核准后适用。")
            return redirect("checks:classes")
    rows = ClassRule.objects.visible_to(request.user).select_related("department", "proposer")
    officer = request.user
    approves = officer.has_role(*classifying.APPROVERS)
    note_look(request, "查看监管类别规则", ClassRule.object_kind)
    context = {
        "rows": [
            (one, approves and one.proposer_id != officer.pk) for one in rows.exclude(state__in=["ended", "refused"])
        ],
        "over": rows.filter(state__in=["ended", "refused"]),
        "levels": ClassRule.Level.choices,
        "may_propose": officer.has_role(Role.CLERK, Role.REVIEWER),
        "problem": problem,
        "sent": {name: text(request, name, 400) for name in FIELDS},
    }
    return render(request, "checks/classes.html", context)


@post_only
@role_required(*WORKERS, of=Scope.DEPARTMENT)
def class_step(request: StaffRequest, public_id) -> HttpResponse:
    """One step."""
    rule = get_object_or_404(ClassRule.objects.visible_to(request.user), public_id=public_id)
    action, reason, who = text(request, "action", 20), text(request, "reason", 600), by(request.user)
    try:
        match action:
            case "adopt":
                classifying.adopt(rule, **who)
            case "refuse":
                classifying.refuse(rule, reason=reason, **who)
            case "end":
                classifying.end(rule, reason=reason, **who)
            case _:
                raise ListRefused("请选择要办理的事项。")
    except ListRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, DONE[action])
    return redirect("checks:classes")


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def class_subjects(request: StaffRequest, public_id) -> HttpResponse:
    """监管对象名录 of one rule today, as a table for drawing inspections."""
    rule = get_object_or_404(
        ClassRule.objects.visible_to(request.user).select_related("department"), public_id=public_id
    )
    today = timezone.localdate()
    note_look(request, "下载监管对象名录", rule.object_kind, rule.public_id)
    title = f"{rule.department.name}：{rule.scheme} {rule.grade}（{rule.get_level_display()}），{today:%Y-%m-%d}"
    heads = ("主体名称", "统一社会信用代码", "评价日期", "检查比例和频次")
    return answer_file(workbook(title, heads, _graded(rule, today)), f"监管对象名录{today:%Y%m%d}.xlsx")


def _graded(rule: ClassRule, on: date) -> Iterator[tuple[str, str, str, str]]:
    """Whose latest valid grade of the scheme is the rule's."""
    rows = Record.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=on), department=rule.department_id, kind=RecordKind.GRADE,
        state__in=["released", "internal"], effect_ended=False, version__content__PJ_FA=rule.scheme,
    )  # fmt: skip
    latest = rows.order_by("subject", "-decided_on", "-pk").distinct("subject")
    for row in latest.values("subject__name", "subject__code", "decided_on", "version__content"):
        if row["version__content"].get("PJ_DJ") == rule.grade:
            yield row["subject__name"], row["subject__code"], row["decided_on"].isoformat(), rule.inspections
