"""代码核准: codes with a wrong check character that the office lets in; proposed by one, granted by another."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.forms import Tidy
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import Scope, get_and_post, get_only, post_only
from credit_platform.downloads import download
from ledger.history import history_of
from records import overriding
from records.models import CodeOverride
from records.overriding import OverrideRefused, Paper

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
READERS = (*OFFICE, Role.AUDITOR)


class OverrideForm(forms.Form, Tidy):
    """提出代码核准."""

    code = forms.CharField(label="统一社会信用代码", max_length=40)
    name = forms.CharField(label="主体名称（按登记档案）", max_length=200)
    reason = forms.CharField(label="理由", max_length=500)
    evidence = forms.CharField(label="核对的依据", max_length=300, help_text="如登记机关、档案编号、核对日期。")
    paper = forms.FileField(
        label="登记档案打印件（选填）",
        required=False,
        help_text="PDF、JPG 或 PNG，不超过5MB；加密保存，只供工作人员下载。",
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".pdf,.jpg,.jpeg,.png"}),
    )


@get_and_post
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """All of them, what waits first; the form to propose one (经办 only)."""
    may_propose = request.user.has_role(Role.OFFICE)
    form = OverrideForm(request.POST or None, request.FILES or None) if may_propose else None
    if form is not None and request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        sent = said.pop("paper")
        paper = Paper(sent.name, sent.read()) if sent else None
        try:
            made = overriding.propose(**said, paper=paper, **by(request.user))
        except OverrideRefused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "已提出，待信用办审批核准；核准前这个代码仍不能报送。")
            return redirect("workbench:override", made.public_id)
    if form is not None:
        form.tidy()
    waits = Case(When(state="proposed", then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = CodeOverride.objects.select_related("proposer", "approver").order_by(waits, "-pk")
    if "waiting" in request.GET:
        rows = rows.filter(state="proposed")
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    return render(request, "workbench/overrides.html", {"page": page, "form": form})


@get_only
@role_required(*READERS, of=Scope.PLATFORM)
def detail(request: StaffRequest, public_id) -> HttpResponse:
    """One of them, and what was done with it."""
    override = get_object_or_404(CodeOverride.objects.select_related("proposer", "approver"), public_id=public_id)
    proposed = override.state == CodeOverride.State.PROPOSED
    context = {
        "override": override,
        "may_decide": proposed
        and request.user.has_role(Role.OFFICE_APPROVER)
        and request.user.pk != override.proposer_id,
        "may_revoke": override.state == CodeOverride.State.GRANTED and request.user.has_role(*OFFICE),
        "history": history_of(override.public_id, CodeOverride.lifecycle),
    }
    return render(request, "workbench/override.html", context)


@post_only
@role_required(*OFFICE, of=Scope.PLATFORM)
def decide(request: StaffRequest, public_id) -> HttpResponse:
    """核准、不核准、撤销."""
    override = get_object_or_404(CodeOverride, public_id=public_id)
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")[:500]
    who = by(request.user)
    try:
        if action in ("grant", "decline"):
            overriding.decide(override, grant=action == "grant", reason=reason, **who)
            done = "已核准，现在起可以报送这个代码。" if action == "grant" else "已记为不核准。"
        elif action == "revoke":
            overriding.revoke(override, reason=reason, **who)
            done = "已撤销，这个代码不再接收；此前入库的信息保留。"
        else:
            raise OverrideRefused("没有看懂要做的操作，请回到页面重试。")
    except OverrideRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("workbench:override", public_id)


@get_only
@role_required(*READERS, of=Scope.PLATFORM)
def paper(request: StaffRequest, public_id) -> HttpResponse:
    """The register print, as a download; 404 where none was attached."""
    override = get_object_or_404(CodeOverride.objects.exclude(print_path=""), public_id=public_id)
    note_look(request, "下载登记档案打印件", override.object_kind, override.public_id, case=override.public_id)
    return download(override.print_path, override.print_name)
