"""查询授权, taken back by whoever it is about: consent that is given can be withdrawn as easily. Source: A6; 个人信息保护法 第15条."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from blacklists.refusals import ListRefused
from checks import authorising
from checks.models import Authorisation
from credit_platform.declaring import Scope, get_and_post
from representation.acting import by_subject
from representation.entering import SubjectRequest, subject_required

from .items import same
from .promises import OPEN


@get_and_post
@subject_required(of=Scope.SUBJECT)
def one(request: SubjectRequest, public_id) -> HttpResponse:
    """What it lets a body see, and the button that ends it."""
    rows = Authorisation.objects.filter(subject__in=same(request.subject)).select_related("body")
    found = get_object_or_404(rows, public_id=public_id)
    if request.method == "POST":
        try:
            authorising.take_back(found, **by_subject(request))
        except ListRefused as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, f"已撤回。{found.body.name}从现在起只能查到公开的信息。")
        return redirect("my:authorisation", found.public_id)
    return render(request, "my/authorisation.html", {"row": found, "open": _open(found)})


def _open(row: Authorisation) -> bool:
    return row.state in OPEN and row.until >= timezone.localdate()
