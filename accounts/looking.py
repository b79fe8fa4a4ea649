"""查阅: staff looks at what is not public, written down from the first day. Source: design sentence 4."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils.timezone import make_aware

from credit_platform.addresses import client_address

from .models import AccessLog, Officer, Role

REASONS = "reasons"  # of the session: case → why, as long as the visit lasts


class ReasonNeeded(Exception):
    """An auditor takes private papers away and has not said why in this visit; middleware.WholeLogin asks."""

    def __init__(self, case: UUID) -> None:
        super().__init__(str(case))
        self.case = case


def note_look(
    by: HttpRequest | Officer,
    what: str,
    object_kind: str,
    object_id: UUID | None = None,
    address: str | None = None,
    *,
    case: UUID | None = None,
) -> AccessLog:
    """Write one line of the access log. `by`: the request (its officer and address are taken) or the officer.

    `what`: the look in a few words, e.g. 查看退回行 (at most 40 characters). `case`: whose evidence or private papers are taken
    away; an auditor has no part in it and says why once a visit, which whoever it is about can read. Raises ReasonNeeded.
    """
    if isinstance(by, HttpRequest):
        assert isinstance(by.user, Officer)
        officer, address = by.user, client_address(by)
        reason = _reason(by, by.user, case) if case else ""
    else:
        officer, reason = by, ""
    return AccessLog.objects.create(
        officer_id=officer.public_id,
        officer=officer.name,
        department=officer.department.name,
        what=what,
        reason=reason,
        object_kind=object_kind,
        object_id=object_id,
        address=address,
    )


def _reason(request: HttpRequest, officer: Officer, case: UUID) -> str:
    if not officer.has_role(Role.AUDITOR):
        return ""
    said = request.session.get(REASONS, {}).get(str(case))
    if not said:
        raise ReasonNeeded(case)
    return said


def say_why(request: HttpRequest, case: UUID, reason: str) -> None:
    """理由 of this visit's looks into the papers of a case."""
    request.session[REASONS] = request.session.get(REASONS, {}) | {str(case): reason}


def looks_of_day(officer: Officer, what: str, day: date) -> int:
    """How often the officer looked in this way on the day. Counted where it is written, so that it cannot be forgotten."""
    start = make_aware(datetime.combine(day, time.min))
    rows = AccessLog.objects.filter(officer_id=officer.public_id, what=what)
    return rows.filter(at__gte=start, at__lt=start + timedelta(days=1)).count()
