"""手工填报: one record typed in, checked as a row of a workbook is. Source: B3."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import actor_of
from accounts.models import Role
from ledger.models import Act
from records import intake
from records.cataloguing import kinds_of
from records.checking import check_row
from records.findings import ERROR
from records.kinds import KINDS
from records.models import Submission
from records.overriding import granted_codes
from records.submitting import receive_row

from ..forms import row_form


@role_required(Role.CLERK)
def type_row(request: StaffRequest, kind: str) -> HttpResponse:
    """The form of a kind; errors stand beside their fields. Outside the department's catalogue there is no form."""
    if kind not in KINDS:
        raise Http404
    declared, today = KINDS[kind], timezone.localdate()
    if kind not in kinds_of(request.user.department):
        said = {"kind": declared, "department": request.user.department}
        return render(request, "workbench/type_outside.html", said)
    form = row_form(declared, request.POST or None, officer=request.user)
    if request.method == "POST" and form.is_valid():
        cells = {code: text for code, text in form.cleaned_data.items() if text}
        _, findings = check_row(declared, cells, today, granted=granted_codes())
        errors = [finding for finding in findings if finding.verdict == ERROR]
        for finding in errors:
            form.add_error(finding.column if finding.column in form.fields else None, finding.message)
        if not errors:
            return _send(request, kind, cells, today)
    return render(request, "workbench/type.html", {"form": form, "kind": declared})


def _send(request: StaffRequest, kind: str, cells: dict[str, str], today) -> HttpResponse:
    actor = actor_of(request.user, Act.Channel.PAGE, Role.CLERK)
    submission: Submission = receive_row(
        kind, cells, department=request.user.department, clerk=request.user, actor=actor, on=today
    )
    intake.run(submission.pk, actor=actor)  # one row: no need to wait for a worker
    return redirect("workbench:submission", submission.public_id)
