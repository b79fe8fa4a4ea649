"""查阅日志: who looked at what that is not public, for security administrators and auditors. Source: design sentence 4.

Here and not with the accounts: a line names the record, the file or the subject that was looked at.
"""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.access import StaffRequest, role_required
from accounts.forms import LookFilter
from accounts.models import AccessLog, Officer, Role
from credit_platform.codes import document_key
from credit_platform.declaring import get_only
from ledger.models import Act
from records.models import Proposal, Record, Submission
from subjects.models import Subject

from ..act_titles import act_title

READERS = (Role.SECURITY_ADMIN, Role.AUDITOR)
PAGE = 50
PERSON = "自然人（不显示姓名）"
SAME = 1000  # records of one document number that a search follows: a number is rarely used twice


@get_only
@role_required(*READERS)
def listing(request: StaffRequest) -> HttpResponse:
    """查阅日志, newest first, by officer or department, day and object."""
    form = LookFilter(request.GET or None)
    form.tidy()
    rows = _chosen(form.cleaned_data) if form.is_valid() else AccessLog.objects.order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    known = named(list(page), request.user)
    rows_named = [(row, *known.get(row.object_id, ("", ""))) for row in page]
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "accounts/access_log.html",
        {"page": page, "rows": rows_named, "form": form, "query": query.urlencode()},
    )


def _chosen(said: dict) -> QuerySet[AccessLog]:
    rows = AccessLog.objects.order_by("-pk")
    if who := said["q"]:
        rows = rows.filter(officer__icontains=who) | rows.filter(department__icontains=who)
    if day := said["day"]:
        start = timezone.make_aware(datetime.combine(day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    if what := said["object"]:
        rows = rows.filter(object_id__in=_objects(what))
    return rows


def _objects(text: str) -> list[UUID]:
    """Ids meant by an id as the log's links carry it, or by a document number."""
    try:
        return [UUID(text)]
    except ValueError:
        number = document_key(text)
        found = Record.objects.filter(document_key__in=[number, f"{number}号"])
        return list(found.values_list("public_id", flat=True)[:SAME])


def named(rows: list[AccessLog], officer: Officer) -> dict[UUID | None, tuple[str, str]]:
    """Object id → what it is called and, where the officer may open it, its page. One or two queries a kind."""
    ids: dict[str, set[UUID]] = {}
    for row in rows:
        if row.object_id:
            ids.setdefault(row.object_kind, set()).add(row.object_id)
    known: dict[UUID | None, tuple[str, str]] = {}
    for kind, answer in NAMING.items():
        if kind in ids:
            known |= answer(ids[kind], officer)
    return known


def _records(ids: set[UUID], officer: Officer) -> dict:
    open_to = set(Record.objects.visible_to(officer).filter(public_id__in=ids).values_list("public_id", flat=True))
    return {
        one: (number, reverse("workbench:record", args=[one]) if one in open_to else "")
        for one, number in Record.objects.filter(public_id__in=ids).values_list("public_id", "document_number")
    }


def _proposals(ids: set[UUID], officer: Officer) -> dict:
    seen = Record.objects.visible_to(officer)
    open_to = set(Proposal.objects.filter(public_id__in=ids, record__in=seen).values_list("public_id", flat=True))
    return {
        one: (number, reverse("workbench:proposal", args=[one]) if one in open_to else "")
        for one, number in Proposal.objects.filter(public_id__in=ids).values_list(
            "public_id", "record__document_number"
        )
    }


def _submissions(ids: set[UUID], officer: Officer) -> dict:
    open_to = set(Submission.objects.visible_to(officer).filter(public_id__in=ids).values_list("public_id", flat=True))
    return {
        one: (name, reverse("workbench:submission", args=[one]) if one in open_to else "")
        for one, name in Submission.objects.filter(public_id__in=ids).values_list("public_id", "file_name")
    }


def _subjects(ids: set[UUID], officer: Officer) -> dict:
    may_open = officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER, Role.AUDITOR)
    return {
        one: (PERSON if kind == "person" else name, reverse("workbench:subject", args=[one]) if may_open else "")
        for one, kind, name in Subject.objects.filter(public_id__in=ids).values_list("public_id", "kind", "name")
    }


def _officers(ids: set[UUID], officer: Officer) -> dict:
    may_open = officer.has_role(Role.AUDITOR)
    return {
        one: (name, reverse("workbench:audit_officer", args=[one]) if may_open else "")
        for one, name in Officer.objects.filter(public_id__in=ids).values_list("public_id", "name")
    }


def _acts(ids: set[UUID], officer: Officer) -> dict:
    may_open = officer.has_role(Role.AUDITOR)
    return {
        one: (act_title(what), reverse("workbench:act_detail", args=[one]) if may_open else "")
        for one, what in Act.objects.filter(public_id__in=ids).values_list("public_id", "what")
    }


NAMING = {
    "record": _records,
    "proposal": _proposals,
    "submission": _submissions,
    "subject": _subjects,
    "act": _acts,
    "officer": _officers,
}
