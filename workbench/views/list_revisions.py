"""清单修订: the lists in use with their next revision; taking one away, bringing it back changed. Source: D1, E1."""

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.looking import note_look
from accounts.models import Role
from credit_platform.declaring import get_only, post_only
from credit_platform.downloads import answer_file
from credit_platform.sheets import XLSX
from records.reading.formats import MAX_BYTES
from rules import changing
from rules.jurisdictions import names_in_use
from rules.models import Jurisdiction, RuleChange

from ..list_sheets import FAMILIES, RevisionRefused, revision_in, sheet_of, version_of
from ..rehearsals import LAYERS
from ..rule_forms import ChangeForm
from .jurisdictions import READERS, rehearsed


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """Each list of the packs in use: version, next revision, an open change."""
    today = timezone.localdate()
    waiting = {row.key: row for row in RuleChange.objects.filter(state="proposed", key__contains="_list.")}
    rows = [
        {"family": family, "title": title, "pack": pack, "version": version_of(family, pack, today),
         "change": waiting.get(f"{family}.{pack.name}")}
        for pack in Jurisdiction.objects.filter(name__in=names_in_use()).order_by("pk")
        for family, (_, _, title) in FAMILIES.items()
    ]  # fmt: skip
    context = {"rows": rows, "today": today, "may_propose": request.user.has_role(Role.OFFICE)}
    return render(request, "workbench/list_revisions.html", context)


@get_only
@role_required(*READERS)
def sheet(request: StaffRequest, family: str, pack: str) -> HttpResponse:
    """修订表 .xlsx."""
    found = _pack(family, pack)
    note_look(request, "下载清单修订表", family)
    name = f"{found.title}{FAMILIES[family][2]}修订表.xlsx"
    return answer_file(sheet_of(family, found, timezone.localdate()), name, XLSX)


@post_only
@role_required(Role.OFFICE)
def revise(request: StaffRequest, family: str, pack: str) -> HttpResponse:
    """Read the edited workbook; its differences go on to the form of a rule change, with their rehearsal."""
    found, sent, today = _pack(family, pack), request.FILES.get("file"), timezone.localdate()
    try:
        if sent is None or not sent.size:
            raise RevisionRefused("请选择修改好的修订表（.xlsx）。")
        if sent.size > MAX_BYTES:
            raise RevisionRefused(f"文件超过{MAX_BYTES // 1024 // 1024}MB，请核对是否选错了文件。")
        value = revision_in(sent.read(), sent.name or "", family, found, today)
        key = f"{family}.{found.name}"
        shown = rehearsed(request, changing.rehearse(key, value, today, LAYERS))
    except (RevisionRefused, changing.ChangeRefused) as refused:
        messages.error(request, str(refused))
        return redirect("workbench:list_revisions")
    form = ChangeForm(initial={"key": key, "value": json.dumps(value, ensure_ascii=False), "since": today})
    form.tidy()
    return render(request, "workbench/rule_propose.html", {"form": form, "found": shown, "chosen": True})


def _pack(family: str, name: str) -> Jurisdiction:
    if family not in FAMILIES:
        raise Http404
    return get_object_or_404(Jurisdiction, name=name)
