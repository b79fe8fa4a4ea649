"""数据使用单位: the public list of who keeps copies and who has not acknowledged what was withdrawn; applying, following the application,
fetching the token. Behind the captcha, without log-in and without cookie. Source: I5.
"""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.applying import offices
from accounts.models import Department
from credit_platform.addresses import client_address
from credit_platform.captcha_forms import WRONG, picture, solved
from credit_platform.declaring import get_and_post, get_only, open_to_all
from credit_platform.personal import personal_number_in
from credit_platform.unrepeating import Unrepeating
from exchange.models import ReUser
from exchange.refusals import ExchangeRefused
from exchange.registering import A_DAY, apply_for_reuse, by_receipt, take_token
from rules.jurisdictions import number

from .brief import brief
from .visits import limited

SHOWN = ("name", "code", "site", "registered_on", "asked", "done", "late", "oldest")  # and nothing else


class ReuseForm(forms.Form, Unrepeating):
    """申请登记."""

    use_required_attribute = False
    office = forms.ModelChoiceField(
        Department.objects.none(),
        label="向哪个信用办登记",
        empty_label="请选择",
        error_messages={"required": "请选择信用办。"},
    )
    name = forms.CharField(label="单位全称", max_length=200, error_messages={"required": "请填写单位全称。"})
    code = forms.CharField(
        label="统一社会信用代码", max_length=40, error_messages={"required": "请填写统一社会信用代码。"}
    )
    site = forms.CharField(
        label="在哪里展示或者使用",
        max_length=200,
        help_text="网站、应用或者系统的名称和地址，将公开。",
        error_messages={"required": "请填写在哪里展示或者使用。"},
    )
    purpose = forms.CharField(
        label="用途",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写用途。"},
    )
    phone = forms.CharField(
        label="办公电话",
        max_length=30,
        help_text="只供信用办联系，不公开。",
        error_messages={"required": "请填写办公电话。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices(timezone.localdate()).order_by("name")  # type: ignore[attr-defined]
        for one in self.fields.values():
            one.widget.attrs["class"] = "form-select" if isinstance(one.widget, forms.Select) else "form-control"

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        texts = [value for name, value in cleaned.items() if isinstance(value, str) and name != "code"]
        if any(personal_number_in(text) for text in texts):
            raise forms.ValidationError("请不要填写身份证号、手机号码或银行卡号；电话请填办公电话。")
        return cleaned


@open_to_all()
@get_only
@limited("lists")
def listing(request: HttpRequest) -> HttpResponse:
    """Who is registered; those that are late first."""
    today = timezone.localdate()
    # Counted out of all that was ever withdrawn.
    rows = brief(
        f"re-users:{today}",
        lambda: list(ReUser.objects.registered().counted(today).order_by("-late", "name").values(*SHOWN)),
    )
    context = {"rows": rows, "days": number("reuse.acknowledge_days", today)}
    response = render(request, "publicity/re_users.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@open_to_all()
@csrf_exempt  # no session; a stranger's page would need an unspent captcha that a person answered
@get_and_post
@limited("apply")
@never_cache
def form_page(request: HttpRequest) -> HttpResponse:
    """The form; after it the receipt code, once. `again`: another picture, what was typed stays."""
    if request.method == "POST" and "again" in request.POST:
        return _form(request, ReuseForm(initial=request.POST.dict()))
    form, problem = ReuseForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with (
                transaction.atomic()
            ):  # what is refused gives the right answer's captcha back; a wrong answer spends it
                made = _apply(request, form) if solved(request.POST) else None
        except ExchangeRefused as reason:
            form.add_error(None, str(reason))
        else:
            if made is not None:
                return render(request, "publicity/reuse_receipt.html", {"one": made[0], "receipt": made[1]})
            problem = WRONG
    return _form(request, form, problem)


def _apply(request: HttpRequest, form: ReuseForm) -> tuple[ReUser, str]:
    return apply_for_reuse(**form.cleaned_data, address=client_address(request) or "", on=timezone.localdate())


def _form(request: HttpRequest, form: ReuseForm, problem: str = "") -> HttpResponse:
    context = {"form": form, "problem": problem, "a_day": A_DAY}
    return render(request, "publicity/reuse_apply.html", context | picture(request))


@open_to_all()
@csrf_exempt  # whoever has the code may do what it is for; no session is asked
@get_and_post
@limited("apply")
@never_cache
def status_page(request: HttpRequest) -> HttpResponse:
    """办理进度 by the receipt code, and a new token with it, shown once."""
    code = request.POST.get("receipt", "").replace("\0", "")[:40] if request.method == "POST" else ""
    found, secret, problem = by_receipt(code) if code else None, "", ""
    if found is not None and "token" in request.POST:
        try:
            found, secret = take_token(code, timezone.localdate())
        except ExchangeRefused as reason:
            problem = str(reason)
    today = timezone.localdate()
    context = {
        "found": found, "asked": request.method == "POST", "secret": secret, "problem": problem, "receipt": code if found else "",
        "lapsed": found is not None and ReUser.objects.lapsed(today).filter(pk=found.pk).exists(),
        "days": number("reuse.application_days", today),
    }  # fmt: skip
    return render(request, "publicity/reuse_status.html", context)
