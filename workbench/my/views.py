"""/my/: the home of whoever acts for a subject. Source: F1."""

from django.http import HttpResponse
from django.shortcuts import render

from credit_platform.declaring import get_only
from representation.entering import SubjectRequest, subject_required

from .sections import menu


@get_only
@subject_required()
def home(request: SubjectRequest) -> HttpResponse:
    """首页: what one can look at and do."""
    return render(request, "my/home.html", {"sections": menu(request.subject.kind)[1:]})  # type: ignore[index]
