"""失信举报: the page on which anybody reports, anonymous or named, and follows the report by its receipt code. Source: F7.

Behind the captcha of the search, without log-in and without cookie; the code is shown once and stands in no address.
"""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from accounts.applying import offices
from accounts.models import Department
from blacklists.refusals import ListRefused
from credit_platform.addresses import client_address, household
from credit_platform.captcha_forms import WRONG, picture, solved
from credit_platform.declaring import get_and_post, open_to_all
from dishonesty_reports.filing import A_DAY, LENGTH, file_report, report_by
from dishonesty_reports.forms import ReportForm
from dishonesty_reports.progress import line_of
from dishonesty_reports.rewarding import REWARD, SECRECY, clause_of

from .visits import limited


class PublicReportForm(ReportForm):
    """The same fields, and to which office."""

    office = forms.ModelChoiceField(
        Department.objects.none(),
        label="向哪个信用办举报",
        empty_label="请选择",
        error_messages={"required": "请选择信用办。"},
    )
    field_order = ["office"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        known = offices(timezone.localdate()).order_by("name")
        field.queryset = known  # type: ignore[attr-defined]
        if len(known) == 1:
            field.empty_label = None  # type: ignore[attr-defined]


@open_to_all()
@sensitive_post_parameters()
# Exempt as the search is: no session, and a stranger's page would need an unspent captcha that a person answered.
@csrf_exempt
@get_and_post
@limited("report")
@never_cache
def form_page(request: HttpRequest) -> HttpResponse:
    """The form; after it the receipt code, once. A captcha is spent only on what could be handed in."""
    if request.method == "POST" and "again" in request.POST:
        return _form(request, PublicReportForm(initial=request.POST.dict()))
    form, problem = PublicReportForm(request.POST or None, request.FILES or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # what is refused gives the right answer's captcha back
                made = _file(request, form) if solved(request.POST) else None
        except ListRefused as refused:
            form.refuse(refused)
        else:
            if made is not None:
                said = {"receipt": _grouped(made[1]), "report": made[0]}
                return render(request, "publicity/dishonesty_receipt.html", said)
            problem = f"{WRONG}有证据的请重新选择。"
    return _form(request, form, problem)


def _grouped(receipt: str) -> str:
    """Four by four: it is copied by hand."""
    return " ".join(receipt[at : at + 4] for at in range(0, LENGTH, 4))


def _form(request: HttpRequest, form: PublicReportForm, problem: str = "") -> HttpResponse:
    today = timezone.localdate()
    form.tidy()
    context = {
        "form": form,
        "problem": problem,
        "a_day": A_DAY,
        **picture(request),
        "secrecy": clause_of(SECRECY, today),
        "reward": clause_of(REWARD, today),
    }
    return render(request, "publicity/dishonesty.html", context)


def _file(request: HttpRequest, form: PublicReportForm):
    address = client_address(request)
    return file_report(
        office=form.cleaned_data["office"],
        address=household(address) if address else "",
        on=timezone.localdate(),
        **form.values,
    )


@open_to_all()
@csrf_exempt  # it changes nothing
@get_and_post
@limited("report_status")
@never_cache
def status_page(request: HttpRequest) -> HttpResponse:
    """办理进度 by the receipt code. Of who reported it says nothing; an unknown code is answered in the same bytes, whatever it was."""
    found, asked = None, request.method == "POST"
    if asked:
        found = report_by(request.POST.get("receipt", "").replace("\0", "")[:60])
    context = {"found": found, "asked": asked, "line": line_of(found) if found else []}
    return render(request, "publicity/dishonesty_status.html", context)
