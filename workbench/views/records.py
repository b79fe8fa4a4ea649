"""记录: one record with its history, and what the officer may do with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.looking import note_look
from accounts.models import Department, Officer, Role
from blacklists.grounding import may_ground
from credit_platform.declaring import Scope, get_only, post_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX, workbook
from ledger.history import history_of
from records.hiding import HideRefused, confirm, hide, show_again
from records.kinds import KINDS
from records.models import Hide, Record
from records.releasing import ReleaseRefused, hold, release_of, release_record, resume
from records.responsible import responsible_for
from records.withdrawing import GONE
from repairs.models import HandedOver
from rules.models import RuleSet

from ..filters import RecordFilter
from ..forms import ActForm
from .addresses import kept

READERS = (Role.CLERK, Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
MOST = 10_000  # rows of a download: some 2 MB
HEADS = (
    "主体名称", "统一社会信用代码", "信息类别", "文书号", "报送部门", "决定机关", "决定日期", "法定公示期限", "自动公示日",
    "报送日期", "公示日期", "公示截止", "状态", "暂不公开的理由", "有重要提示", "存量",
)  # fmt: skip
ACTORS = (Role.REVIEWER, Role.OFFICE, Role.OFFICE_APPROVER)


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """查记录: within reach, by what filters.RecordFilter offers; the pager keeps it."""
    asked = RecordFilter(request.GET, request=request)
    note_look(request, "查询记录" if asked.chosen else "查看记录列表", "record")
    context = {
        "filter": asked,
        "page": Paginator(asked.rows, 25).get_page(request.GET.get("page")),
        "query": kept(request),
        "today": timezone.localdate(),
        "most": MOST,
    }
    return render(request, "workbench/records.html", context)


@get_only
@role_required(*READERS)
def download(request: StaffRequest) -> HttpResponse:
    """查记录 as .xlsx: the rows that the list shows, in its order, without ID numbers."""
    asked = RecordFilter(request.GET, request=request)
    if not asked.form.is_valid():
        messages.error(request, "有的查询条件没有看懂，没有生成表格。请更正后再下载。")
        return redirect(f"{reverse('workbench:records')}?{kept(request)}")
    rows = list(asked.rows[: MOST + 1])
    notes = [f"只含前{MOST}条，请缩小查询范围后分次下载。"] if len(rows) > MOST else []
    title = f"信用记录 {timezone.localdate()}"
    note_look(request, "下载记录列表", "record")
    return answer_file(workbook(title, HEADS, [_cells(row) for row in rows[:MOST]], notes), f"{title}.xlsx", XLSX)


def _cells(record: Record) -> list:
    days = (
        record.decided_on,
        record.due,
        record.release_by,
        record.arrived_on,
        record.public_from,
        record.public_until,
    )
    return [
        record.subject.name,
        record.subject.code,
        record.get_kind_display(),
        record.document_number,
        record.department.name,
        record.body_name,
        *(str(one) if one else "" for one in days),
        record.get_state_display(),
        record.get_hold_reason_display(),
        "是" if record.grave else "",
        "是" if record.stock else "",
    ]


@get_only
@role_required(*READERS, of=Scope.DEPARTMENT)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """Everything about one record but ID numbers."""
    record = _record(request.user, public_id)
    note_look(request, "查看记录", "record", record.public_id)
    form = ActForm(initial={"field": record.field, "seriousness": record.seriousness})
    return render(request, "workbench/record.html", _context(record, request.user, form))


def _record(officer: Officer, public_id) -> Record:
    rows = Record.objects.visible_to(officer)
    rows = rows.select_related("subject", "department", "version__submission", "submission__clerk")
    return get_object_or_404(rows, public_id=public_id)


def _context(record: Record, officer: Officer, form: ActForm) -> dict:
    kind, today = KINDS[record.kind], timezone.localdate()
    content = record.version.content
    return {
        "record": record,
        "today": today,
        "public_now": Record.objects.public(today).filter(pk=record.pk).exists(),
        "name_differs": any(said["code"] == "name_differs" for said in record.version.warnings),
        "lines": [(column.title, content[column.code]) for column in kind.columns if column.code in content],
        "sealed": [column.title for column in kind.columns if column.private] if record.version.sealed else [],
        "rule_set": RuleSet.objects.filter(key=record.rule_set).first(),
        "history": history_of(
            record.public_id,
            Record.lifecycle,
            also=[
                *record.proposals.values_list("public_id", flat=True),
                *record.hides.values_list("public_id", flat=True),
            ],
        ),
        "release": release_of(record),
        "responsible": responsible_for(record),
        "hide": Hide.objects.filter(record=record, lifted_on__isnull=True)
        .select_related("proposer", "approver")
        .first(),
        "proposal": record.proposals.filter(state="open").first(),
        "form": form,
        "waits": record.state in ("awaiting", "escalated"),
        "next": _next_waiting(record, officer) if officer.has_role(*ACTORS) else None,
        "releasers": _releasers(record),
        "may_release": officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER)
        and officer.pk != record.submission.clerk_id,
        "may_act": officer.has_role(*ACTORS),
        "handed_over": HandedOver.objects.filter(record=record).first() if record.kind == "penalty" else None,
        "may_hand": officer.has_role(Role.CLERK, Role.REVIEWER),
        "may_list": officer.has_role(Role.CLERK, Role.OFFICE) and may_ground(record),
        "may_register": officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE),
        "may_propose": officer.has_role(Role.CLERK)
        and record.state not in GONE
        and Department.objects.answered_for_by(officer.department).filter(pk=record.department_id).exists(),
    }


def _next_waiting(record: Record, officer: Officer) -> Record | None:
    """What to look at after this one."""
    rows = Record.objects.visible_to(officer).filter(state="awaiting").exclude(pk=record.pk)
    return rows.order_by("release_by", "pk").first()


def _releasers(record: Record) -> list[str]:
    """Names of those who may let it out, for whoever may not."""
    reviewers = Officer.objects.holding(Role.REVIEWER).filter(department=record.department_id)
    return list(reviewers.exclude(pk=record.submission.clerk_id).values_list("name", flat=True)[:5])


@post_only
@role_required(*ACTORS, of=Scope.DEPARTMENT)
def act(request: StaffRequest, public_id) -> HttpResponse:
    """放行、暂不公开、解除、紧急下线、确认、恢复."""
    record = _record(request.user, public_id)
    form = ActForm(request.POST)
    back = (
        redirect("workbench:escalated") if "board" in request.POST else redirect("workbench:record", record.public_id)
    )
    if not form.is_valid():
        messages.error(request, "没有看懂要做的操作，请回到记录页面重试。")
        return back
    try:
        field = form.cleaned_data["field"] if "field" in form.data else None  # "" is a field, too: the general one
        messages.success(request, _do(record, request.user, form.cleaned_data | {"field": field}))
    except (ReleaseRefused, HideRefused) as reason:
        messages.error(request, f"{record.document_number}：{reason}")
    return back


def _do(record: Record, officer: Officer, said: dict) -> str:
    """Call the use case; the sentence for the officer."""
    who = signed(officer)
    match said["action"]:
        case "release":
            record = release_record(
                record,
                reviewer=officer,
                seriousness=said["seriousness"],
                field=said["field"],
                note=said["note"],
                name_is=said["name_is"],
                seen_version=said["version"],
                **who,
            )
            return "已公示。" if record.state == Record.State.RELEASED else "已转为内部留存，依规定不公示。"
        case "hold":
            hold(record, reviewer=officer, reason=said["reason"], note=said["note"], **who)
            return "已暂不公开；解除之前不会自动公示。"
        case "resume":
            resume(record, reviewer=officer, note=said["note"], **who)
            return "已解除，可以审核公示。"
        case "hide":
            made = hide(record, officer=officer, reason=said["note"], **who)
            return f"已下线。请另一位同事在{made.confirm_by}当日及以前确认，否则将自动恢复公示。"
        case "confirm_hide":
            confirm(_open_hide(record), officer=officer, **who)
            return "已确认下线。"
        case _:
            show_again(_open_hide(record), officer=officer, reason=said["note"], **who)
            return "已恢复公示。"


def _open_hide(record: Record) -> Hide:
    found = Hide.objects.filter(record=record, lifted_on__isnull=True).first()
    if found is None:
        raise HideRefused("这条记录没有下线，请刷新页面查看。")
    return found
