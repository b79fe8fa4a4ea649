"""信用承诺公示: what anybody may read of commitments: who, what, how it was kept; searchable. Source: H2, G4; Shaanxi 二(四)(六),
Bengbu 六(二).

Out of the records of the kind, wherever they came from (a counter, a workbook, the API); no natural person is in it.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from accounts.models import Department
from credit_platform.codes import normalise_code
from credit_platform.declaring import get_only, open_to_all
from records.kinds import words
from records.kinds.commitment import FULFILLED, PERFORMING, TYPES, UNFULFILLED
from records.models import Record, RecordKind

from . import asked
from .visits import limited

PER_PAGE = 20
HEADED = ("承诺事由", "履约状态")  # they stand in the heading of the card
KEPT = (PERFORMING, FULFILLED, UNFULFILLED)
COLUMNS = (
    "subject__public_id", "subject__public_since", "subject__name", "subject__code", "subject__kind", "document_number",
    "decided_on", "public_from", "public_until", "version__content",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One commitment as everybody may read it."""

    subject: str  # public id, where its page is public
    name: str
    code: str
    title: str
    number: str
    made_on: str
    status: str
    fields: list[tuple[str, str]]


@open_to_all()
@get_only
@limited("lists")
def commitment_list(request: HttpRequest) -> HttpResponse:
    """信用承诺 that are public today, the latest first."""
    sent = {
        name: request.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("q", "type", "kept", "department")
    }
    rows = Record.objects.public(timezone.localdate()).filter(kind=RecordKind.COMMITMENT)
    found, fault = _chosen(rows, sent)
    page = Paginator(found.order_by("-public_from", "-public_id").values(*COLUMNS), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [_row(one) for one in page],
        "sent": sent,
        "asked": any(sent.values()),
        "fault": fault,
        "link": urlencode({name: value for name, value in sent.items() if value}),
        "types": TYPES,
        "kept": KEPT,
        "counts": _counts(rows),
        "bodies": _bodies(rows),
    }
    response = render(request, "commitments/public.html", context)
    patch_cache_control(response, no_cache=True)  # what left must be gone at the next look
    return response


def _chosen(rows: QuerySet, sent: dict[str, str]) -> tuple[QuerySet, str]:
    """The rows, and what to say of what is no answer to the form's questions: that asks nothing."""
    department = Department.objects.chosen(sent["department"]) if sent["department"] else None
    fault = asked.unknown(sent["type"], TYPES) + asked.unknown(sent["kept"], KEPT)
    fault += asked.UNKNOWN if sent["department"] and department is None else ""
    if sent["q"]:
        code = normalise_code(sent["q"])
        rows = rows.filter(Q(subject__name__icontains=sent["q"]) | (Q(subject__code=code) if code else Q(pk=None)))
    if sent["type"] in TYPES:
        rows = rows.filter(version__content__CN_LX=sent["type"])
    if sent["kept"] in KEPT:
        rows = rows.filter(version__content__CN_LVZT=sent["kept"])
    if department:
        rows = rows.filter(department__in=Department.objects.tree(department))
    return rows, fault


def _counts(rows: QuerySet) -> list[tuple[str, int]]:
    """How many are being kept, were kept, were not; in all that is public."""
    counted = dict(rows.order_by().values_list("version__content__CN_LVZT").annotate(Count("pk")))
    return [(one, counted.get(one, 0)) for one in KEPT]


def _bodies(rows: QuerySet) -> QuerySet[Department]:
    """Departments that received any."""
    return Department.objects.filter(pk__in=rows.order_by().values("department")).order_by("name")


def _row(row: dict) -> Row:
    content = row["version__content"]
    shown = words.fields(RecordKind.COMMITMENT, content, row["subject__kind"] == "organisation")
    body = dict(shown).get("受理单位")
    return Row(
        subject=row["subject__public_id"] if row["subject__public_since"] else "",
        name=row["subject__name"],
        code=row["subject__code"],
        title=words.title(RecordKind.COMMITMENT, content),
        number=row["document_number"],
        made_on=row["decided_on"],
        status=dict(shown).get("履约状态", ""),
        fields=[
            (label, value) for label, value in shown if label not in HEADED and (label, value) != ("数据来源", body)
        ],
    )
