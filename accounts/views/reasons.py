"""查看理由: an auditor says why, once a visit for each case, and goes on to the paper. Source: design sentence 4, F1."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from credit_platform.declaring import post_only

from ..access import StaffRequest, role_required
from ..forms import WhyForm
from ..looking import say_why
from ..models import Role


@post_only
@role_required(Role.AUDITOR)
def why(request: StaffRequest) -> HttpResponse:
    """Keep the reason for the visit and lead back to what was asked for."""
    form = WhyForm(request.POST)
    back = request.POST.get("back", "")
    if form.is_valid() and url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        say_why(request, form.cleaned_data["case"], form.cleaned_data["reason"])
        return HttpResponseRedirect(back, status=303)
    form.tidy()
    return render(request, "accounts/why.html", {"form": form}, status=400)
