"""提出列入: the subject by code, the decisions it stands on, the behaviour and the measures out of the lists in force."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.acting import by
from accounts.models import Role
from credit_platform.declaring import get_and_post
from subjects.models import Subject

from .. import grounding, hinting, proposing
from ..grounding import Grounds
from ..models import Entry
from ..refusals import ListRefused
from .reading import subject_named, text, uuids
from .sent import Back, refused

FIELDS = ("behaviour", "reasons", "basis")


@get_and_post
@role_required(Role.CLERK, Role.OFFICE)
def propose(request: StaffRequest) -> HttpResponse:
    """拟列入."""
    today = timezone.localdate()
    sent = request.POST if request.method == "POST" else request.GET
    named = sent.get("subject", "").strip()[:60]
    subject = subject_named(named, request.user) if named else None
    grounds = grounding.within_reach(request.user, subject)
    back = None
    if request.method == "POST" and subject is not None:
        try:
            made = proposing.propose(subject, **chosen(request, grounds), **by(request.user))
        except ListRefused as reason:
            if twice := _sent_twice(request, subject, today):
                return redirect("lists:entry", twice.public_id)
            back = refused(request, reason, action="propose")
        else:
            say_what_is_odd(request, made)
            messages.success(request, "已提出。下一步由审核员制发告知书。")
            return redirect("lists:entry", made.public_id)
    elif named and subject is None:
        messages.error(request, "没有这个主体：请核对统一社会信用代码；它须先有信用记录。")
    context = {"named": (subject and subject.code) or named, **form_context(request, subject, grounds, today, back)}
    return render(request, "blacklists/propose.html", context)


def chosen(request: StaffRequest, grounds: Grounds) -> dict[str, Any]:
    """What the form says, as the use case takes it."""
    records, acts = uuids(request.POST.getlist("record")), uuids(request.POST.getlist("act"))
    return {
        **{name: text(request, name) for name in FIELDS},
        "measures": uuids(request.POST.getlist("measure")),
        "records": [one for one in grounds.records if one.public_id in records],
        "acts": [one for one in grounds.acts if one.public_id in acts],
    }


def form_context(
    request: StaffRequest, subject: Subject | None, grounds: Grounds, today: date, back: Back | None
) -> dict[str, Any]:
    """What the form shows: decisions with their weight, both lists, what stands against the subject already."""
    preset = request.GET if request.method != "POST" else request.POST
    return {
        "subject": subject,
        "records": grounds.records,
        "acts": grounds.acts,
        "pending": grounding.PENDING,
        "standing": grounding.standing(subject, request.user, today),
        "behaviours": grounding.offered(today, request.user, subject) if subject else [],
        "measures": hinting.offered(today, person=subject.kind == "person") if subject else [],
        "chosen": [*preset.getlist("record"), *preset.getlist("act")],
        "back": back,
    }


def say_what_is_odd(request: StaffRequest, entry: Entry) -> None:
    """A warning, kept on the entry's page for who decides."""
    if odd := grounding.odd_grounds(entry):
        messages.warning(request, f"所依据的决定像是其他领域的：{'、'.join(odd)}。请核对；审批人也会看到这一提示。")


def _sent_twice(request: StaffRequest, subject: Subject, today: date) -> Entry | None:
    """What the first of two clicks made."""
    rows = Entry.objects.filter(subject=subject, behaviour=text(request, "behaviour"), state=Entry.State.PROPOSED)
    return rows.filter(proposer=request.user, proposed_on=today).first()
