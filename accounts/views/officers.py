"""人员管理: accounts, by hand and by sheet; hand-over and end. Roles are the security administrator's: security.py."""

from base64 import b64encode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from credit_platform.declaring import Scope, post_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX

from ..access import role_required
from ..appointing import add_officer, deactivate, hand_over, reopen, reset_password
from ..forms import HandOverForm, OfficerForm, PersonForm, ReasonForm, ReopenForm, RoleForm, SheetForm
from ..importing import import_officers, password_sheet, read_sheet, template_sheet
from ..looking import note_look
from ..models import Officer
from ..persons import identify
from ..refusals import Refused
from .desk import READERS, SYSTEM, actor

PAGE = 50


@role_required(*READERS)
def index(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    officers = (
        Officer.objects.select_related("department").prefetch_related("grants").order_by("-is_active", "username")
    )
    if query:
        words = Q(username__icontains=query) | Q(name__icontains=query) | Q(department__name__icontains=query)
        officers = officers.filter(words)
    if request.GET.get("waiting"):
        officers = officers.exclude(requested_role="")
    if request.GET.get("unknown"):
        officers = officers.filter(person_key=None, is_active=True)
    page = Paginator(officers, PAGE).get_page(request.GET.get("page"))
    kept = "".join(f"&{name}=1" for name in ("waiting", "unknown") if request.GET.get(name))
    return render(request, "accounts/officers.html", {"page": page, "q": query, "kept": kept})


@role_required(*READERS, of=Scope.PLATFORM)
def one(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer.objects.select_related("department", "successor"), public_id=public_id)
    grants = officer.grants.order_by("-since", "-pk")
    return render(request, "accounts/officer.html", {"officer": officer, "grants": grants, "role_form": RoleForm()})


@never_cache
@role_required(*SYSTEM)
def add(request: HttpRequest) -> HttpResponse:
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            officer, password = add_officer(by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            if password is None:
                form.add_error("username", f"登录名“{officer.username}”已在本部门使用，请换一个。")
            else:
                return render(request, "accounts/first_password_shown.html", {"officer": officer, "password": password})
    form.tidy()
    return render(request, "accounts/form.html", {"form": form, "title": "添加人员", "done": "添加"})


@never_cache
@role_required(*SYSTEM)
def import_sheet(request: HttpRequest) -> HttpResponse:
    """Check, or import and answer with what came of each row and, inside the page, the sheet of first passwords: they
    exist nowhere else."""
    form = SheetForm(request.POST or None, request.FILES or None)
    results, passwords = None, ""
    if request.method == "POST" and form.is_valid():
        check = "check" in request.POST
        try:
            rows = read_sheet(form.cleaned_data["sheet"].read())
            results = import_officers(rows, by=actor(request), on=timezone.localdate(), only_check=check)
        except Refused as reason:
            form.add_error("sheet", str(reason))
        else:
            if not check and any(row.made for row in results):
                note_look(request, "下载初始口令表", "officer")
                passwords = f"data:{XLSX};base64,{b64encode(password_sheet(results)).decode()}"
    form.tidy()
    context: dict[str, object] = {"form": form, "results": results}
    context["imported"] = not form.errors and "check" not in request.POST
    context |= {"passwords": passwords, "passwords_name": f"初始口令-{timezone.localdate():%Y%m%d}.xlsx"}
    for name in ("made", "error"):
        context[name] = sum(bool(getattr(row, name)) for row in results or ())
    return render(request, "accounts/import.html", context)


@role_required(*SYSTEM)
def import_template(request: HttpRequest) -> HttpResponse:
    note_look(request, "下载人员导入模板", "officer")
    return answer_file(template_sheet(), "人员导入模板.xlsx", XLSX)


@never_cache
@post_only
@role_required(*SYSTEM, of=Scope.PLATFORM)
def new_password(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id, is_active=True)
    password = reset_password(officer, by=actor(request), on=timezone.localdate())
    return render(request, "accounts/first_password_shown.html", {"officer": officer, "password": password})


@role_required(*SYSTEM, of=Scope.PLATFORM)
def pass_on(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id)
    form = HandOverForm(request.POST or None, officer=officer)
    if request.method == "POST" and form.is_valid():
        try:
            hand_over(officer, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error("to", str(reason))
        else:
            messages.success(request, f"{officer.name}的工作已交接给{form.cleaned_data['to'].name}。")
            return redirect("accounts:officer", public_id)
    form.tidy()
    hint = "接手的填报员可以撤回原经办人报送的批次，办结其中退回的行。角色不随工作交接，仍由安全管理员授予。"
    context = {"form": form, "title": f"交接工作：{officer.name}", "done": "交接", "hint": hint}
    return render(request, "accounts/form.html", context)


@role_required(*SYSTEM, of=Scope.PLATFORM)
def close(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer, public_id=public_id, is_active=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deactivate(officer, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error("reason", str(reason))
        else:
            messages.success(request, f"{officer.name}的账号已停用。")
            return redirect("accounts:officer", public_id)
    form.tidy()
    hint = "停用后立即退出登录，角色全部撤销；账号和办理过的记录保留。"
    context = {"form": form, "title": f"停用账号：{officer.name}", "done": "停用", "hint": hint, "grave": True}
    return render(request, "accounts/form.html", context)


@never_cache
@role_required(*SYSTEM, of=Scope.PLATFORM)
def open_again(request: HttpRequest, public_id) -> HttpResponse:
    officer = get_object_or_404(Officer.objects.select_related("department"), public_id=public_id, is_active=False)
    form = ReopenForm(request.POST or None, initial={"department": officer.department_id})
    if request.method == "POST" and form.is_valid():
        try:
            password = reopen(officer, by=actor(request), on=timezone.localdate(), **form.cleaned_data)
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            return render(request, "accounts/first_password_shown.html", {"officer": officer, "password": password})
    form.tidy()
    hint = "本人回来工作时恢复原账号，不另开新账号。恢复后没有角色，仍由安全管理员授予。"
    context = {"form": form, "title": f"恢复账号：{officer.name}", "done": "恢复", "hint": hint}
    return render(request, "accounts/form.html", context)


@never_cache
@role_required(*SYSTEM, of=Scope.PLATFORM)
def identify_person(request: HttpRequest, public_id) -> HttpResponse:
    """Once: what is noted cannot be changed here."""
    officer = get_object_or_404(Officer, public_id=public_id, is_active=True, person_key=None)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            identify(officer, form.cleaned_data["person_key"], by=actor(request), on=timezone.localdate())
        except Refused as reason:
            form.add_error("id_number", str(reason))
        else:
            messages.success(request, f"已登记{officer.name}的身份证号。")
            return redirect("accounts:officer", public_id)
    form.tidy()
    hint = "只用于核对一人一号：号码本身不保存、不显示。登记后不能更改；登记错了只能停用账号，请对照证件填写。"
    context = {"form": form, "title": f"登记身份证号：{officer.name}", "done": "登记", "hint": hint}
    return render(request, "accounts/form.html", context)
