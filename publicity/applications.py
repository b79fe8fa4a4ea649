"""账号申请: the page by which a department without a system asks for accounts, and follows what comes of it. Source: A7.

Behind the captcha of the search, without log-in and without cookie; the receipt code is shown once.
"""

from dataclasses import replace

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.applying import A_DAY, MOST, PATIENCE, WISHES, Wanted, application_by, apply_for_accounts, offices
from accounts.models import Department, Role
from accounts.refusals import Refused
from blacklists.offering import kinds_admitted
from credit_platform.addresses import client_address
from credit_platform.captcha_forms import WRONG, picture, solved
from credit_platform.declaring import get_and_post, open_to_all
from credit_platform.keeping import MAX_PAPER
from credit_platform.personal import personal_number_in
from credit_platform.unrepeating import Unrepeating

from .visits import limited

PART = ("name", "position", "phone", "role")


class ApplyForm(forms.Form, Unrepeating):
    """Department, persons (`name0`, `position0`, `phone0`, `role0`, …) and the stamped letter."""

    use_required_attribute = False
    office = forms.ModelChoiceField(
        Department.objects.none(),
        label="向哪个信用办申请",
        empty_label="请选择",
        error_messages={"required": "请选择信用办。"},
    )
    outside = forms.ChoiceField(
        label="单位性质",
        required=False,
        help_text="外部机构的账号只能提供名单线索、查看答复，不能报送和查看部门的信息。",
    )
    department_name = forms.CharField(label="单位全称", max_length=200, error_messages={"required": "请填写单位全称。"})
    code = forms.CharField(
        label="单位的统一社会信用代码", max_length=40, error_messages={"required": "请填写统一社会信用代码。"}
    )
    letter = forms.FileField(
        label="加盖公章的申请函",
        help_text="PDF、JPG 或 PNG，不超过5MB。",
        error_messages={"required": "请选择加盖公章的申请函。", "empty": "附件是空的，请重新选择文件。"},
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        wishes = [("", "请选择"), *((role.value, role.label) for role in WISHES)]
        for place in range(MOST):
            self.fields[f"name{place}"] = forms.CharField(label="姓名", max_length=50, required=False)
            self.fields[f"position{place}"] = forms.CharField(label="科室或职务（选填）", max_length=60, required=False)
            self.fields[f"phone{place}"] = forms.CharField(label="办公电话", max_length=30, required=False)
            self.fields[f"role{place}"] = forms.ChoiceField(
                label="拟任角色（外部机构不用选）", choices=wishes, required=False
            )
        bodies = kinds_admitted(timezone.localdate())
        self.fields["outside"].choices = [("", "政府部门、事业单位"), *bodies]  # type: ignore[attr-defined]
        field = self.fields["office"]
        field.queryset = offices(timezone.localdate()).order_by("name")  # type: ignore[attr-defined]
        for one in self.fields.values():
            one.widget.attrs["class"] = "form-select" if isinstance(one.widget, forms.Select) else "form-control"

    def rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Fields of each person, by number from 1."""
        return [(place + 1, [self[f"{part}{place}"] for part in PART]) for place in range(MOST)]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        letter = cleaned.get("letter")
        if letter and letter.size > MAX_PAPER:
            self.add_error("letter", "附件超过5MB，请压缩或重新扫描后上传。")
        texts = [value for value in cleaned.values() if isinstance(value, str)]
        if any(personal_number_in(text) for text in texts):
            raise forms.ValidationError("请不要填写身份证号、手机号码或银行卡号；电话请填办公电话。")
        return cleaned

    def persons(self) -> list[Wanted]:
        """Those of whom anything was filled in."""
        said = [Wanted(*(self.cleaned_data.get(f"{part}{place}", "") for part in PART)) for place in range(MOST)]
        said = [one for one in said if one.name or one.phone or one.position]
        return [replace(one, role=Role.OUTSIDE) for one in said] if self.cleaned_data["outside"] else said


@open_to_all()
# Exempt as the search is: no session, and a stranger's page would need an unspent captcha that a person answered.
@csrf_exempt
@get_and_post
@limited("apply")
@never_cache
def form_page(request: HttpRequest) -> HttpResponse:
    """The form; after it the receipt code, once. `again`: another picture, what was typed stays.

    The fields come first: a captcha is spent only on what could be handed in.
    """
    if request.method == "POST" and "again" in request.POST:
        return _form(request, ApplyForm(initial=request.POST.dict()))
    form, problem = ApplyForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with (
                transaction.atomic()
            ):  # what is refused gives the right answer's captcha back; a wrong answer spends it
                made = _apply(request, form) if solved(request.POST) else None
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            if made is not None:
                said = {"receipt": made[1], "application": made[0], "patience": PATIENCE}
                return render(request, "publicity/application_receipt.html", said)
            problem = f"{WRONG}申请函也要重新选择。"
    return _form(request, form, problem)


def _form(request: HttpRequest, form: ApplyForm, problem: str = "") -> HttpResponse:
    context = {"form": form, "problem": problem, "most": MOST, "a_day": A_DAY}
    return render(request, "publicity/apply.html", context | picture(request))


def _apply(request: HttpRequest, form: ApplyForm):
    said, letter = form.cleaned_data, form.cleaned_data["letter"]
    return apply_for_accounts(
        office=said["office"],
        name=said["department_name"],
        outside=said["outside"],
        code=said["code"],
        persons=form.persons(),
        letter=(letter.name, letter.read()),
        address=client_address(request) or "",
        on=timezone.localdate(),
    )


@open_to_all()
@csrf_exempt  # it changes nothing
@get_and_post
@limited("apply")
@never_cache
def status_page(request: HttpRequest) -> HttpResponse:
    """办理进度 by the receipt code, which stands in no address. Says the state and the reason, nobody's name."""
    found, asked = None, request.method == "POST"
    if asked:
        found = application_by(request.POST.get("receipt", "").replace("\0", "")[:40])
    today = timezone.localdate()
    void = found is not None and found.state in ("waiting", "accepted") and found.expires_on <= today
    return render(request, "publicity/application_status.html", {"found": found, "asked": asked, "void": void})
