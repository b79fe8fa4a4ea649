"""冻结公示: the switch, and who used it. Source: L1."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.access import StaffRequest, role_required
from accounts.acting import signed
from accounts.models import Role
from records.freezing import FreezeRefused, freeze, frozen, thaw
from records.models import Freeze

SWITCHERS = (Role.OFFICE, Role.OFFICE_APPROVER, Role.SECURITY_ADMIN)


@role_required(*SWITCHERS, Role.AUDITOR)
def switch(request: StaffRequest) -> HttpResponse:
    """See it, set it, lift it."""
    if request.method == "POST":
        use, reason = (
            (thaw, "已恢复公示，到期的信息由定时任务补公示。") if frozen() else (freeze, "已冻结，现在起不再新增公示。")
        )
        try:
            use(officer=request.user, reason=request.POST.get("reason", "")[:500], **signed(request.user))
        except FreezeRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, reason)
        return redirect("workbench:freeze")
    context = {
        "standing": frozen(),
        "freezes": Freeze.objects.select_related("proposer", "approver")[:50],
        "may_switch": request.user.has_role(*SWITCHERS),
    }
    return render(request, "workbench/freeze.html", context)
