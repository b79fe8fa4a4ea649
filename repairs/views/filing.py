"""窗口登记: for whoever comes in person. By the code to what is on file about the subject, with the answer for each; then the form."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.looking import note_look
from blacklists.models import Entry, ReportedAct
from blacklists.refusals import ListRefused
from blacklists.views.reading import subject_named, text, uuids
from blacklists.views.sent import Back, refused
from credit_platform.declaring import get_and_post
from records.models import Record
from subjects.models import Subject

from .. import eligibility
from ..applying import STAFF, apply_for
from ..eligibility_rules import TITLES
from ..repairable import items_of, name_of, targets_of
from ..sent import fields_of, papers_of, ruling_of


@get_and_post
@role_required(*STAFF)
def new(request: StaffRequest) -> HttpResponse:
    """登记申请."""
    sent = request.POST if request.method == "POST" else request.GET
    named = sent.get("subject", "").strip()[:60]
    subject = subject_named(named, request.user) if named else None
    chosen = _chosen(request, sent.get("target", ""))
    facts = {name: sent.get(name) == "1" for name in ("minor", "bankrupt")}
    back = None
    if request.method == "POST" and chosen is not None:
        try:
            made = apply_for(
                chosen,
                what_was_done=text(request, "what_was_done"),
                papers=papers_of(request),
                minor=facts["minor"],
                bankrupt=facts["bankrupt"],
                ruling=ruling_of(request),
                **by(request.user),
            )
        except ListRefused as reason:
            back = refused(request, reason, action="apply")
        else:
            messages.success(
                request, f"已登记，申请编号{made.number}，已转{made.department.name}办理。请把编号告诉申请人。"
            )
            return redirect("repairs:case", made.public_id)
    elif named and subject is None:
        messages.error(request, "没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
    if subject is not None:
        note_look(request, "查看可修复的信息", Subject.object_kind, subject.public_id)
    return render(request, "repairs/new.html", _context(request, subject, named, chosen, facts, back))


def _context(
    request: StaffRequest, subject: Subject | None, named: str, chosen: eligibility.Target | None, facts: dict[str, bool],
    back: Back | None,
) -> dict[str, Any]:  # fmt: skip
    today = timezone.localdate()
    context: dict[str, Any] = {"subject": subject, "named": (subject and subject.code) or named, "back": back, **facts}
    if chosen is not None:
        found = eligibility.of(chosen, today, minor=facts["minor"], bankrupt=facts["bankrupt"])
        return context | {
            "target": chosen, "found": found, "title": TITLES[found.procedure], "fields": fields_of(found), "subject": chosen.subject,
            "name": name_of(chosen), "person": chosen.subject.kind == "person", "may": found.may_apply,
            "minors": eligibility.terms(today).flag("minors_protected"),
        }  # fmt: skip
    if subject is not None:
        context["items"] = items_of(_within_reach(subject, request), today)
    return context


def _seen(request: StaffRequest) -> list[QuerySet]:
    """What may be repaired and the officer may see: records, entries, acts."""
    return [model.objects.visible_to(request.user) for model in (Record, Entry, ReportedAct)]  # type: ignore[attr-defined]


def _within_reach(subject: Subject, request: StaffRequest) -> list[eligibility.Target]:
    """What is on file against the subject that the officer may see."""
    seen = {one for rows in _seen(request) for one in rows.filter(subject=subject).values_list("public_id", flat=True)}
    return [one for one in targets_of(subject) if one.public_id in seen]


def _chosen(request: StaffRequest, said: str) -> eligibility.Target | None:
    asked = [
        rows.select_related("subject", "department").filter(public_id__in=uuids([said])) for rows in _seen(request)
    ]
    return next((found for rows in asked if (found := rows.first())), None)
